"""A block of buckets as bytes, and back. Knows no SQL and no unit.

Version 1, little-endian, no padding; a run is what `topbms.store.numbers` writes, "deflated" is raw deflate:

    version u8 = 1 | buckets n u16 | units u16 | lowest of the highest sequence numbers u64 | length of head u32
    for each unit: quantity's number u16 | cells u8 (0: a single number) | decimals u8 | length u32
    head, deflated: runs of n numbers: place of each bucket in the block; readings in it; sequence number above
                    the lowest
    units, deflated, each for all its cells: gaps u8 (1: n bytes follow, 0 where there is a gap);
                    runs of n numbers: lowest value * 10^decimals as difference from the bucket before;
                    highest - lowest; mean * 10^(decimals + 1) - 10 * lowest
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import accumulate
from operator import add
from struct import Struct

from topbms.store.blocks import MEAN, Block, Column
from topbms.store.numbers import deflate, inflate, pack, unpack

_VERSION = 1
_HEAD = Struct("<BHHQI")
_UNIT = Struct("<HBBI")


def encode_block(block: Block, start: int, seconds: int, number: Callable[[str], int]) -> bytes:
    """The bytes of a block that begins at `start` (UTC seconds) with buckets of `seconds`.

    `number` gives a quantity's number by its key.
    """
    lowest = min(block.lasts)
    places = [(time // 1000 - start) // seconds for time in block.times]
    head = deflate(pack(places) + pack(block.counts) + pack([last - lowest for last in block.lasts]))
    units = list(_units(block, number))
    directory = b"".join(entry for entry, _ in units)
    first = _HEAD.pack(_VERSION, len(block), len(units), lowest, len(head))
    return b"".join((first, directory, head, *(unit for _, unit in units)))


def decode_block(
    data: bytes, start: int, seconds: int, key: Callable[[int], str], keys: Collection[str] | None = None
) -> Block:
    """The inverse of `encode_block`, only with the columns of `keys`; None means all.

    Raises ValueError for a layout of another version.
    """
    version, count, units, lowest, length = _HEAD.unpack_from(data)
    if version != _VERSION:
        message = f"block of version {version}, expected {_VERSION}"
        raise ValueError(message)
    at = _HEAD.size + units * _UNIT.size
    block = _decode_head(inflate(data[at : at + length]), count, lowest, start, seconds)
    at += length
    for number, cells, decimals, length in _UNIT.iter_unpack(data[_HEAD.size : _HEAD.size + units * _UNIT.size]):
        name = key(number)
        if keys is None or name in keys:
            unit = inflate(data[at : at + length])
            for cell, column in enumerate(_decode_columns(unit, max(cells, 1), count, decimals), 1 if cells else 0):
                block.columns[name, cell] = column
        at += length
    return block


def _decode_head(head: bytes, count: int, lowest: int, start: int, seconds: int) -> Block:
    places, at = unpack(head, 0, count)
    counts, at = unpack(head, at, count)
    lasts, _ = unpack(head, at, count)
    times = [(start + place * seconds) * 1000 for place in places]
    return Block(times, list(counts), [lowest + last for last in lasts])


def _units(block: Block, number: Callable[[str], int]) -> Iterator[tuple[bytes, bytes]]:
    """(entry in the directory, deflated unit) of each quantity."""
    for key, columns in _by_quantity(block).items():
        cells = max(columns)
        decimals = max(column.decimals for column in columns.values())
        missing = Column.of_gaps(decimals, len(block))
        wanted = [columns.get(cell, missing) for cell in (range(1, cells + 1) if cells else (0,))]
        unit = deflate(b"".join(_encode_column(column, decimals) for column in wanted))
        yield _UNIT.pack(number(key), cells, decimals, len(unit)), unit


def _by_quantity(block: Block) -> Mapping[str, Mapping[int, Column]]:
    quantities: dict[str, dict[int, Column]] = {}
    for (key, cell), column in block.columns.items():
        quantities.setdefault(key, {})[cell] = column
    return quantities


def _encode_column(column: Column, decimals: int) -> bytes:
    column.rescale(decimals)
    low = column.low if column.is_whole else _filled(column)
    gaps = b"\0" if column.is_whole else b"\1" + column.present
    differences = [number - before for before, number in zip([0, *low], low, strict=False)]
    heights = [
        high - number if here else 0 for high, number, here in zip(column.high, low, column.present, strict=True)
    ]
    means = [
        mean - MEAN * number if here else 0 for mean, number, here in zip(column.mean, low, column.present, strict=True)
    ]
    return gaps + pack(differences) + pack(heights) + pack(means)


def _filled(column: Column) -> list[int]:
    """The lowest values, with the one before where there is a gap: no difference deflates best."""
    filled: list[int] = []
    for number, here in zip(column.low, column.present, strict=True):
        filled.append(number if here else filled[-1] if filled else 0)
    return filled


def _decode_columns(unit: bytes, cells: int, count: int, decimals: int) -> Iterator[Column]:
    at = 0
    for _ in range(cells):
        present = bytearray(unit[at + 1 : at + 1 + count]) if unit[at] else bytearray(b"\1") * count
        at += 1 + (count if unit[at] else 0)
        differences, at = unpack(unit, at, count)
        heights, at = unpack(unit, at, count)
        means, at = unpack(unit, at, count)
        low = list(accumulate(differences))
        mean = list(map(add, [MEAN * number for number in low], means))
        yield Column(decimals, low, mean, list(map(add, low, heights)), present)
