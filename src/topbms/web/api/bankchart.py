"""The bank's past out of its packs' charts. Pure.

A sum is only told where every pack that was alive has a value: from its first reading in the range to its last, and
for as long before and after as a reading is trusted. What is between two readings is the earlier one, as long as it is
trusted. Lowest and highest of a sum are the sums of the packs' lowest and highest: it was never outside of them.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from topbms.store.records import Band, Chart, Series

_Join: TypeAlias = Callable[[Sequence[float]], float]

_SUMMED = (
    "power",
    "current",
    "remaining_capacity",
    "full_capacity",
    "remaining_energy",
)
_SOC, _FULL = "soc", "full_capacity"
_DECIMALS = 4


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers)


_JOINS: Mapping[str, _Join] = {
    **dict.fromkeys(_SUMMED, sum),
    "voltage": _mean,
    "mean_temperature": _mean,
    "cell_lowest_voltage": min,
    "cell_highest_voltage": max,
}

KEYS = (_SOC, *_JOINS)
"""What the bank's past can tell. Counters are not among it: the bank's meter is no sum of the packs' meters."""


def needed(keys: Sequence[str]) -> list[str]:
    """What the packs are to be asked for."""
    return list(dict.fromkeys([*keys, *([_FULL] if _SOC in keys else [])]))


def bank_chart(charts: Sequence[Chart], keys: Sequence[str], limit: float) -> Chart:
    """The keys over all packs; `limit` is for how many seconds a reading is trusted."""
    lines = [_Line(chart, max(limit, chart.seconds)) for chart in charts if chart.times]
    if not lines:
        return Chart(0, [], {})
    seconds = max(line.chart.seconds for line in lines)
    times = _axis(lines, seconds)
    rows = [[line.at(time) for line in lines if line.is_alive(time)] for time in times]
    return Chart(seconds, times, {key: _series(key, lines, rows) for key in keys})


@dataclass(frozen=True, slots=True)
class _Line:
    """One pack; a reading of it is trusted for `limit` seconds."""

    chart: Chart
    limit: float

    def is_alive(self, time: float) -> bool:
        return self.chart.times[0] - self.limit <= time <= self.chart.times[-1] + self.limit

    def at(self, time: float) -> tuple["_Line", int | None]:
        """The place of the newest point of this time, None where there is none that can be trusted."""
        place = bisect_right(self.chart.times, time) - 1
        return self, place if place >= 0 and time - self.chart.times[place] <= self.limit else None


_Row: TypeAlias = Sequence[tuple[_Line, int | None]]


def _axis(lines: Sequence[_Line], seconds: float) -> list[float]:
    """The times of the pack with the widest buckets, of those the one with the most."""
    widest = [line.chart.times for line in lines if line.chart.seconds == seconds]
    most: list[float] = max(widest, key=len)
    return most


def _series(key: str, lines: Sequence[_Line], rows: Sequence[_Row]) -> Series:
    if not any(key in line.chart.series for line in lines):
        return Series([None] * len(rows), [None] * len(rows), [None] * len(rows))
    bands = [_band(key, row) for row in rows]
    return Series(_edge(bands, 0), _edge(bands, 1), _edge(bands, 2))


def _edge(bands: Sequence[Band | None], place: int) -> list[float | None]:
    return [None if band is None else round(band[place], _DECIMALS) + 0.0 for band in bands]


def _band(key: str, row: _Row) -> Band | None:
    """Lowest, mean and highest over all packs that are alive; None where one of them lacks it."""
    bands = [_value(key, line, place) for line, place in row]
    known = [band for band in bands if band is not None]
    if len(known) < len(bands) or not known:
        return None
    if key == _SOC:
        return _weighted(known, [_value(_FULL, line, place) for line, place in row])
    return Band(*(_JOINS[key](edge) for edge in zip(*known, strict=True)))


def _value(key: str, line: _Line, place: int | None) -> Band | None:
    series = line.chart.series.get(key)
    if series is None or place is None:
        return None
    low, mean, high = series.low[place], series.mean[place], series.high[place]
    return None if low is None or mean is None or high is None else Band(low, mean, high)


def _weighted(socs: Sequence[Band], fulls: Sequence[Band | None]) -> Band | None:
    """The state of charge, each pack's weighted by its full capacity, as the bank's of this moment is."""
    weights = list(_means(fulls))
    if len(weights) < len(socs) or not sum(weights):
        return None
    return Band(*(sum(map(_times, edge, weights)) / sum(weights) for edge in zip(*socs, strict=True)))


def _means(bands: Sequence[Band | None]) -> Iterator[float]:
    return (band.mean for band in bands if band is not None)


def _times(one: float, other: float) -> float:
    return one * other
