"""One column of a payload at its place: what it is to struct, how its raw values are checked and scaled, both ways."""

from collections.abc import Iterator, Mapping
from enum import Enum, auto
from typing import Any, NamedTuple

from topbms.errors import FrameError
from topbms.protocol.columns import Field, Number, Octets, Plain, Text, Value

_CODES = {(1, False): "B", (1, True): "b", (2, False): "H", (2, True): "h", (4, False): "I", (4, True): "i"}
_ODD = 3  # bytes, unsigned: struct has no code for such a number


class Role(Enum):
    """What stands at a place: one value, the count of a list, the list, or a byte that tells what follows."""

    SINGLE = auto()
    COUNT = auto()
    LIST = auto()
    CHOICE = auto()


class Place(NamedTuple):
    """A column, or the count of one: its first byte `at`, its `first` unpacked value, how many `times` it stands."""

    column: Plain
    role: Role
    at: int
    first: int
    times: int = 1

    @property
    def code(self) -> str:
        """Its part of the struct."""
        if isinstance(self.column, Number) and self.column.size != _ODD:
            return _CODES[self.column.size, self.column.signed] * self.times
        return f"{self.column.size}s" * self.times

    @property
    def size(self) -> int:
        """How many bytes it takes."""
        return self.times * self.column.size

    @property
    def is_fork(self) -> bool:
        """Whether the shape depends on it."""
        return self.role in {Role.COUNT, Role.CHOICE}

    @property
    def words(self) -> Mapping[int, str]:
        """The words for its raw values; empty where any value is legal and stands for itself."""
        return (self.column.words if isinstance(self.column, Number) else None) or {}

    @property
    def expression(self) -> str:
        """Its value, written in Python, out of the unpacked `raw` and the `words` of each place by its first."""
        first = f"raw[{self.first}]"
        if isinstance(self.column, Text):
            return first + '.decode("ascii", "replace").rstrip(" \\0")'
        if self.role is Role.LIST:
            return f"tuple([{self._scaled('item')} for item in raw[{self.first}:{self.first + self.times}]])"
        return self._scaled(first)

    def check(self, raw: tuple[int, ...], base: int) -> None:
        """Raise FrameError "payload" for the first raw value that has no word."""
        for i, item in enumerate(raw[self.first : self.first + self.times]):
            if item not in self.words:
                raise illegal(self._called(i), item, base + self._at(i))

    def cut(self, base: int, end: int) -> FrameError:
        """The error of a payload that ends inside or in front of this place."""
        i = max(end - base - self.at, 0) // self.column.size
        return past_end(self._called(i), base + self._at(i), end)

    def raw(self, value: Value) -> tuple[int | bytes, ...]:
        """What to pack for a value; a list brings its count with it. Raises ValueError for what does not fit."""
        if not isinstance(self.column, Number):
            return (_filling(value, self.column),)
        if self.role is Role.LIST and isinstance(value, tuple):
            return (len(value), *(_packed(item, self.column) for item in value))
        return (_packed(value, self.column),)

    def fields(self, info: bytes, base: int, value: Any) -> Iterator[Field]:  # noqa: ANN401 - whatever was decoded
        """Its values one by one; `value` is what it decoded to."""
        start, size = base + self.at, self.column.size
        if self.role is not Role.LIST:
            item = 0 if self.role is Role.COUNT else None
            yield Field(start, info[start : start + size], self.column.name, value, item)
            return
        for i, one in enumerate(value):
            at = base + self._at(i)
            yield Field(at, info[at : at + size], self.column.name, one, i + 1)

    def _scaled(self, raw: str) -> str:
        if not isinstance(self.column, Number):
            return raw
        if self.words:
            return f"words[{self.first}][{raw}]"
        raw = f"int.from_bytes({raw})" if self.column.size == _ODD else raw
        shifted = f"({raw} - {self.column.offset})" if self.column.offset else raw
        return f"{shifted} / {self.column.divisor}" if self.column.divisor != 1 else shifted

    def _at(self, i: int) -> int:
        return self.at + i * self.column.size

    def _called(self, i: int) -> str:
        return f"{self.column.name} {i + 1}" if self.role is Role.LIST else self.column.name


def past_end(name: str, at: int, end: int) -> FrameError:
    """The error of a payload that ends before this value does."""
    return FrameError(
        "payload", "{name} should stand at byte {at}, INFO ends after {end} bytes", name=name, at=at, end=end
    )


def illegal(name: str, raw: int, at: int) -> FrameError:
    """The error of a value that may not stand where it stands."""
    return FrameError(
        "payload", "{name} is {raw:02X} at byte {at}, which no source explains", name=name, raw=raw, at=at
    )


def _packed(value: Value, number: Number) -> int | bytes:
    raw = _unscaled(value, number)
    return raw.to_bytes(_ODD) if number.size == _ODD else raw


def _unscaled(value: Value, number: Number) -> int:
    if number.words is not None:
        raw = next((raw for raw, word in number.words.items() if word == value), None)
    elif isinstance(value, int | float):
        raw = round(value * number.divisor) + number.offset
    else:
        raw = None
    if raw is None:
        message = f"{number.name} cannot be {value!r}"
        raise ValueError(message)
    return raw


def _filling(value: Value, column: Text | Octets) -> bytes:
    raw = value
    if isinstance(column, Text) and isinstance(value, str):
        raw = value.encode("ascii", "replace").ljust(column.size)
    if isinstance(raw, bytes) and len(raw) == column.size:
        return raw
    message = f"{column.name} must fill {column.size} bytes, {value!r} does not"
    raise ValueError(message)
