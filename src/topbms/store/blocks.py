"""Buckets side by side, column by column, as charts and roll-ups work on them. Knows no SQL and no bytes.

All numbers are whole: a value is low / 10^decimals, and means have one decimal more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, groupby
from operator import mul
from typing import NamedTuple

from topbms.store.shapes import Name

MEAN = 10
"""How much finer the numbers of means are."""


@dataclass(slots=True)
class Column:
    """One quantity or cell, a number a bucket; where `present` is 0 there is a gap, and the numbers say nothing."""

    decimals: int
    low: list[int]
    mean: list[int]
    high: list[int]
    present: bytearray

    @classmethod
    def of_gaps(cls, decimals: int, count: int) -> "Column":
        """So many gaps."""
        return cls(decimals, [0] * count, [0] * count, [0] * count, bytearray(count))

    @property
    def is_whole(self) -> bool:
        """Whether there is no gap."""
        return 0 not in self.present

    def rescale(self, decimals: int) -> None:
        """Count by so many decimals, at least as many as now."""
        power = 10 ** (decimals - self.decimals)
        if power > 1:
            self.low = [number * power for number in self.low]
            self.mean = [number * power for number in self.mean]
            self.high = [number * power for number in self.high]
            self.decimals = decimals

    def extend(self, other: "Column") -> None:
        """Put the other's buckets behind."""
        decimals = max(self.decimals, other.decimals)
        self.rescale(decimals)
        other.rescale(decimals)
        self.low += other.low
        self.mean += other.mean
        self.high += other.high
        self.present += other.present

    def at(self, places: Sequence[int]) -> "Column":
        """Only the buckets at these places."""
        low, mean, high = self.low, self.mean, self.high
        return Column(
            self.decimals,
            [low[place] for place in places],
            [mean[place] for place in places],
            [high[place] for place in places],
            bytearray([self.present[place] for place in places]),
        )


@dataclass(slots=True)
class Block:
    """Buckets in order of time: their beginnings (UTC, ms), how many readings each has, its highest sequence number.

    Every column has a number, or a gap, for every bucket.
    """

    times: list[int] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    lasts: list[int] = field(default_factory=list)
    columns: dict[Name, Column] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.times)

    def extend(self, other: "Block") -> None:
        """Put the other's buckets, which must be later, behind; takes them over."""
        before = len(self)
        self.times += other.times
        self.counts += other.counts
        self.lasts += other.lasts
        for name, column in other.columns.items():
            if name not in self.columns:
                self.columns[name] = Column.of_gaps(column.decimals, before)
            self.columns[name].extend(column)
        for name in self.columns.keys() - other.columns.keys():
            column = self.columns[name]
            column.extend(Column.of_gaps(column.decimals, len(other)))

    def at(self, places: Sequence[int]) -> "Block":
        """Only the buckets at these places."""
        if list(places) == list(range(len(self))):
            return self
        return Block(
            [self.times[place] for place in places],
            [self.counts[place] for place in places],
            [self.lasts[place] for place in places],
            {name: column.at(places) for name, column in self.columns.items()},
        )

    def between(self, start: int, end: int) -> "Block":
        """Only the buckets that begin in this time (ms)."""
        places = [place for place, time in enumerate(self.times) if start <= time < end]
        return self if len(places) == len(self) else self.at(places)


class _Group(NamedTuple):
    """Buckets that join to one: its begin, their places, and their weights (None when all weigh the same)."""

    time: int
    first: int
    end: int
    weights: Sequence[int] | None


def merged(older: Block, newer: Block) -> Block:
    """One block in order of time; where both have a bucket at one time, the newer one counts."""
    older.extend(newer)
    places = {time: place for place, time in enumerate(older.times)}
    return older.at([places[time] for time in sorted(places)])


def coarsen(block: Block, milliseconds: int) -> Block:
    """The buckets joined to wider ones that begin at multiples of this width; means weigh by count of readings."""
    groups = list(_groups(block, milliseconds))
    return Block(
        [group.time for group in groups],
        [sum(block.counts[group.first : group.end]) for group in groups],
        [max(block.lasts[group.first : group.end]) for group in groups],
        {name: _coarser(column, groups) for name, column in block.columns.items()},
    )


def _groups(block: Block, width: int) -> Iterator[_Group]:
    first = 0
    for number, group in groupby([time // width for time in block.times]):
        end = first + len(list(group))
        counts = block.counts[first:end]
        yield _Group(number * width, first, end, None if min(counts) == max(counts) else counts)
        first = end


def _coarser(column: Column, groups: Sequence[_Group]) -> Column:
    if not column.is_whole:
        return _coarser_with_gaps(column, groups)
    low, mean, high = column.low, column.mean, column.high
    return Column(
        column.decimals,
        [min(low[group.first : group.end]) for group in groups],
        [_mean(mean[group.first : group.end], group.weights) for group in groups],
        [max(high[group.first : group.end]) for group in groups],
        bytearray(b"\1") * len(groups),
    )


def _coarser_with_gaps(column: Column, groups: Sequence[_Group]) -> Column:
    coarser = Column(column.decimals, [], [], [], bytearray())
    for _, first, end, weights in groups:
        present = column.present[first:end]
        part = Column(column.decimals, column.low[first:end], column.mean[first:end], column.high[first:end], present)
        coarser.present.append(any(present))
        kept = weights
        if 0 in present:
            kept = None if weights is None else list(compress(weights, present))
            part = part.at([place for place, here in enumerate(present) if here])
        coarser.low.append(min(part.low, default=0))
        coarser.mean.append(_mean(part.mean, kept))
        coarser.high.append(max(part.high, default=0))
    return coarser


def _mean(means: Sequence[int], weights: Sequence[int] | None) -> int:
    if weights is None:
        return round(sum(means) / max(len(means), 1))
    total: int = sum(map(mul, means, weights))
    return round(total / max(sum(weights), 1))
