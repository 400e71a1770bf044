"""The API when something is wrong with us: defects, a history that is away, packs not read, slow listeners."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.engine.jumping import JumpingLoop
from tests.servers.real import free_port
from tests.web.api.house import House, living, told
from topbms.errors import StoreError
from topbms.model.health import Health
from topbms.model.words import Words, words
from topbms.sim.faults import Mute
from topbms.web.api import hub, stream
from topbms.web.api.door import Door
from topbms.web.api.hub import News
from topbms.web.server import bound, serve
from topbms.web.settings import Address


@asynccontextmanager
async def another_door(house: House, door: Door) -> AsyncIterator[House]:
    """The same house behind another door."""
    port = free_port()
    task = asyncio.create_task(serve(bound(Address("127.0.0.1", port)), house.gateway.view(), door))
    try:
        yield replace(house, url=f"http://127.0.0.1:{port}/api/v1")
    finally:
        task.cancel()
        await asyncio.wait([task])


def defective(_: Words) -> Health:
    message = "a secret of the inside"
    raise ValueError(message)


def away(_: Words) -> Health:
    raise StoreError("the history {path} is not open", path="x")


async def test_a_defect_of_ours_is_logged_and_not_shown(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with living(tmp_path) as house, another_door(house, replace(house.gateway.door, health=defective)) as other:
        with caplog.at_level(logging.ERROR):
            answer = await other.get("/health")
        assert (answer.status, answer.headers["content-type"]) == (500, "application/problem+json")
        assert b"secret" not in answer.body
        assert b"Traceback" not in answer.body
        assert "a secret of the inside" in caplog.text


async def test_a_history_that_is_away_is_said(tmp_path: Path) -> None:
    async with living(tmp_path) as house, another_door(house, replace(house.gateway.door, health=away)) as other:
        answer = await other.get("/health")
        assert (answer.status, answer.json["detail"]) == (503, "the history x is not open")


async def test_a_pack_that_was_never_read_has_no_values(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        house.lines[0].faults.set(Mute())
        loaded = house.gateway.loaded
        (first, second) = loaded.settings.link
        other = first.model_copy(update={"id": "usr9", "pack": (first.pack[0].model_copy(update={"id": "new"}),)})
        await house.gateway.reload(
            replace(loaded, settings=loaded.settings.model_copy(update={"link": (other, second)}))
        )
        await house.until(lambda: len(house.gateway.feed.snapshot().packs) == 2)
        await served_again(house)
        pack = (await house.get("/packs/new")).json
        unknown = ("values", "since", "age", "sequence", "limits", "identity", "balancing", "alarms_age")
        assert [pack[key] for key in unknown] == [None] * len(unknown)
        assert (pack["stale"], pack["alarms"], pack["states"], pack["held"]) == (False, [], {}, [])
        assert (await house.get("/packs/battery1")).status == 404


async def served_again(house: House) -> None:
    """A new config is served by a new server."""
    async with asyncio.timeout(20):
        while True:
            try:
                await house.get("/health")
            except OSError:
                await asyncio.sleep(0.05)
                continue
            return


async def test_a_listener_who_takes_nothing_costs_no_more_than_a_queue(tmp_path: Path) -> None:
    async with living(tmp_path) as house, house.stream() as response:
        await house.until(lambda: len(house.gateway.door.hub) == 1)
        text = "x" * 10_000
        for _ in range(40):
            for _ in range(100):
                house.gateway.door.hub.put(News("event", None, lambda _: {"text": text}))
            await asyncio.sleep(0)
        (listener,) = house.gateway.door.hub._listeners
        assert len(listener._waiting) <= hub.MOST_WAITING + 1
        async with asyncio.timeout(30):
            async for event in told(response):
                if event.event == "resync":
                    break


def test_a_stream_on_which_nothing_happens_shows_that_it_lives() -> None:
    async def listen() -> list[bytes]:
        listener = hub.Hub().join()
        chunks = stream._live(listener, words("en"), 0)
        found = [await anext(chunks) for _ in range(3)]
        listener.end()
        return found + [chunk async for chunk in chunks]

    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        assert runner.run(listen()) == [b": still here\n\n"] * 3
