"""Payload tables that work both ways: the decoder and the simulator read the same rows.

A table is a row of columns; counted columns carry their own count byte in front. For each shape (the counts
that a payload states) the table is compiled once into one struct and a few plain steps. Knows offsets, widths,
signs, divisors and names, not what a name means. Reading past the end raises.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from struct import Struct, error
from typing import Any, TypeAlias

from topbms.errors import FrameError

Value: TypeAlias = int | float | str | bytes | tuple[int, ...] | tuple[float, ...]
Values: TypeAlias = dict[str, Any]

_CODES = {(1, False): "B", (1, True): "b", (2, False): "H", (2, True): "h", (4, False): "I", (4, True): "i"}


@dataclass(frozen=True, slots=True)
class Number:
    """A big-endian number: value = (raw - offset) / divisor. `legal` lists the raw values that may stand here."""

    name: str
    size: int = 1
    signed: bool = False
    divisor: int = 1
    offset: int = 0
    legal: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """A count byte (`least` to `most`), then that many numbers like `each`."""

    each: Number
    least: int = 0
    most: int = 32


@dataclass(frozen=True, slots=True)
class Text:
    """Characters of a fixed width, padded with blanks or NUL."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Octets:
    """Bytes of a fixed width that the dialect takes apart itself, such as status bits."""

    name: str
    size: int


Column: TypeAlias = Number | Counted | Text | Octets


class Table:
    """Columns in the order of the wire; `decode` and `encode` are each other's inverse."""

    def __init__(self, *columns: Column) -> None:
        self.columns = columns
        self._counts = tuple(_count_places(columns))
        self._layouts: dict[tuple[int, ...], _Layout] = {}

    def decode(self, info: bytes, at: int = 0) -> tuple[Values, int]:
        """The values by name, and the offset behind the last byte read.

        Raises FrameError "payload" with the offset when `info` ends too early or holds a value that is not legal.
        """
        shape = self._shape(info, at)
        layout = self._layouts.get(shape)
        if layout is None:
            layout = self._layouts[shape] = _Layout(self.columns, shape)
        return layout.decode(info, at), at + layout.size

    def encode(self, values: Mapping[str, Value]) -> bytes:
        """The bytes of `values`; raises ValueError for a value that does not fit its place."""
        shape = tuple(len(_items(values[c.each.name])) for c in self.columns if isinstance(c, Counted))
        return _Layout(self.columns, shape).encode(values)

    def _shape(self, info: bytes, at: int) -> tuple[int, ...]:
        counts = []
        for gap, column in self._counts:
            at += gap
            if at >= len(info):
                raise _past_end(column.each.name, at, len(info))
            count = info[at]
            if not column.least <= count <= column.most:
                raise _illegal("number of " + column.each.name, count, at)
            counts.append(count)
            at += 1 + count * column.each.size
        return tuple(counts)


class _Layout:
    """A table compiled for one shape: a struct, and where each name's values stand in what it unpacks."""

    def __init__(self, columns: tuple[Column, ...], shape: tuple[int, ...]) -> None:
        self.places = tuple(_places(columns, shape))
        self.struct = Struct(">" + "".join(place.code for place in self.places))
        self.size = self.struct.size
        self.plain = tuple((p.name, p.at) for p in self.places if p.is_plain)
        self.scaled = tuple((p.name, p.at, p.number.offset, p.number.divisor) for p in self.places if p.is_scaled)
        self.lists = tuple(
            (p.name, p.at, p.at + p.count, p.number.offset, p.number.divisor) for p in self.places if p.is_list
        )
        self.texts = tuple((p.name, p.at) for p in self.places if p.is_text)
        self.checked = tuple(p for p in self.places if p.number.legal is not None)

    def decode(self, info: bytes, at: int) -> Values:
        if at + self.size > len(info):
            raise self._cut(at, len(info))
        raw = self.struct.unpack_from(info, at)
        for place in self.checked:
            place.check(raw, at)
        values: Values = {name: raw[i] for name, i in self.plain}
        for name, i, offset, divisor in self.scaled:
            values[name] = (raw[i] - offset) / divisor
        for name, i, j, offset, divisor in self.lists:
            values[name] = _scale(raw[i:j], offset, divisor)
        for name, i in self.texts:
            values[name] = raw[i].decode("ascii", "replace").rstrip(" \0")
        return values

    def encode(self, values: Mapping[str, Value]) -> bytes:
        raw: list[int | bytes] = []
        for place in self.places:
            raw += place.raw(values)
        try:
            return self.struct.pack(*raw)
        except error as fault:
            message = f"a value does not fit its place: {fault}"
            raise ValueError(message) from fault

    def _cut(self, at: int, end: int) -> FrameError:
        for place in self.places:
            at += place.size
            if at > end:
                return _past_end(place.name, end, end)
        raise AssertionError


