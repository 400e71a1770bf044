"""Whether the history's thread still gets on: one that hangs is overdue, one with much or nothing to do is not."""

import asyncio
from pathlib import Path

import pytest

from tests.store.making import Clock, execute, held, opened
from topbms.store.worker import PATIENCE, Worker


async def test_a_job_that_hangs_is_overdue_until_it_is_done(tmp_path: Path) -> None:
    path, clock = tmp_path / "history.db", Clock()
    async with opened(path, clock) as (store, _):
        await execute(store, "PRAGMA busy_timeout = 60000")
        with held(path):
            job = asyncio.ensure_future(store.remember("owner", {"key": "value"}))
            await asyncio.sleep(0)
            clock.now += PATIENCE
            assert store.overdue == 0.0
            clock.now += 5.0
            assert store.overdue == 5.0
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


async def test_a_job_that_is_given_up_before_it_began_is_not_waited_for(tmp_path: Path) -> None:
    path, clock = tmp_path / "history.db", Clock()
    async with opened(path, clock) as (store, _):
        await execute(store, "PRAGMA busy_timeout = 60000")
        with held(path):
            first = asyncio.ensure_future(store.remember("owner", {"key": "value"}))
            second = asyncio.ensure_future(store.remember("owner", {"key": "another"}))
            await asyncio.sleep(0)
            clock.now += PATIENCE + 1.0
            second.cancel()
            with pytest.raises(asyncio.CancelledError):
                await second
            assert store.overdue == 1.0
        await first
        clock.now += PATIENCE + 1.0
        assert store.overdue == 0.0
        assert await store.recall("owner") == {"key": "value"}
