"""A gateway at one moment, as the web part is shown it; its times are monotonic seconds around 1000."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from topbms.model.alarms import Alarm, AlarmReport, Level
from topbms.model.bank import bank_reading
from topbms.model.fragment import Product
from topbms.model.health import Health, HistoryHealth, LinkHealth, SinkHealth
from topbms.model.reading import Pack, PackReading, PackState, Reported, Snapshot
from topbms.model.words import words
from topbms.web.status import Status
from topbms.web.view import View

NOW, UTC = 1000.0, 1_763_899_200.0
GATEWAY = "0123456789abcdef0123456789abcdef"
ONE, TWO = Pack("battery1", 'Batterie "une"', "usr1", 1), Pack("battery2", "Battery 2", "usr2", 2)

VALUES: Mapping[str, Reported] = {
    "voltage": 53.58,
    "current": -3.84,
    "soc": 57,
    "remaining_capacity": 132.35,
    "remaining_energy": 7.091,
    "cycle_count": 2,
    "cell_voltages": (3.346, 3.347, 3.35),
    "cell_spread": 4,
    "temperatures": (21.0, 22.5),
    "charge_energy": 1.5,
    "time_to_empty": 34.5,
    "time_to_full": None,
}

LINKS = (
    LinkHealth("usr1", True, 100, 98, 1, {"silence": 1, "checksum": 1}, 0.045, "CHKSUM is wrong"),
    LinkHealth("usr2", True, 10, 10, 2, {}, 0.05),
)
SINKS = (SinkHealth("domoticz", 0.0, 500, 0, 2),)


def reading(pack: Pack = ONE, *, age: float = 2.0, **more: Any) -> PackReading:
    report = AlarmReport(pack.address, (Alarm("cell_high", Level.WARNING, 3), Alarm("soc_low", Level.WARNING)), STATES)
    usual: dict[str, Any] = {"values": VALUES, "alarms": report, "alarms_age": 0.5, "balancing": (3,)}
    return PackReading(pack, 7, UTC - age, NOW - age, **(usual | more))


STATES = {"charging": False, "charge_mosfet": True}
PRODUCT = Product(1, "maker", "", "51.2V150AH", "V1.2", "", "SN-1", extra=b"\x01")


def state(pack: Pack = ONE, *, stale: bool = False, **more: Any) -> PackState:
    found = reading(pack, **more)
    return PackState(pack, found, stale, found.at)


def snapshot(*states: PackState) -> Snapshot:
    return Snapshot(states, bank_reading(UTC, states))


def both() -> Snapshot:
    return snapshot(state(product=PRODUCT), state(TWO, alarms=None, alarms_age=None, balancing=None))


def health(**more: Any) -> Health:
    usual: dict[str, Any] = {
        "history": HistoryHealth(5, 0, 90_112, 80_000_000),
        "links": LINKS,
        "sinks": SINKS,
        "clock_offset": 0.002,
    }
    return Health(0, UTC, NOW, "0.1.0", "cafe", 600.0, **(usual | more))


def view(
    shown: Snapshot | None = None,
    found: Health | None = None,
    overdue: Mapping[str, float] | None = None,
    language: str = "en",
) -> View:
    return View(
        site="home",
        gateway=lambda: GATEWAY,
        snapshot=lambda: both() if shown is None else shown,
        health=lambda: health() if found is None else found,
        ports=lambda: {"usr1": "socket://h:1", "usr2": "socket://h:2"},
        overdue=lambda: overdue or {},
        words=lambda: words(language),
    )


def status(shown: Snapshot | None = None, found: Health | None = None) -> Status:
    seen = view(shown, found)
    return Status(seen.site, GATEWAY, 42, seen.snapshot(), seen.health(), seen.ports(), seen.overdue())


def lines(text: str, name: str) -> Sequence[str]:
    """The samples of one series."""
    return [line for line in text.splitlines() if re.split("[{ ]", line)[0] == name]
