"""Payload tables that work both ways: the decoder and the simulator read the same rows.

A table is a row of columns; counted columns carry their own count byte in front, and a choice tells which columns
end the row. For each shape (the counts and the choice that a payload states) it is compiled once. Knows offsets,
widths, signs, divisors and names, not what a name means. Reading past the end raises.
"""

from collections.abc import Container, Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

from topbms.protocol.columns import Choice, Column, Counted, Field, Number, Octets, Text, Value
from topbms.protocol.layout import Layout
from topbms.protocol.place import illegal, past_end

__all__ = ["Choice", "Column", "Counted", "Field", "Number", "Octets", "Table", "Text", "Value"]

_Shape: TypeAlias = tuple[int, ...]


class Table:
    """Columns in the order of the wire; `decode` and `encode` are each other's inverse."""

    def __init__(self, *columns: Column) -> None:
        self.columns = columns
        self._forks = tuple(_forks(columns))
        self._layouts: dict[_Shape, Layout] = {}
        self._usual: Layout | None = None

    def decode(self, info: bytes, at: int = 0) -> tuple[list[Any], int]:
        """One value for each column, a tuple for a counted one, and the offset behind the last byte read.

        Raises FrameError "payload" with the offset when `info` ends too early or holds a value that is not legal.
        """
        layout = self._usual
        if layout is None or not layout.fits(info, at):
            layout = self._usual = self.layout(info, at)
        return layout.decode(info, at), at + layout.size

    def layout(self, info: bytes, at: int = 0) -> Layout:
        """The shape that a payload states, for those who know payloads of one shape by other signs; raises as `decode`.

        Its `decode` does not look again whether a payload has that shape.
        """
        return self._layout(self._shape(info, at))

    def encode(self, values: Sequence[Value]) -> bytes:
        """The bytes of as many values as `decode` gives; raises ValueError for one that does not fit its place."""
        return self._layout(tuple(fork.of(values) for fork in self._forks)).encode(values)

    def fields(self, info: bytes, at: int = 0) -> Iterator[Field]:
        """Every value with its place, counts included; raises as `decode` does."""
        return self.layout(info, at).fields(info, at)

    def _layout(self, shape: _Shape) -> Layout:
        layout = self._layouts.get(shape)
        if layout is None:
            layout = self._layouts[shape] = Layout(self._columns_of(shape), shape)
        return layout

    def _columns_of(self, shape: _Shape) -> Sequence[Column]:
        """All columns, or those in front of the first fork that a shape does not tell."""
        return self.columns if len(shape) == len(self._forks) else self.columns[: self._forks[len(shape)].place]

    def _shape(self, info: bytes, start: int) -> _Shape:
        at, shape = start, list[int]()
        for fork in self._forks:
            at += fork.gap
            if at >= len(info):
                self._layout(tuple(shape)).decode(info, start)  # raises for what is cut before it
                raise past_end(fork.name, at, len(info))
            byte = info[at]
            if byte not in fork.legal:
                raise illegal(fork.name, byte, at)
            shape.append(byte)
            at += 1 + byte * fork.step
        return tuple(shape)


class _Fork(NamedTuple):
    """A byte that the shape depends on.

    `place` is its column's, `gap` the bytes between the fork before and this one, `step` what each of a count adds.
    """

    name: str
    place: int
    gap: int
    legal: Container[int]
    step: int

    def of(self, values: Sequence[Value]) -> int:
        """What the byte is for these values; raises ValueError when there is no such shape."""
        value = values[self.place] if self.place < len(values) else None
        byte = len(value) if isinstance(value, tuple) else value
        if isinstance(byte, int) and byte in self.legal:
            return byte
        message = f"{self.name} cannot be {value!r}"
        raise ValueError(message)


def _forks(columns: tuple[Column, ...]) -> Iterator[_Fork]:
    gap = 0
    for place, column in enumerate(columns):
        if isinstance(column, Counted):
            name = f"number of {column.each.name}"
            yield _Fork(name, place, gap, range(column.least, column.most + 1), column.each.size)
            gap = 0
        elif isinstance(column, Choice):
            yield _Fork(column.name, place, gap, column.branches, 0)
            gap = 0
        else:
            gap += column.size
