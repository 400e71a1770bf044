"""The gateway and what packs know of themselves: identity and capacities in readings, changed parameters as events."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from topbms.app import Gateway
from topbms.app.settingsnotes import OWNER
from topbms.config import Loaded, parse
from topbms.dialects.memory import Topic
from topbms.model.event import Event, EventKind
from topbms.sim.faults import ErrorCode
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp


def config(url: str, folder: Path) -> Loaded:
    settings = parse(
        {
            "language": "en",
            "poll": {"interval": "200ms", "spacing": "0ms"},
            "history": {"path": str(folder / "history.db"), "commit": "1s"},
            "web": {"enabled": False},
            "link": [{"id": "usr1", "url": url, "dialect": "topbms", "pack": [{"address": 1, "id": "battery1"}]}],
        }
    )
    return Loaded(settings, folder / "topbms.toml", folder)


class Watched:
    """A gateway, and its events about parameters."""

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self.changes: list[str] = []
        gateway.feed.listen(self._take)

    def _take(self, event: Event) -> None:
        if event.kind is EventKind.PARAMETER_CHANGED:
            self.changes.append(f"{event.subject}: {event.text}")

    async def until(self, what: Callable[[], object]) -> None:
        """Wait for something that happens in the gateway, 20 s at most."""
        async with asyncio.timeout(20):
            while not what():  # noqa: ASYNC110 - nothing in the gateway would set an event for a test
                await asyncio.sleep(0.01)

    async def until_all_is_asked(self) -> None:
        await self.until(lambda: self.gateway.dossiers.of("battery1").clock)


@asynccontextmanager
async def running(line: SimulatedLine, folder: Path) -> AsyncIterator[Watched]:
    async with serve_tcp(line) as port:
        watched = Watched(Gateway(config(port.url, folder)))
        await watched.gateway.start()
        try:
            yield watched
        finally:
            await watched.gateway.stop()


def line_of(capacity: float, *faults: ErrorCode) -> SimulatedLine:
    """A pack whose current limits follow from its capacity."""
    return SimulatedLine([SimulatedPack(1, seed=1, capacity=capacity)], pace=False, faults=faults)


async def test_who_a_pack_is_and_what_it_held_when_new_is_in_its_readings(tmp_path: Path) -> None:
    async with running(line_of(150, ErrorCode(command=0xF1)), tmp_path) as at:
        await at.until_all_is_asked()
        feed = at.gateway.feed
        await at.until(lambda: (found := feed.snapshot().packs[0].reading) and found.values.get("design_capacity"))
        reading = feed.snapshot().packs[0].reading
        assert reading is not None
        assert reading.values["design_capacity"] == 150
        assert reading.product is not None
        assert reading.product.serial_number == "TOPBMS-SIM-00000001-01"
        dossier = at.gateway.dossiers.of("battery1")
        assert dossier.accumulation is not None
        assert at.changes == []


async def test_a_parameter_that_changed_is_an_event_after_a_restart_too_and_once(tmp_path: Path) -> None:
    async with running(line_of(150), tmp_path) as at:
        await at.until_all_is_asked()
        assert at.changes == []
    async with running(line_of(300), tmp_path) as at:  # the same id, other limits
        await at.until_all_is_asked()
        assert "battery1: charge current warning 105 → 210 A" in at.changes
        assert "battery1: discharge overcurrent 2 protection 150 → 300 A" in at.changes
        await at.gateway.store.flush()
        kept = [event.text for event in await at.gateway.store.events() if event.kind == "parameter_changed"]
        assert len(kept) == len(at.changes)
    async with running(line_of(300), tmp_path) as at:
        await at.until_all_is_asked()
        assert at.changes == []


@pytest.mark.parametrize("note", ["", "{", "[1]", "null"])
async def test_a_note_that_nobody_can_read_is_none(tmp_path: Path, note: str) -> None:
    async with running(line_of(150), tmp_path) as at:
        await at.until_all_is_asked()
        await at.gateway.store.remember(OWNER, {"battery1": note, "battery9": note})
    async with running(line_of(300), tmp_path) as at:
        await at.until_all_is_asked()
        assert at.changes == []


async def test_a_pack_is_asked_while_it_is_polled(tmp_path: Path) -> None:
    line = line_of(150)
    async with running(line, tmp_path) as at:
        await at.until(lambda: at.gateway.feed.snapshot().packs[0].reading)
        told = await at.gateway.inquire("battery1", Topic.ALARMS)
        assert told is not None
        assert told.is_whole
        assert await at.gateway.inquire("battery2", Topic.ALARMS) is None
