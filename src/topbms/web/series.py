"""The names that Prometheus knows us by, promises to users: what each series is called, means and is labelled by.

By Prometheus' conventions (its page "Metric and label naming"): base units in the plural at the end, _total behind a
counter. So kWh become joules, Ah coulombs, and % a ratio from 0 to 1. A quantity's series is made of its row in the
catalogue; no value is known here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from topbms.model.quantities import CATALOGUE, Quantity
from topbms.model.words import words

Kind = Literal["gauge", "counter", "info"]


@dataclass(frozen=True, slots=True)
class Series:
    """One name; `labels` are those beside `site`, which every series has."""

    name: str
    kind: Kind
    help: str
    labels: tuple[str, ...] = ()


class Measured(NamedTuple):
    """A quantity as a series; a value of the catalogue is multiplied by `factor`."""

    series: Series
    factor: float


class _Unit(NamedTuple):
    """A unit of the catalogue in Prometheus: its base unit, the factor to it, and what a person should know of it."""

    name: str
    factor: float = 1.0
    note: str = ""


_UNITS = {
    "V": _Unit("volts"),
    "mV": _Unit("volts", 0.001),
    "A": _Unit("amperes"),
    "W": _Unit("watts"),
    "kWh": _Unit("joules", 3_600_000.0, ": 3600000 are 1 kWh"),
    "Ah": _Unit("coulombs", 3600.0, ": 3600 are 1 Ah"),
    "%": _Unit("ratio", 0.01, ": 1 is 100 %"),
    "%/d": _Unit("ratio_per_day", 0.01, ": 0.01 is 1 % a day"),
    "°C": _Unit("celsius"),
    "h": _Unit("seconds", 3600.0),
    "": _Unit(""),
}

_SINGULAR = {"cell_voltages": ("cell_voltage", "cell"), "temperatures": ("temperature", "sensor")}
"""Quantities of which a pack has several: the name and the label of one."""

_COUNTED = {"cycle_count": "cycles"}
"""What the BMS counts; a name that ends in _count would be a histogram's."""

GATEWAY = Series(
    "topbms_gateway_info",
    "info",
    "The gateway: its id, version and a hash of its config",
    ("gateway", "version", "config"),
)
UPTIME = Series("topbms_gateway_uptime_seconds", "gauge", "Time since the gateway started")
CLOCK_OFFSET = Series("topbms_gateway_clock_offset_seconds", "gauge", "By how much the kernel is correcting the clock")

PACK = Series(
    "topbms_pack_info",
    "info",
    "What a pack is: its name, where it is read, and what it says of itself",
    ("pack", "name", "link", "address", "company", "model", "firmware", "serial"),
)
PACK_UP = Series(
    "topbms_pack_up", "gauge", "1 while a pack's values are fresh, else 0, and its values are gone", ("pack",)
)
PACK_AGE = Series("topbms_pack_age_seconds", "gauge", "Time since a pack's newest reading", ("pack",))
PACK_READ = Series("topbms_pack_last_reading_timestamp_seconds", "gauge", "When a pack was read last", ("pack",))
ALARM = Series(
    "topbms_alarm", "gauge", "1 for each active alarm; those of a silent pack stay", ("pack", "code", "level", "cell")
)
ACTIVE = Series("topbms_active_alarms", "gauge", "How many alarms a pack that answers has", ("pack",))
REPORT_AGE = Series(
    "topbms_alarm_report_age_seconds", "gauge", "Time since a pack last told its alarms and states", ("pack",)
)
STATE = Series("topbms_state", "gauge", "1 while a switch or condition of a pack is on, else 0", ("pack", "state"))
BALANCING = Series("topbms_cell_balancing", "gauge", "1 while a cell is being balanced, else 0", ("pack", "cell"))

LINK_UP = Series("topbms_link_up", "gauge", "1 while a port is open and carries answers, else 0", ("link",))
REQUESTS = Series("topbms_link_requests_total", "counter", "Requests sent on a port", ("link",))
REPLIES = Series("topbms_link_replies_total", "counter", "Replies received on a port", ("link",))
CONNECTS = Series("topbms_link_connects_total", "counter", "How often a port was opened", ("link",))
FAULTS = Series("topbms_link_faults_total", "counter", "Faults on a port, by kind", ("link", "kind"))
ANSWER_TIME = Series(
    "topbms_link_answer_time_seconds", "gauge", "Time from a request to its reply's first byte, smoothed", ("link",)
)

SINK_UP = Series("topbms_sink_up", "gauge", "1 while a target takes what it is sent, else 0", ("sink",))
LAG = Series("topbms_sink_lag_seconds", "gauge", "How far a target is behind", ("sink",))
WRITTEN = Series("topbms_sink_written_total", "counter", "Values or records that a target took", ("sink",))
REJECTED = Series("topbms_sink_rejected_total", "counter", "Records that a target will never take", ("sink",))
ERRORS = Series("topbms_sink_errors_total", "counter", "Failed attempts to send to a target", ("sink",))

HISTORY_UP = Series("topbms_history_up", "gauge", "1 while the history can be written, else 0")
WAITING = Series("topbms_history_waiting_readings", "gauge", "Readings that are still to be written to the disk")
DROPPED = Series("topbms_history_dropped_readings_total", "counter", "Readings lost because they waited too long")
SIZE = Series("topbms_history_size_bytes", "gauge", "What the history takes on the disk")
FREE = Series("topbms_history_free_bytes", "gauge", "What the disk of the history has left")

FIXED = (
    *(GATEWAY, UPTIME, CLOCK_OFFSET),
    *(PACK, PACK_UP, PACK_AGE, PACK_READ, ALARM, ACTIVE, REPORT_AGE, STATE, BALANCING),
    *(LINK_UP, REQUESTS, REPLIES, CONNECTS, FAULTS, ANSWER_TIME),
    *(SINK_UP, LAG, WRITTEN, REJECTED, ERRORS),
    *(HISTORY_UP, WAITING, DROPPED, SIZE, FREE),
)
"""Every series that is no quantity."""


@cache
def of_packs() -> dict[str, Measured]:
    """The series of each quantity of a pack, by the catalogue's key."""
    return dict(_measured("topbms_", "of a pack", ("pack",)))


@cache
def of_bank() -> dict[str, Measured]:
    """The same of all packs together; under names of their own, so that a sum over packs counts nothing twice."""
    return dict(_measured("topbms_bank_", "of all packs together", ()))


def _measured(prefix: str, whose: str, labels: tuple[str, ...]) -> Iterator[tuple[str, Measured]]:
    labelled = words("en").quantities
    for quantity in CATALOGUE:
        if quantity.unit is not None:
            unit = _UNITS[quantity.unit]
            name, *each = _SINGULAR.get(quantity.key, (_COUNTED.get(quantity.key, quantity.key),))
            help_text = f"{labelled[quantity.key]} {whose}{unit.note}"
            full = "_".join(part for part in (prefix + name, unit.name, _end(quantity)) if part)
            kind: Kind = "counter" if _end(quantity) else "gauge"
            yield quantity.key, Measured(Series(full, kind, help_text, (*labels, *each)), unit.factor)


def _end(quantity: Quantity) -> str:
    return "total" if quantity.total or quantity.key in _COUNTED else ""
