"""Single readings to buckets. Knows shapes and blocks, and no SQL.

A value that is None in a reading counts for nothing in its bucket.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from topbms.store.blocks import MEAN, Block, Column
from topbms.store.shapes import Name, Numbers, Shape


class Raw(NamedTuple):
    """What a roll-up needs of a stored reading: its stamp (UTC, ms), its number, its values."""

    at: int
    sequence: int
    shape: Shape
    data: bytes


def singles(rows: Sequence[Raw], keys: Collection[str] | None = None) -> Block:
    """A bucket for each reading, in order of time; only with the columns of `keys`, None means all."""
    block = Block()
    for shape, group in groupby(sorted(rows, key=_by_time), lambda row: row.shape):
        same = list(group)
        wanted = shape.columns([row.data for row in same], keys)
        times, lasts = [row.at for row in same], [row.sequence for row in same]
        block.extend(Block(times, [1] * len(same), lasts, {numbers.name: _single(numbers) for numbers in wanted}))
    return block


def rolled(rows: Sequence[Raw], seconds: int, keys: Collection[str] | None = None) -> Block:
    """Buckets of `seconds`, without those that no reading fell into; `keys` as above."""
    width = seconds * 1000
    block = Block()
    for number, group in groupby(sorted(rows, key=_by_time), lambda row: row.at // width):
        same = list(group)
        columns = {name: sums.column() for name, sums in _summed(same, keys).items()}
        block.extend(Block([number * width], [len(same)], [max(row.sequence for row in same)], columns))
    return block


def _by_time(row: Raw) -> tuple[int, int]:
    return row.at, row.sequence


def _single(numbers: Numbers) -> Column:
    present = bytearray(number is not None for number in numbers.values)
    plain = [number or 0 for number in numbers.values]
    return Column(numbers.decimals, plain, [number * MEAN for number in plain], list(plain), present)


@dataclass(slots=True)
class _Sums:
    """Lowest, highest and sum of one column in one bucket."""

    decimals: int
    low: int
    high: int
    total: int
    count: int

    def add(self, other: "_Sums") -> None:
        decimals = max(self.decimals, other.decimals)
        mine, others = 10 ** (decimals - self.decimals), 10 ** (decimals - other.decimals)
        self.low = min(self.low * mine, other.low * others)
        self.high = max(self.high * mine, other.high * others)
        self.total = self.total * mine + other.total * others
        self.count += other.count
        self.decimals = decimals

    def column(self) -> Column:
        mean = round(self.total * MEAN / self.count)
        return Column(self.decimals, [self.low], [mean], [self.high], bytearray(b"\1"))


def _summed(rows: Sequence[Raw], keys: Collection[str] | None) -> dict[Name, _Sums]:
    by_shape: dict[Shape, list[bytes]] = {}
    for row in rows:
        by_shape.setdefault(row.shape, []).append(row.data)
    sums: dict[Name, _Sums] = {}
    for shape, readings in by_shape.items():
        for name, one in _sums_of(shape.columns(readings, keys)):
            if name in sums:
                sums[name].add(one)
            else:
                sums[name] = one
    return sums


def _sums_of(columns: Iterable[Numbers]) -> Iterator[tuple[Name, _Sums]]:
    for numbers in columns:
        values = [number for number in numbers.values if number is not None]
        if values:
            yield numbers.name, _Sums(numbers.decimals, min(values), max(values), sum(values), len(values))
