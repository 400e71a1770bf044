"""A home as the tests of this sink need it: packs, their readings, the sink's notes, and a clock turned by hand."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.servers.domoticz import FakeDomoticz
from tests.sinks.domoticz.french import french
from topbms.model.alarms import Alarm, AlarmReport
from topbms.model.bank import bank_reading
from topbms.model.health import Health
from topbms.model.reading import Pack, PackReading, PackState, Reported, Snapshot
from topbms.model.update import Update
from topbms.model.words import Words, words
from topbms.sinks import Site
from topbms.sinks.domoticz.login import Credentials
from topbms.sinks.domoticz.settings import Settings
from topbms.sinks.domoticz.setup import Say, SetupResult, setup
from topbms.sinks.domoticz.sink import DomoticzSink

GOLDEN = Path(__file__).parents[2] / "golden" / "domoticz"

PACKS = (Pack("battery1", "Batterie 1", "usr1", 1), Pack("battery2", "Batterie 2", "usr1", 2))

FIVE: dict[str, Reported] = {
    "voltage": 53.58,
    "current": 3.84,
    "soc": 88,
    "remaining_capacity": 132.35,
    "cycle_count": 2,
}
"""What the old scripts sent for the captured reply of the protocol's description."""

ADMIN = ("admin", "domoticz")


def reading(
    pack: Pack,
    values: Mapping[str, Reported],
    *,
    at: float = 1_763_800_000.0,
    alarms: Sequence[Alarm] | None = (),
    states: Mapping[str, bool] | None = None,
    **more: Any,
) -> PackReading:
    report = None if alarms is None else AlarmReport(pack.address, tuple(alarms), dict(states or {}))
    return PackReading(pack, 1, at, 0.0, values, **({"alarms": report, "alarms_age": 0.5} | more))


def state(found: PackReading, *, stale: bool = False) -> PackState:
    return PackState(found.pack, found, stale, found.at)


def snapshot(*states: PackState) -> Snapshot:
    return Snapshot(states, bank_reading(1_763_800_000.0, states))


def one_pack(values: Mapping[str, Reported] | None = None, **more: Any) -> Snapshot:
    return snapshot(state(reading(PACKS[0], FIVE if values is None else values, **more)))


def two_packs() -> Snapshot:
    """Both well, each with the five values, two temperatures and two cells."""
    values: dict[str, Reported] = {
        **FIVE,
        "full_capacity": 150.0,
        "power": 205.7,
        "charge_power": 205.7,
        "discharge_power": 0.0,
        "temperatures": (21.0, 19.5),
        "mean_temperature": 20.2,
        "cell_voltages": (3.341, 3.363),
        "cell_lowest_voltage": 3.341,
        "cell_highest_voltage": 3.363,
        "cell_spread": 22.0,
    }
    return snapshot(*(state(reading(pack, values)) for pack in PACKS))


def health(**more: Any) -> Health:
    """The gateway's own."""
    return Health(1, 1_763_800_000.0, 0.0, "0.1.0", "cafe", 60.0, **more)


def with_health(**more: Any) -> Snapshot:
    """One pack with the five values, and the gateway's own health."""
    return replace(one_pack(), health=health(**more))


class Home:
    """A gateway beside one fake Domoticz. `notes` outlive every sink; `said` is what a setup told."""

    def __init__(self, fake: FakeDomoticz, *, packs: Sequence[Pack] = PACKS[:1], language: str = "en") -> None:
        self.fake = fake
        self.now = 1000.0
        self.notes: dict[str, str] = {}
        self.said: list[str] = []
        self.site = Site("home", packs, _words(language), self._recall, self._remember)
        self._open: list[DomoticzSink] = []

    def settings(self, **more: Any) -> Settings:
        return Settings.model_validate({"url": self.fake.url} | more)

    def sink(self, **more: Any) -> DomoticzSink:
        made = DomoticzSink(self.settings(**more), self.site, clock=lambda: self.now)
        self._open.append(made)
        return made

    async def setup(
        self, found: Snapshot | None = None, *, admin: Credentials | None = None, say: Say | None = None, **more: Any
    ) -> SetupResult:
        shown = one_pack() if found is None else found
        told = say or self.said.append
        return await setup(self.settings(**more), self.site, admin=admin, say=told, snapshot=shown)

    async def close(self) -> None:
        for sink in self._open:
            await sink.close()

    async def _recall(self) -> Mapping[str, str]:
        return dict(self.notes)

    async def _remember(self, texts: Mapping[str, str]) -> None:
        self.notes |= texts


def only(updates: Sequence[Update], *keys: str) -> list[Update]:
    """The updates of these keys, in their order."""
    found = {update.key: update for update in updates}
    return [found[key] for key in keys]


async def write(sink: DomoticzSink, shown: Snapshot | None = None) -> None:
    """Everything that a snapshot shows; one pack with the five values, unless another is given."""
    await sink.write(sink.render(one_pack() if shown is None else shown))


def idx_of(fake: FakeDomoticz, name: str) -> int:
    return next(device.idx for device in fake.devices.values() if device.name == name)


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def _words(language: str) -> Words:
    return french() if language == "fr" else words(language)
