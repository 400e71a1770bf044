"""Blocks in the words of those who asked: buckets and charts in plain units. Pure."""

from collections.abc import Iterator, Sequence

from topbms.model.reading import Reported
from topbms.store.blocks import MEAN, Block, Column
from topbms.store.records import Band, Bucket, Chart, Series
from topbms.store.wanted import columns


def buckets_of(block: Block, seconds: float, keys: Sequence[str] | None) -> Iterator[Bucket]:
    """A row for each bucket of the block."""
    wanted = [(label, block.columns[name]) for label, name in columns(block, keys)]
    for place, (time, count) in enumerate(zip(block.times, block.counts, strict=True)):
        values = {label: _band(column, place) for label, column in wanted if column.present[place]}
        yield Bucket(time / 1000, seconds, count, values)


def chart_of(block: Block, seconds: float, keys: Sequence[str] | None) -> Chart:
    """All buckets of the block as points."""
    series = {label: _series(block.columns[name]) for label, name in columns(block, keys)}
    return Chart(seconds, [time / 1000 for time in block.times], series)


def means_of(block: Block, place: int) -> dict[str, Reported]:
    """The means of one bucket as the values of a reading; a quantity that had none, or not of all cells, is None."""
    values: dict[str, Reported] = {}
    for _, (key, cell) in columns(block, None):
        column = block.columns[key, cell]
        mean = column.mean[place] / (MEAN * 10**column.decimals) if column.present[place] else None
        values[key] = mean if cell == 0 else _with_cell(values.get(key, ()), mean)
    return values


def _with_cell(before: Reported, mean: float | None) -> tuple[float, ...] | None:
    return (*before, mean) if isinstance(before, tuple) and mean is not None else None


def _band(column: Column, place: int) -> Band:
    power = 10**column.decimals
    return Band(column.low[place] / power, column.mean[place] / (MEAN * power), column.high[place] / power)


def _series(column: Column) -> Series:
    power = 10**column.decimals
    return Series(
        _line(column.low, power, column), _line(column.mean, MEAN * power, column), _line(column.high, power, column)
    )


def _line(numbers: Sequence[int], power: int, column: Column) -> list[float | None]:
    if column.is_whole:
        return [number / power for number in numbers]
    return [number / power if here else None for number, here in zip(numbers, column.present, strict=True)]
