"""The whole gateway between simulated packs, a fake Domoticz and a real history: what its users complain of elsewhere.

Only ages are turned by hand: the clock can be set forward, so that silence becomes stale without waiting for it.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.engine.forwardclock import QUICK, ForwardClock
from tests.servers.domoticz import FakeDomoticz
from tests.store.making import readings_after
from topbms.app import Gateway, site
from topbms.config import Loaded, parse
from topbms.engine.assembly import Assembler, Moment
from topbms.engine.settings import PackSettings
from topbms.errors import ConfigError
from topbms.model.alarms import Alarm, Level
from topbms.model.bank import bank_reading
from topbms.model.event import EventKind
from topbms.model.reading import Pack, PackState, Snapshot
from topbms.sim.faults import Cut, HalfOpen, Spike
from topbms.sim.faulttext import parse_fault
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp
from topbms.sinks.domoticz.settings import Settings
from topbms.sinks.domoticz.setup import setup
from topbms.store.store import Store


@dataclass
class Scene:
    """Two packs on two lines, both with address 1, a Domoticz with their devices, and the gateway between."""

    gateway: Gateway
    clock: ForwardClock
    lines: list[SimulatedLine]
    packs: list[SimulatedPack]
    domoticz: FakeDomoticz
    events: list[EventKind]

    def device(self, name: str) -> str:
        """What the device of that name shows."""
        return next(device.svalue for device in self.domoticz.devices.values() if device.name == name)

    def names(self) -> list[str]:
        return [device.name for device in self.domoticz.devices.values()]

    def set_forward(self, seconds: float) -> None:
        """Let time pass; the outlets look at the clock again, as they would at the end of their interval."""
        self.clock.ahead += seconds
        for outlet in self.gateway.feeders:
            outlet.notice()

    async def until_read(self) -> None:
        """Wait for a new reading of the first pack."""
        seen = self.gateway.feed.snapshot().packs[0].reading
        await self.until(lambda: self.gateway.feed.snapshot().packs[0].reading is not seen)

    async def until(self, what: Callable[[], bool]) -> None:
        """Wait for something that happens in the gateway, 20 s at most."""
        async with asyncio.timeout(20):
            while not what():  # noqa: ASYNC110 - nothing in the gateway would set an event for a test
                await asyncio.sleep(0.01)


def config(urls: list[str], domoticz: str, folder: Path) -> Loaded:
    settings = parse(
        {
            "language": "en",
            "poll": {"interval": "200ms", "deadline": "100ms", "spacing": "0ms"},
            "history": {"path": str(folder / "history.db"), "commit": "1s"},
            "web": {"enabled": False},
            "link": [
                {"id": f"usr{i}", "url": url, "pack": [{"address": 1, "id": f"battery{i}", "name": f"Battery {i}"}]}
                for i, url in enumerate(urls, 1)
            ],
            "domoticz": {"url": domoticz, "interval": "60s"},
        }
    )
    return Loaded(settings, folder / "topbms.toml", folder)


@asynccontextmanager
async def playing(folder: Path) -> AsyncIterator[Scene]:
    packs = [SimulatedPack(1, seed=1, soc=60), SimulatedPack(1, seed=2, soc=70)]
    lines = [SimulatedLine([pack], pace=False, speed=0) for pack in packs]
    async with AsyncExitStack() as stack:
        domoticz = await stack.enter_async_context(FakeDomoticz(trusted=True))
        urls = [(await stack.enter_async_context(serve_tcp(line))).url for line in lines]
        loaded, clock = config(urls, domoticz.url, folder), ForwardClock()
        await _set_up(packs, loaded, domoticz.url)
        gateway = Gateway(loaded, clock, QUICK)
        await gateway.start()
        stack.push_async_callback(gateway.stop)
        scene = Scene(gateway, clock, lines, packs, domoticz, [])
        gateway.feed.listen(lambda event: scene.events.append(event.kind))
        # All but the gateway's own, which is told of in a minute.
        await scene.until(lambda: len(domoticz.devices) - 1 <= len({idx for idx, *_ in domoticz.updates}))
        yield scene


async def _set_up(packs: list[SimulatedPack], loaded: Loaded, domoticz: str) -> None:
    """What `topbms domoticz setup` does: the devices for all that these packs report."""
    states = tuple(_state(pack, i) for i, pack in enumerate(packs, 1))
    history = loaded.settings.history
    store = Store(history.path, history, stamp=lambda _: None, now=time.monotonic)
    await store.open()
    place = site("home", [state.pack for state in states], "en", store, "domoticz")
    snapshot = Snapshot(states, bank_reading(0.0, states))
    await setup(Settings(url=domoticz), place, admin=None, say=lambda _: None, snapshot=snapshot)
    await store.close()


def _state(pack: SimulatedPack, number: int) -> PackState:
    settings = PackSettings(address=1)
    assembler = Assembler(Pack(f"battery{number}", f"Battery {number}", f"usr{number}", 1), settings)
    reading = assembler.assemble((pack.analog(), pack.alarms()), lambda: 1, Moment(0.0, 0.0))
    return PackState(assembler.pack, reading, stale=False)


async def test_every_value_of_every_pack_is_in_domoticz_and_in_the_history(tmp_path: Path) -> None:
    async with playing(tmp_path) as scene:
        for name, pack in zip(("Battery 1", "Battery 2"), scene.packs, strict=True):
            said = pack.analog()
            assert float(scene.device(f"{name} State of charge")) == said.soc
            assert float(scene.device(f"{name} Voltage")) == said.voltage
        kept = await readings_after(scene.gateway.store, 0, 10)
        assert {reading.pack.id for reading in kept} == {"battery1", "battery2"}
        assert kept[0].values["cell_voltages"] == scene.packs[int(kept[0].pack.id[-1]) - 1].analog().cell_voltages


async def test_an_alarm_is_in_domoticz_at_once_and_in_the_history_with_begin_and_end(tmp_path: Path) -> None:
    async with playing(tmp_path) as scene:
        assert scene.device("Battery 1 Alarms") == "Nothing to report"
        alarm = Alarm("cell_overvoltage", Level.PROTECTION)
        scene.packs[0].force(alarm)
        await scene.until(
            lambda: (
                "overvoltage" in scene.device("Battery 1 Alarms").lower()
                or "too high" in scene.device("Battery 1 Alarms")
            )
        )
        scene.packs[0].clear()
        await scene.until(lambda: scene.device("Battery 1 Alarms") == "Nothing to report")
        (event,) = await scene.gateway.store.alarm_events(pack="battery1")
        assert (event.code, event.level) == ("cell_overvoltage", "protection")
        assert event.end is not None
        assert event.begin <= event.end


async def test_a_cut_link_is_stale_in_words_leaves_the_bank_and_comes_back_by_itself(tmp_path: Path) -> None:
    async with playing(tmp_path) as scene:
        assert scene.device("Battery 1 Alarms") == "Nothing to report"
        scene.lines[0].faults.set(Cut())
        await scene.until(lambda: not scene.gateway.links[0].is_up)
        scene.set_forward(31)
        await scene.until(lambda: EventKind.PACK_SILENT in scene.events)
        await scene.until(lambda: "No answer since" in scene.device("Battery 1 Alarms"))
        await scene.until(lambda: scene.gateway.feed.snapshot().bank.missing == ("battery1",))
        assert scene.gateway.feed.snapshot().bank.values["soc"] == scene.packs[1].analog().soc
        scene.lines[0].faults.clear()
        await scene.until(lambda: scene.device("Battery 1 Alarms") == "Nothing to report")
        assert EventKind.PACK_BACK in scene.events
        await scene.gateway.store.flush()
        kinds = {event.kind for event in await scene.gateway.store.events()}
        assert {"start", "link_up", "link_down", "pack_silent", "pack_back"} <= kinds


async def test_a_domoticz_that_was_away_gets_the_newest_when_it_is_back(tmp_path: Path) -> None:
    async with playing(tmp_path) as scene:
        await scene.domoticz.stop()
        scene.packs[0].set_soc(33)
        scene.set_forward(200)
        await scene.until(lambda: bool(scene.gateway.feeders[0].attempts.last_error))
        before = len(await readings_after(scene.gateway.store, 0, 10_000))
        await scene.domoticz.start()
        await scene.until(lambda: scene.device("Battery 1 State of charge") == "33")
        assert len(await readings_after(scene.gateway.store, 0, 10_000)) > before


async def test_a_half_open_connection_is_opened_anew(tmp_path: Path) -> None:
    async with playing(tmp_path) as scene:
        connects = scene.gateway.links[0].counters.connects
        scene.lines[0].faults.set(HalfOpen(present=True))
        await scene.until(lambda: scene.gateway.links[0].counters.connects > connects)
        seen = scene.gateway.feed.snapshot().packs[0].reading
        await scene.until(lambda: scene.gateway.feed.snapshot().packs[0].reading is not seen)


async def test_a_single_spike_reaches_nobody(tmp_path: Path) -> None:
    async with playing(tmp_path) as scene:
        fault = parse_fault("spike:1:soc=0:once")
        assert isinstance(fault, Spike)
        scene.lines[0].faults.set(fault)
        await scene.until(lambda: scene.gateway.links[0].counters.held["soc"] == 1)
        first = await readings_after(scene.gateway.store, 0, 1000)
        spiked = [reading for reading in first if "soc" in reading.held]
        assert [reading.values["soc"] for reading in spiked] == [None]
        assert {reading.values["soc"] for reading in first if reading.pack.id == "battery1"} == {60, None}


async def test_energy_is_counted_shown_and_goes_on_after_a_restart(tmp_path: Path) -> None:
    async with playing(tmp_path) as scene:
        scene.packs[0].order_current(60.0)
        await scene.until(lambda: counted(scene.gateway, "battery1") > 0)
        await scene.until(lambda: counted(scene.gateway, "bank") > 0)
        for _ in range(4):  # an interval of Domoticz, in steps that make no pack silent
            scene.set_forward(20)
            await scene.until_read()
        await scene.until(lambda: float(scene.device("Battery 1 Charged energy").partition(";")[2]) > 0)
        assert float(scene.device("Battery 1 Charged energy").partition(";")[0]) == pytest.approx(60 * 53, rel=0.05)
        await scene.gateway.stop()
        before = counted(scene.gateway, "battery1"), counted(scene.gateway, "bank")
        again = Gateway(scene.gateway.loaded, scene.clock, QUICK)
        await again.start()
        await scene.until(lambda: counted(again, "battery1") > before[0])
        assert counted(again, "bank") >= before[1]
        await again.stop()


def counted(gateway: Gateway, owner: str) -> float:
    """What anybody may see of the charged energy now, in kWh; 0 before the first reading."""
    snapshot = gateway.feed.snapshot()
    readings = {state.pack.id: state.reading for state in snapshot.packs}
    reading = snapshot.bank if owner == "bank" else readings[owner]
    value = None if reading is None else reading.values.get("charge_energy")
    return value if isinstance(value, float) else 0.0


async def test_a_new_config_is_taken_while_running_and_a_wrong_one_changes_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as scene:
        urls = [link.url for link in scene.gateway.links]
        with pytest.raises(ConfigError):
            await scene.gateway.reload(_with_unreadable_password(urls, scene, tmp_path))
        assert len(scene.gateway.links) == 2
        await scene.gateway.reload(config(urls[:1], scene.domoticz.url, tmp_path))
        assert [state.pack.id for state in scene.gateway.feed.snapshot().packs] == ["battery1"]
        seen = scene.gateway.feed.snapshot().packs[0].reading
        await scene.until(lambda: scene.gateway.feed.snapshot().packs[0].reading is not seen)


def _with_unreadable_password(urls: list[str], scene: Scene, folder: Path) -> Loaded:
    loaded = config(urls, scene.domoticz.url, folder)
    section = {"url": scene.domoticz.url, "user": "gateway", "password_file": str(folder / "missing")}
    settings = parse({"link": [{"id": "usr1", "url": urls[0]}], "domoticz": section})
    return Loaded(settings, loaded.path, folder)
