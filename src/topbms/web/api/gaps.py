"""A chart in which a gap is a gap: a point without values wherever nothing was read for too long. Pure."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import TypeVar

from topbms.store.records import Chart, Series

T = TypeVar("T")
U = TypeVar("U")

_ROUNDS = 3
_WIDTHS = 1.5  # two buckets that touch are one width apart


def with_gaps(chart: Chart, limit: float) -> Chart:
    """The chart with null in every line inside each gap; `limit` is the silence in s after which a pack is stale."""
    places = list(_gaps(chart, limit))
    if not places:
        return chart
    times = chart.times
    behind = [_inside(times[place - 1], times[place], chart.seconds) for place in places]
    filled = _with(times, places, behind)
    return Chart(chart.seconds, filled, {key: _cut(series, places) for key, series in chart.series.items()})


def _gaps(chart: Chart, limit: float) -> Iterator[int]:
    """The places of the points behind a gap.

    Where points are usually further apart than their width, as with a slow poll, that is no gap by itself.
    """
    distances = [after - before for before, after in pairwise(chart.times)]
    if not distances:
        return
    usual, width = median(distances), _WIDTHS * chart.seconds
    longest = max(width if usual <= width else _ROUNDS * usual, limit)
    yield from (place for place, distance in enumerate(distances, 1) if distance > longest)


def _inside(before: float, after: float, seconds: float) -> float:
    return before + seconds if seconds else round((before + after) / 2, 3)


def _cut(series: Series, places: Sequence[int]) -> Series:
    nothing: list[None] = [None] * len(places)
    return Series(
        _with(series.low, places, nothing), _with(series.mean, places, nothing), _with(series.high, places, nothing)
    )


def _with(values: Sequence[T], places: Sequence[int], between: Sequence[U]) -> list[T | U]:
    """The values with one of `between` in front of each of the places."""
    joined: list[T | U] = []
    begin = 0
    for place, one in zip(places, between, strict=True):
        joined.extend(values[begin:place])
        joined.append(one)
        begin = place
    joined.extend(values[begin:])
    return joined