@dataclass(frozen=True, slots=True)
class _Place:
    """One column (or count byte) of one shape: its struct code and its index among the unpacked values."""

    name: str
    code: str
    at: int
    offset_in_bytes: int
    count: int
    number: Number
    kind: str  # number, list, count, text, octets

    @property
    def size(self) -> int:
        return Struct(">" + self.code).size

    @property
    def is_plain(self) -> bool:
        whole = self.number.divisor == 1 and not self.number.offset
        return self.kind == "octets" or (self.kind == "number" and whole)

    @property
    def is_scaled(self) -> bool:
        return self.kind == "number" and not self.is_plain

    @property
    def is_list(self) -> bool:
        return self.kind == "list"

    @property
    def is_text(self) -> bool:
        return self.kind == "text"

    def check(self, raw: tuple[int, ...], base: int) -> None:
        """Raise for the first raw value that is not among the legal ones."""
        legal = self.number.legal or ()
        for i in range(self.at, self.at + self.count):
            if raw[i] not in legal:
                raise _illegal(self.name, raw[i], base + self.offset_in_bytes + (i - self.at) * self.number.size)

    def raw(self, values: Mapping[str, Value]) -> list[int | bytes]:
        """What to pack here."""
        if self.kind == "count":
            return [len(_items(values[self.name]))]
        value = values[self.name]
        if isinstance(value, str):
            return [value.encode("ascii", "replace").ljust(self.size)]
        if isinstance(value, bytes):
            return [value]
        return [_unscale(item, self.number) for item in _items(value)]


def _count_places(columns: tuple[Column, ...]) -> Iterator[tuple[int, Counted]]:
    """Each counted column with the bytes between the end of the one before it and its own count byte."""
    gap = 0
    for column in columns:
        if isinstance(column, Counted):
            yield gap, column
            gap = 0
        else:
            gap += column.size


def _places(columns: tuple[Column, ...], shape: tuple[int, ...]) -> Iterator[_Place]:
    at = offset = 0
    counts = iter(shape)
    for column in columns:
        for place in _column_places(column, at, offset, counts):
            yield place
            at += place.count
            offset += place.size


def _column_places(column: Column, at: int, offset: int, counts: Iterator[int]) -> Iterator[_Place]:
    if isinstance(column, Number):
        yield _Place(column.name, _CODES[column.size, column.signed], at, offset, 1, column, "number")
    elif isinstance(column, Counted):
        count, each = next(counts), column.each
        yield _Place(each.name, "B", at, offset, 1, Number(each.name), "count")
        yield _Place(each.name, _CODES[each.size, each.signed] * count, at + 1, offset + 1, count, each, "list")
    else:
        kind = "text" if isinstance(column, Text) else "octets"
        yield _Place(column.name, f"{column.size}s", at, offset, 1, Number(column.name), kind)


def _scale(raw: tuple[int, ...], offset: int, divisor: int) -> tuple[int, ...] | tuple[float, ...]:
    if divisor != 1:
        return tuple([(value - offset) / divisor for value in raw])
    return tuple([value - offset for value in raw]) if offset else raw


def _unscale(value: float, number: Number) -> int:
    return round(value * number.divisor) + number.offset


def _items(value: Value) -> tuple[float, ...]:
    if isinstance(value, int | float):
        return (value,)
    if isinstance(value, tuple):
        return value
    message = f"numbers were expected, not {value!r}"
    raise ValueError(message)


def _past_end(name: str, at: int, end: int) -> FrameError:
    return FrameError(
        "payload", "{name} should stand at byte {at}, INFO ends after {end} bytes", name=name, at=at, end=end
    )


def _illegal(name: str, raw: int, at: int) -> FrameError:
    return FrameError(
        "payload", "{name} is {raw:02X} at byte {at}, which no source explains", name=name, raw=raw, at=at
    )
