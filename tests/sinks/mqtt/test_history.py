"""Every record on a topic of its own, in order, however late; a broker that was away gets what it missed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.servers.cable import Cable
from tests.servers.mosquitto import Ear, Mosquitto, listening, running
from tests.servers.real import free_port
from tests.sinks.mqtt.home import GATEWAY_ID, PACKS, VALUES, Home, one_pack, reading, write
from tests.sinks.mqtt.test_state import HEALTH
from tests.store.making import Clock, Maker, new_store
from topbms.app.outlets import site
from topbms.engine.clock import SystemClock
from topbms.engine.courier import Courier
from topbms.engine.schedule import BackOff
from topbms.errors import SinkError
from topbms.model.alarms import Alarm, Level
from topbms.model.event import EventKind, PastEvent
from topbms.model.reading import MeanReading
from topbms.model.record import Record
from topbms.sinks.mqtt.history import HistorySink
from topbms.store.store import Store

TOPIC = "topbms/home/battery1/history"


async def told(home: Home, ear: Ear, *records: Record) -> list[Any]:
    """What arrives of these, each with its topic."""
    sink = HistorySink(home.settings(), home.site())
    await sink.write(records)
    await sink.close()
    await sink.close()
    await ear.until_quiet()
    assert not any(one.was_kept for one in ear.got)
    return [(one.topic, one.json) for one in ear.got]


async def test_a_reading_with_all_its_values(home: Home, ear: Ear) -> None:
    states = {"charge_mosfet": True}
    alarms = (Alarm("cell_undervoltage", Level.PROTECTION, 3), Alarm("soc_low", Level.WARNING))
    values = {**VALUES, "power": 205.7472, "soc": None}
    found = reading(PACKS[0], values, sequence=4711, at=1_763_800_000.25, alarms=alarms, states=states, balancing=(2,))
    ((topic, message),) = await told(home, ear, found)
    assert topic == TOPIC
    expected = {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}
    assert message == expected | {
        "gateway": GATEWAY_ID,
        "site": "home",
        "sequence": 4711,
        "at": "2025-11-22T08:26:40.250+00:00",
        "kind": "reading",
        "pack": "battery1",
        "balancing": [2],
        "alarms": [
            {"code": "cell_undervoltage", "level": "protection", "cell": 3},
            {"code": "soc_low", "level": "warning"},
        ],
        "states": states,
    }


async def test_a_second_gateway_of_the_same_site_is_refused(home: Home, ear: Ear) -> None:
    """While the first is there; afterwards the second has the site to itself."""
    late = Home(home.url, gateway="f" * 32)
    sink = HistorySink(late.settings(), late.site())
    async with home.serving() as first:
        await write(first, one_pack())
        own = HistorySink(home.settings(), home.site())
        await own.write([reading()])
        await own.close()
        with pytest.raises(SinkError, match='another gateway serves the site "home"'):
            await sink.write([reading()])
        await ear.until_quiet()
        assert [one.json["gateway"] for one in ear.of(TOPIC)] == [GATEWAY_ID]
    await sink.write([reading()])
    await sink.close()
    await ear.until_quiet()
    assert [one.json["gateway"] for one in ear.of(TOPIC)] == [GATEWAY_ID, "f" * 32]


async def test_a_mean_says_how_much_time_it_stands_for(home: Home, ear: Ear) -> None:
    mean = MeanReading(PACKS[0], 7, 1_763_800_030.0, 0.0, {"soc": 87.123456789}, seconds=60.0)
    ((_, message),) = await told(home, ear, mean)
    assert (message["kind"], message["seconds"], message["soc"]) == ("mean", 60.0, 87.123457)
    assert not {"alarms", "balancing", "states"} & set(message)


async def test_events_and_health_are_the_gateways(home: Home, ear: Ear) -> None:
    event = PastEvent(8, 1_763_800_000.0, EventKind.PACK_SILENT, "battery1", "")
    first, second = await told(home, ear, event, HEALTH)
    assert first[0] == second[0] == "topbms/home/history"
    assert {key: first[1][key] for key in ("kind", "event", "subject", "text", "sequence")} == {
        "kind": "event",
        "event": "pack_silent",
        "subject": "battery1",
        "text": "",
        "sequence": 8,
    }
    assert (second[1]["kind"], second[1]["sequence"], second[1]["uptime"]) == ("health", 9, 3600)
    assert second[1]["sinks"]["domoticz"]["last_error"] == "Domoticz is away"


async def test_it_does_not_return_before_the_broker_has_it(home: Home, broker: Mosquitto) -> None:
    sink = HistorySink(home.settings(timeout=0.2), home.site())
    await sink.write([reading()])
    await broker.kill()
    with pytest.raises(SinkError):
        await sink.write([reading(sequence=2)])
    await sink.close()


async def test_nobody_at_the_port(home: Home) -> None:
    home.url = f"mqtt://127.0.0.1:{free_port()}"
    with pytest.raises(SinkError, match="cannot be reached"):
        await HistorySink(home.settings(), home.site()).write([reading()])


# --- with a real history behind it


class Line:
    """A history, the sink on it, and what drives it; may be stopped and started as a gateway is."""

    def __init__(self, folder: Path, home: Home) -> None:
        self._path = folder / "history.db"
        self._clock = Clock()
        self._home = home
        self._maker = Maker(self._clock)
        self._store: Store | None = None

    @property
    def newest(self) -> int:
        return self._maker.sequence

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Store]:
        self._store = new_store(self._path, self._clock)
        await self._store.open()
        try:
            yield self._store
        finally:
            await self._store.close()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Courier]:
        assert self._store is not None
        place = site("home", PACKS[:1], "en", self._store, "mqtt")
        sink = HistorySink(self._home.settings(interval=1.0), place)
        sink.interval = 0.01
        courier = Courier(
            sink,
            self._store,
            SystemClock(),
            lambda: self.newest,
            place.recall,
            place.remember,
            BackOff(0.02, 0.1),
        )
        task = asyncio.create_task(courier.run())
        try:
            yield courier
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            await courier.close()

    def read(self, count: int) -> None:
        """So many readings, ten seconds apart."""
        assert self._store is not None
        for _ in range(count):
            self._clock.now += 10.0
            self._store.append(self._maker.reading(PACKS[0]))


def numbers(ear: Ear) -> list[int]:
    return [one.json["sequence"] for one in ear.of(TOPIC)]


async def until_begun(courier: Courier) -> None:
    """Until it has found where it begins: at what is newest then."""
    async with asyncio.timeout(20):
        while courier.cursor is None:  # noqa: ASYNC110 - a cursor sets no event
            await asyncio.sleep(0.01)


async def until_even(courier: Courier, line: Line) -> None:
    """Until the broker has acknowledged the newest."""
    async with asyncio.timeout(30):
        while courier.cursor != line.newest:  # noqa: ASYNC110 - a cursor sets no event
            await asyncio.sleep(0.01)


@pytest.fixture
async def patient(tmp_path: Path) -> AsyncIterator[Mosquitto]:
    """A broker that keeps messages for listeners who are away, over a restart too."""
    folder = tmp_path / "broker"
    folder.mkdir()
    keeping = ("persistence true", f"persistence_location {folder}/", "max_queued_messages 0")
    async with running(folder, "allow_anonymous true", *keeping) as one:
        yield one


CENTRE: dict[str, Any] = {"identifier": "centre", "clean_session": False}
"""Who collects: known to the broker by name, so that nothing is lost while it is away."""


async def test_after_six_hours_without_a_broker_everything_comes_in_order_and_once(
    tmp_path: Path, patient: Mosquitto
) -> None:
    line = Line(tmp_path, Home(patient.url))
    async with line.open(), line.running() as courier:
        await until_begun(courier)
        async with listening(patient.port, **CENTRE) as ear:
            line.read(10)
            await until_even(courier, line)
            await ear.until(lambda: len(numbers(ear)) == 10)
            assert numbers(ear) == list(range(1, 11))
        await patient.stop()
        line.read(2160)
        await patient.start()
        await until_even(courier, line)
        async with listening(patient.port, **CENTRE) as ear:
            assert numbers(ear) == list(range(11, 2171))
            stamps = [one.json["at"] for one in ear.of(TOPIC)]
            assert (stamps[0], stamps[-1]) == ("2025-01-01T00:01:50.000+00:00", "2025-01-01T06:01:40.000+00:00")


async def test_a_line_cut_while_writing_loses_nothing_and_repeats_a_batch_at_most(
    tmp_path: Path, broker: Mosquitto, ear: Ear
) -> None:
    async with Cable(broker.port).laid() as cable:
        line = Line(tmp_path, Home(cable.url))
        async with line.open(), line.running() as courier:
            await until_begun(courier)
            line.read(2000)
            await ear.until(lambda: len(numbers(ear)) > 300)
            cable.cut()
            await until_even(courier, line)
            await ear.until_quiet()
    came = numbers(ear)
    assert sorted(set(came)) == list(range(1, 2001))
    assert len(came) - 2000 <= HistorySink.batch
    steps = [later - sooner for sooner, later in pairwise(came)]
    assert len([step for step in steps if step != 1]) <= 1, "in order, but for where it was taken up again"
    assert courier.attempts.counters["errors"] >= 1


async def test_a_gateway_that_starts_again_goes_on_where_it_was(tmp_path: Path, home: Home, ear: Ear) -> None:
    line = Line(tmp_path, home)
    async with line.open():
        async with line.running() as courier:
            await until_begun(courier)
            line.read(5)
            await until_even(courier, line)
        line.read(5)
    async with line.open(), line.running() as courier:
        await until_even(courier, line)
        await ear.until_quiet()
    assert numbers(ear) == list(range(1, 11))
