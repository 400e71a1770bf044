"""A home as the tests of this sink need it: packs, their readings, the sink's notes, and a broker beside it."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from topbms.engine.clock import SystemClock
from topbms.engine.outlet import Outlet
from topbms.engine.schedule import BackOff
from topbms.errors import StoreError
from topbms.model.alarms import Alarm, AlarmReport, Level
from topbms.model.bank import bank_reading
from topbms.model.health import Health
from topbms.model.reading import Pack, PackReading, PackState, Product, Reported, Snapshot
from topbms.model.words import words
from topbms.sinks import Site
from topbms.sinks.mqtt.settings import Settings
from topbms.sinks.mqtt.sink import MqttSink

GOLDEN = Path(__file__).parents[2] / "golden" / "mqtt"

GATEWAY_ID = "0123456789abcdef0123456789abcdef"

PACKS = (Pack("battery1", "Batterie 1", "usr1", 1), Pack("battery2", "Batterie 2", "usr1", 2))

AT = 1_763_800_000.0

CELLS: dict[str, Reported] = {
    "cell_voltages": (3.341, 3.363),
    "cell_lowest_voltage": 3.341,
    "cell_highest_voltage": 3.363,
    "cell_lowest": 1,
    "cell_highest": 2,
    "cell_spread": 22.0,
}

VALUES: dict[str, Reported] = {
    "voltage": 53.58,
    "current": 3.84,
    "power": 205.7,
    "charge_power": 205.7,
    "discharge_power": 0.0,
    "soc": 88,
    "remaining_capacity": 132.35,
    "full_capacity": 150.0,
    "remaining_energy": 7.091,
    "cycle_count": 2,
    "temperatures": (21.0, 19.5),
    "mean_temperature": 20.2,
    "time_to_full": None,
    **CELLS,
}


def reading(pack: Pack = PACKS[0], values: Mapping[str, Reported] | None = None, **more: Any) -> PackReading:
    """A pack that is well; `alarms`, `states` and others as they are given."""
    alarms, states = more.pop("alarms", ()), more.pop("states", {})
    report = None if alarms is None else AlarmReport(pack.address, tuple(alarms), dict(states))
    fields = {"alarms": report, "alarms_age": None if report is None else 0.5, "balancing": ()} | more
    at = fields.pop("at", AT)
    return PackReading(pack, fields.pop("sequence", 1), at, 0.0, VALUES if values is None else values, **fields)


def there(found: PackReading, *, stale: bool = False) -> PackState:
    return PackState(found.pack, found, stale, found.at)


def awaited(pack: Pack, *, stale: bool = False) -> PackState:
    return PackState(pack, None, stale)


def snapshot(
    *states: PackState, health: Health | None = None, counted: Mapping[str, Reported] | None = None
) -> Snapshot:
    """`counted` is what the bank's own meter shows."""
    bank = bank_reading(AT, states)
    return Snapshot(states, replace(bank, values=dict(bank.values) | dict(counted or {})), health)


def one_pack(values: Mapping[str, Reported] | None = None, **more: Any) -> Snapshot:
    return snapshot(there(reading(PACKS[0], values, **more)))


def two_packs(**more: Any) -> Snapshot:
    return snapshot(*(there(reading(pack, **more)) for pack in PACKS))


def golden(name: str) -> Any:
    return json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


def golden_reading() -> PackReading:
    """The reading that the golden messages are of."""
    case = golden("reading")
    pack = Pack(case["pack"]["id"], case["pack"]["name"], "usr1", 1)
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in case["values"].items()}
    return reading(
        pack,
        values,
        at=case["at"],
        alarms=[Alarm(code, Level(level), cell) for code, level, cell in case["alarms"]],
        states=case["states"],
        balancing=tuple(case["balancing"]),
        product=Product(1, **case["product"]),
    )


class Home:
    """A gateway beside a broker. `notes` outlive every sink.

    `disk_is_full` lets remembering fail, `is_damaged` recalling.
    """

    def __init__(self, url: str, *, packs: Sequence[Pack] = PACKS[:1], gateway: str = GATEWAY_ID) -> None:
        self.url = url
        self.packs = packs
        self.gateway = gateway
        self.notes: dict[str, str] = {}
        self.disk_is_full = False
        self.is_damaged = False
        self.shown = snapshot(*(there(reading(pack)) for pack in packs))
        self.renewals = 0

    def site(self, **more: Any) -> Site:
        fields: dict[str, Any] = {"name": "home", "packs": self.packs, "language": "en"} | more
        language = words(fields.pop("language"))
        return Site(
            words=language,
            recall=self._recall,
            remember=self._remember,
            gateway=lambda: self.gateway,
            version="0.1",
            **fields,
        )

    def settings(self, **more: Any) -> Settings:
        return Settings.model_validate({"url": self.url} | more)

    def sink(self, site: Site | None = None, *, settle: float = 0.0, **more: Any) -> MqttSink:
        made = MqttSink(self.settings(**more), site or self.site(), settle=settle)
        made.attach(self._renew)
        return made

    @asynccontextmanager
    async def serving(self, site: Site | None = None, *, settle: float = 0.0, **more: Any) -> AsyncIterator[MqttSink]:
        """A sink that is closed at the end, as a gateway closes it."""
        sink = self.sink(site, settle=settle, **more)
        try:
            yield sink
        finally:
            await sink.close()

    def outlet(self, sink: MqttSink, clock: SystemClock | None = None) -> Outlet:
        """What drives it in a gateway; quick to try again."""
        return Outlet(sink, lambda: self.shown, clock or SystemClock(), BackOff(0.05, 0.2))

    def _renew(self) -> None:
        self.renewals += 1

    async def _recall(self) -> Mapping[str, str]:
        if self.is_damaged:
            raise StoreError("the history is damaged")
        return dict(self.notes)

    async def _remember(self, texts: Mapping[str, str]) -> None:
        if self.disk_is_full:
            raise StoreError("the disk is full")
        self.notes |= texts


async def write(sink: MqttSink, shown: Snapshot) -> None:
    """Everything that a snapshot shows."""
    await sink.write(sink.render(shown))
