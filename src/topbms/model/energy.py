"""Counters of energy and charge, each direction on its own. Pure: knows samples and the time between them, no clock.

Between two samples the power is taken for a straight line (trapezoid over the signed power); where it crosses zero,
each side goes to its own counter. Over a gap nothing is taken for anything: it is counted as one.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from topbms.model.coulombs import Coulombs, doubted, flowed, judged
from topbms.model.derived import IDLE_CURRENT
from topbms.model.reading import PackReading, Reported

_HOUR = 3600.0
_KILO = 1000.0
_FULL = 100.0  # %
_NEARLY_FULL = 99.0  # % below which a pack is not full, whatever its state bits still say
_TAIL = 0.05  # C: a charge current below it goes into a full pack
_OLD = 60.0  # s after which an alarm report says nothing of now


class Sample(NamedTuple):
    """What one pack, or the bank, did at one moment of the monotonic clock; a tuple, because there are so many.

    `power` in W and `current` in A, charge positive. `full_capacity` (Ah), `soc` (%, the BMS's own) and `stored` (kWh)
    are None where they are not known now. `is_full` is whether it is certainly full; `is_whole` whether all packs of
    the bank take part, without which nobody can tell its state of charge.
    """

    at: float
    power: float
    current: float
    full_capacity: float | None = None
    soc: float | None = None
    stored: float | None = None
    is_full: bool = False
    is_whole: bool = True


class Meter(NamedTuple):
    """What was counted ever since the first sample: kWh and Ah, which never go back. A tuple for the same reason.

    `gaps` counts the times over which nothing was counted, `gap_seconds` how long they were together, as far as that
    is known. The offsets (kWh) are what an older meter had counted before. `current` (A) and `stored` (kWh, None where
    not known) are as of the newest sample.
    """

    charge_energy: float = 0.0
    discharge_energy: float = 0.0
    charged_capacity: float = 0.0
    discharged_capacity: float = 0.0
    gaps: int = 0
    gap_seconds: float = 0.0
    charge_offset: float = 0.0
    discharge_offset: float = 0.0
    current: float = 0.0
    stored: float | None = None
    coulombs: Coulombs = Coulombs()


class KeptMeter(NamedTuple):
    """A meter as the history gives it back; `at` is the UTC seconds of its newest sample."""

    meter: Meter
    at: float


def sample_of(reading: PackReading) -> Sample | None:
    """What is metered of a reading; None when power or current are not known, as when one was held back."""
    power, current = reading.number("power"), reading.number("current")
    if power is None or current is None:
        return None
    return Sample(
        reading.monotonic,
        power,
        current,
        reading.number("full_capacity"),
        reading.number("soc"),
        reading.number("remaining_energy"),
        _is_full(reading, current),
    )


def metered(meter: Meter, before: Sample | None, sample: Sample, limit: float) -> Meter:
    """The meter at a sample, `before` being the one before it; a gap when more than `limit` seconds lie between.

    Without one before, as at a start, nothing is counted.
    """
    if before is not None and sample.at - before.at > limit:
        meter = lapsed(meter, sample.at - before.at, max(abs(before.current), abs(sample.current)))
        before = None
    coulombs = meter.coulombs if sample.is_whole else doubted(meter.coulombs, None, 0.0)
    seconds = 0.0 if before is None else sample.at - before.at
    charge, discharge = (0.0, 0.0) if before is None else areas(before.power, sample.power, seconds)
    into, out_of = (0.0, 0.0) if before is None else areas(before.current, sample.current, seconds)
    coulombs = flowed(coulombs, (into - out_of) / _HOUR, seconds)
    return Meter(
        meter.charge_energy + charge / _HOUR / _KILO,
        meter.discharge_energy + discharge / _HOUR / _KILO,
        meter.charged_capacity + into / _HOUR,
        meter.discharged_capacity + out_of / _HOUR,
        meter.gaps,
        meter.gap_seconds,
        meter.charge_offset,
        meter.discharge_offset,
        sample.current,
        sample.stored,
        judged(coulombs, sample.full_capacity, sample.soc, is_full=sample.is_full),
    )


def lapsed(meter: Meter, seconds: float | None, current: float) -> Meter:
    """The meter after a gap, None for one of unknown length; `current` is the larger A beside it, without its sign."""
    return meter._replace(
        gaps=meter.gaps + 1,
        gap_seconds=meter.gap_seconds + (seconds or 0.0),
        coulombs=doubted(meter.coulombs, seconds, current),
    )


def published(meter: Meter) -> Mapping[str, Reported]:
    """What is shown of a meter, by the catalogue's keys."""
    drift = meter.coulombs.drift
    return MappingProxyType(
        {
            "charge_energy": round(meter.charge_energy + meter.charge_offset, 3),
            "discharge_energy": round(meter.discharge_energy + meter.discharge_offset, 3),
            "charged_capacity": round(meter.charged_capacity, 2),
            "discharged_capacity": round(meter.discharged_capacity, 2),
            "counted_soc": meter.coulombs.soc,
            "soc_drift": None if drift is None else round(drift, 1) + 0.0,
        }
    )


def areas(first: float, last: float, seconds: float) -> tuple[float, float]:
    """What lies above zero and what below it under the straight line between two values; both 0 or more."""
    if first >= 0 and last >= 0:
        return (first + last) / 2 * seconds, 0.0
    if first <= 0 and last <= 0:
        return 0.0, -(first + last) / 2 * seconds
    crossing = first / (first - last)
    early, late = abs(first) * crossing * seconds / 2, abs(last) * (1 - crossing) * seconds / 2
    return (early, late) if first > 0 else (late, early)


def _is_full(reading: PackReading, current: float) -> bool:
    """By the BMS's state, or by its SOC when hardly any current goes in; never while current goes out.

    The state alone is not enough: some hold it until the pack is down to 97 %.
    """
    soc, full = reading.number("soc"), reading.number("full_capacity")
    if current <= -IDLE_CURRENT or (soc is not None and soc < _NEARLY_FULL):
        return False
    if _says_full(reading):
        return True
    return soc is not None and soc >= _FULL and full is not None and current < _TAIL * full


def _says_full(reading: PackReading) -> bool:
    is_new = reading.alarms_age is not None and reading.alarms_age <= _OLD
    return is_new and reading.alarms is not None and bool(reading.alarms.states.get("fully_charged"))
