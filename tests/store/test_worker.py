"""Whether the history's thread still gets on: one that hangs is overdue, one with much or nothing to do is not."""

import asyncio
from pathlib import Path

import pytest

from tests.store.making import Clock, execute, held, opened
from topbms.store.store import Store
from topbms.store.worker import PATIENCE, Worker


async def hang(store: Store, clock: Clock) -> None:
    """Turn the clock until it is seen that the thread hangs."""
    async with asyncio.timeout(20):
        while not store.overdue:
            clock.now += 1.0
            await asyncio.sleep(0)


async def test_a_job_that_hangs_is_overdue_until_it_is_done(tmp_path: Path) -> None:
    path, clock = tmp_path / "history.db", Clock()
    async with opened(path, clock) as (store, _):
        await execute(store, "PRAGMA busy_timeout = 60000")
        with held(path):
            job = asyncio.ensure_future(store.remember("owner", {"key": "value"}))
            await hang(store, clock)
            assert clock.now > PATIENCE
            before = store.overdue
            clock.now += 5.0
            assert store.overdue == before + 5.0
        await job
        assert store.overdue == 0.0


async def test_a_thread_with_nothing_to_do_does_not_hang(tmp_path: Path) -> None:
    clock = Clock()
    async with opened(tmp_path / "history.db", clock) as (store, _):
        clock.now += 10 * PATIENCE
        assert store.overdue == 0.0
    assert store.overdue == 0.0


async def test_many_jobs_that_are_done_one_after_the_other_are_no_hanging() -> None:
    clock = Clock()
    worker = Worker(clock.monotonic)
    late: list[float] = []

    def job() -> None:
        clock.now += PATIENCE - 1.0
        late.append(worker.overdue)

    await asyncio.gather(*[worker.do(job) for _ in range(5)])
    worker.end()
    assert late == [0.0] * 5


async def test_who_does_not_wait_any_more_does_not_end_the_hanging(tmp_path: Path) -> None:
    path, clock = tmp_path / "history.db", Clock()
    async with opened(path, clock) as (store, _):
        await execute(store, "PRAGMA busy_timeout = 60000")
        with held(path):
            job = asyncio.ensure_future(store.remember("owner", {"key": "value"}))
            await hang(store, clock)
            job.cancel()
            with pytest.raises(asyncio.CancelledError):
                await job
            assert store.overdue > 0.0
        assert await store.recall("owner") == {"key": "value"}
        assert store.overdue == 0.0
