"""A payload table compiled for one shape: one struct for all of its bytes, one expression for all of its values.

Knows columns and the counts of one shape; which shape a payload has is for its table to find out.
"""

from collections.abc import Callable, Iterator, Sequence
from struct import Struct, error
from typing import Any

from topbms.errors import FrameError
from topbms.protocol.columns import Choice, Column, Counted, Field, Number, Plain, Value
from topbms.protocol.place import Place, Role


class Layout:
    """Reads and writes the payloads of one shape."""

    def __init__(self, columns: Sequence[Column], shape: Sequence[int]) -> None:
        self._shape = tuple(shape)
        self._places = tuple(_places(columns, iter(shape)))
        self._valued = tuple(place for place in self._places if place.role is not Role.COUNT)
        self._checked = tuple(place for place in self._places if place.words)
        self._struct = Struct(">" + "".join(place.code for place in self._places))
        self._forks = Struct(">" + "".join(place.code if place.is_fork else f"{place.size}x" for place in self._places))
        self._scale = _compiled(self._valued)
        self.size = self._struct.size

    def fits(self, info: bytes, at: int) -> bool:
        """Whether a payload has this shape, and is long enough for it."""
        return at + self.size <= len(info) and self._forks.unpack_from(info, at) == self._shape

    def decode(self, info: bytes, at: int) -> list[Any]:
        """The values in the order of the columns; see `Table.decode`."""
        if at + self.size > len(info):
            raise self._cut(at, len(info))
        raw = self._struct.unpack_from(info, at)
        for place in self._checked:
            place.check(raw, at)
        return self._scale(raw)

    def encode(self, values: Sequence[Value]) -> bytes:
        """The bytes of `values`; see `Table.encode`."""
        try:
            pairs = zip(self._valued, values, strict=True)
            return self._struct.pack(*(raw for place, value in pairs for raw in place.raw(value)))
        except (error, OverflowError) as fault:
            message = f"a value does not fit its place: {fault}"
            raise ValueError(message) from fault

    def fields(self, info: bytes, at: int) -> Iterator[Field]:
        """Every value with its place; see `Table.fields`."""
        values = iter(self.decode(info, at))
        for place in self._places:
            value = info[at + place.at] if place.role is Role.COUNT else next(values)
            yield from place.fields(info, at, value)

    def _cut(self, at: int, end: int) -> FrameError:
        """The error of a payload that ends too early: names the first value that is not whole."""
        return next(place for place in self._places if at + place.at + place.size > end).cut(at, end)


def _places(columns: Sequence[Column], shape: Iterator[int]) -> Iterator[Place]:
    at = index = 0
    for column, role, count in _flat(columns, shape):
        place = Place(column, role, at, index, count)
        yield place
        at += place.size
        index += count if isinstance(column, Number) else 1


def _flat(columns: Sequence[Column], shape: Iterator[int]) -> Iterator[tuple[Plain, Role, int]]:
    """Counts and the choice resolved: what stands there, what it is for, how often."""
    for column in columns:
        if isinstance(column, Counted):
            yield Number(column.each.name), Role.COUNT, 1
            yield column.each, Role.LIST, next(shape)
        elif isinstance(column, Choice):
            yield Number(column.name), Role.CHOICE, 1
            yield from _flat(column.branches[next(shape)], shape)
        else:
            yield column, Role.SINGLE, 1


def _compiled(places: Sequence[Place]) -> Callable[[tuple[Any, ...]], list[Any]]:
    """What turns unpacked numbers into values, as one expression: a loop over the columns takes half as long again."""
    values = ", ".join(place.expression for place in places)
    source, known = f"lambda raw: [{values}]", {"words": {place.first: place.words for place in places}}
    compiled: Callable[[tuple[Any, ...]], list[Any]] = eval(source, known)  # noqa: S307 - made of our own numbers
    return compiled
