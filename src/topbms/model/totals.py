"""Totals of energy over days, months and years: differences of where a meter stood. Pure; knows no clock, no zone.

Days are those of the local calendar, by their names: that one has 23 hours, and another 25, makes no difference.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import groupby, pairwise

LEAST = 1.0
"""kWh that must have gone through a battery before its efficiency means anything."""

MOST_GAPS = 0.02
"""Share of a period that may have gone uncounted before its efficiency means nothing."""

_DAY = 86_400.0


class Period(IntEnum):
    """How long: the number of characters that its name has of "2026-11-23"."""

    DAY = 10
    MONTH = 7
    YEAR = 4


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a meter stood at the end of a day ("2026-11-23"): kWh, Ah and gaps as in `Meter`, without the offsets."""

    day: str
    charge_energy: float = 0.0
    discharge_energy: float = 0.0
    charged_capacity: float = 0.0
    discharged_capacity: float = 0.0
    gaps: int = 0
    gap_seconds: float = 0.0
    stored: float | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """What a meter counted in a period: a day "2026-11-23", a month "2026-11" or a year "2026".

    kWh and Ah; `gaps` and `gap_seconds` tell of what went uncounted; `days` are those on which anything was counted.
    `stored_change` is how much more kWh the battery held at its end than at its begin, None where one is not known.
    """

    period: str
    charge_energy: float = 0.0
    discharge_energy: float = 0.0
    charged_capacity: float = 0.0
    discharged_capacity: float = 0.0
    gaps: int = 0
    gap_seconds: float = 0.0
    stored_change: float | None = None
    days: int = 1

    @property
    def efficiency(self) -> float | None:
        """Round-trip: what came out, of what went in and is not in there still; 0 to 1.

        None where it would mean nothing: hardly anything went through, what is still in there is not known or is the
        larger part, too much went uncounted, or more came out than went in.
        """
        change = self.stored_change
        if change is None or self.gap_seconds > MOST_GAPS * self.days * _DAY:
            return None
        spent = self.charge_energy - change
        if spent < max(LEAST, abs(change)) or self.discharge_energy > spent:
            return None
        return self.discharge_energy / spent


def totals(standings: Iterable[Standing], period: Period) -> list[Total]:
    """The totals of all periods in which anything stands, in order; `standings` of one meter, in order.

    The first of them is only where counting began. A day without a standing counted nothing.
    """
    days = pairwise(_rising(standings))
    return [_total(name, list(parts)) for name, parts in groupby(days, lambda day: day[1].day[:period])]


def _rising(standings: Iterable[Standing]) -> Iterator[Standing]:
    """Where a clock was set back, a day may stand later than the one after it: that one is lifted to it."""
    highest: Standing | None = None
    for now in standings:
        highest = now if highest is None else _highest(highest, now)
        yield highest


def _highest(before: Standing, now: Standing) -> Standing:
    return replace(
        now,
        charge_energy=max(before.charge_energy, now.charge_energy),
        discharge_energy=max(before.discharge_energy, now.discharge_energy),
        charged_capacity=max(before.charged_capacity, now.charged_capacity),
        discharged_capacity=max(before.discharged_capacity, now.discharged_capacity),
        gaps=max(before.gaps, now.gaps),
        gap_seconds=max(before.gap_seconds, now.gap_seconds),
    )


def _total(name: str, days: Sequence[tuple[Standing, Standing]]) -> Total:
    """Of days in a row, each with the one before it."""
    before, last = days[0][0], days[-1][1]
    return Total(
        name,
        last.charge_energy - before.charge_energy,
        last.discharge_energy - before.discharge_energy,
        last.charged_capacity - before.charged_capacity,
        last.discharged_capacity - before.discharged_capacity,
        last.gaps - before.gaps,
        last.gap_seconds - before.gap_seconds,
        None if last.stored is None or before.stored is None else last.stored - before.stored,
        len(days),
    )
