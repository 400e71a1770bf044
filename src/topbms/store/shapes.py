"""The values of one reading as few bytes, and back, without loss. Knows no SQL, no pack and no unit.

A shape says which quantities stand in the bytes, in which order and how wide; readings of a pack share very few.
Its text, version 1, is a line of fields with a blank between two:

    <quantity's number><kind><decimals>[x<count>]      for example   1h2 2h2 6h- 13h3x16 24z-

    kind      h, i, q: little-endian two's complement of 2, 4, 8 bytes; d: IEEE double; z: nothing, always None
    decimals  0 to 6: the number is value * 10^decimals; "-": the value is a whole number and no float
    count     the value is a tuple of so many

None is the lowest number of h, i and q, and NaN of d. The bytes of a reading are its fields, without padding.
"""

import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from struct import Struct

from topbms.model.reading import Reported

WHOLE = -1
"""Decimals of a value that is an int."""

SCALAR = -1
"""Count of a value that is no tuple."""

MOST_DECIMALS = 6

Name = tuple[str, int]
"""A quantity's key with the 1-based cell or sensor, 0 for a single number."""

_LARGEST = 1e11  # 2^63 / 10^7, rounded down
_LARGEST_DECIMAL = 1e9  # with six decimals still less than 2^53, so that no digit is lost on the way

_NONE = {"h": -(1 << 15), "i": -(1 << 31), "q": -(1 << 63)}
_ORDER = "zhiqd"
_FIELD = re.compile(r"(\d+)([hiqdz])(-|[0-6])(?:x(\d+))?")


@dataclass(frozen=True, slots=True)
class Field:
    """One quantity in a shape."""

    key: str
    kind: str
    decimals: int
    count: int = SCALAR

    @property
    def width(self) -> int:
        """How many numbers stand for it."""
        return 0 if self.kind == "z" else abs(self.count)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The values of one quantity (or cell) in some readings, one a reading: value * 10^decimals, or None."""

    name: Name
    decimals: int
    values: Sequence[int | None]


class Shape:
    """Fields, compiled into one struct."""

    def __init__(self, fields: tuple[Field, ...]) -> None:
        self.fields = fields
        self._struct = Struct("<" + "".join(field.kind * field.width for field in fields if field.width))
        self._values = _compiled(fields)
        self._columns = tuple(_columns(fields))

    def pack(self, values: Mapping[str, Reported]) -> bytes | None:
        """The bytes of these values; None when they do not fit this shape."""
        if len(values) != len(self.fields):
            return None
        numbers: list[float] = []
        for field, (key, value) in zip(self.fields, values.items(), strict=True):
            if key != field.key or not _put(field, value, numbers):
                return None
        return self._struct.pack(*numbers)

    def unpack(self, data: bytes) -> dict[str, Reported]:
        """The values of these bytes; raises struct.error when they are of another shape."""
        return self._values(self._struct.unpack(data))

    def columns(self, readings: Iterable[bytes], keys: Collection[str] | None = None) -> Iterator[Numbers]:
        """The numbers of many readings, one column a quantity or cell; only of `keys`, None means all."""
        table = zip(*map(self._struct.unpack, readings), strict=True)
        for (name, kind, decimals), column in zip(self._columns, table, strict=True):
            if keys is not None and name[0] not in keys:
                continue
            if kind == "d":
                yield Numbers(name, MOST_DECIMALS, [_whole(number) for number in column])
                continue
            none = _NONE[kind]
            gaps = none in column
            yield Numbers(name, max(decimals, 0), [None if x == none else x for x in column] if gaps else column)

    def text(self, number: Callable[[str], int]) -> str:
        """The shape as it is stored; `number` gives a quantity's number."""
        return " ".join(_field_text(field, number(field.key)) for field in self.fields)


def shape_from(text: str, key: Callable[[int], str]) -> Shape:
    """The shape of a stored text; `key` gives a quantity's key by its number. Raises ValueError for other texts."""
    return Shape(tuple(_field_from(word, key) for word in text.split()))


def encode(values: Mapping[str, Reported], last: Shape | None = None) -> tuple[Shape, bytes]:
    """Bytes, and the shape to read them by: `last` if they fit it, else one that is wide enough for both."""
    data = None if last is None else last.pack(values)
    if last is not None and data is not None:
        return last, data
    before = {} if last is None else {field.key: field for field in last.fields}
    shape = Shape(tuple(_field_of(key, value, before.get(key)) for key, value in values.items()))
    packed = shape.pack(values)
    if packed is None:  # pragma: no cover - a shape made of these very values fits them
        message = f"values do not fit their own shape: {values}"
        raise ValueError(message)
    return shape, packed


def _put(field: Field, value: Reported, numbers: list[float]) -> bool:
    if field.count == SCALAR:
        return not isinstance(value, tuple) and _put_number(field, value, numbers)
    if not isinstance(value, tuple) or len(value) != field.count:
        return False
    return all(element is not None and _put_number(field, element, numbers) for element in value)


def _put_number(field: Field, value: float | None, numbers: list[float]) -> bool:
    kind = field.kind
    if value is None:
        if kind != "z":
            numbers.append(_NONE.get(kind, math.nan))
        return True
    if kind == "d":
        numbers.append(value)
        return True
    number = _scaled(value, field)
    none = _NONE.get(kind)
    if number is None or none is None or not none < number < -none:
        return False
    numbers.append(number)
    return True


def _scaled(value: float, field: Field) -> int | None:
    """The whole number that stands for this value in this field, None if none does exactly."""
    if isinstance(value, int):
        return value if field.decimals == WHOLE else _scaled_int(value, field)
    if field.decimals == WHOLE or not abs(value) < _LARGEST_DECIMAL:
        return None
    number = round(value * _POWERS[field.decimals])
    return number if number / _POWERS[field.decimals] == value else None


def _scaled_int(value: int, field: Field) -> int | None:
    """Only in a tuple of floats may a whole number stand between: it comes back as the float that equals it."""
    return None if field.count == SCALAR else value * _POWERS[field.decimals]


_POWERS = tuple(10**decimals for decimals in range(MOST_DECIMALS + 1))


def _field_of(key: str, value: Reported, before: Field | None) -> Field:
    """A field for this value, not narrower than the one before, so that a pack's shapes soon stop changing."""
    if value is None or value == ():
        is_same = before is not None and value is None and before.count == SCALAR
        return before if before is not None and is_same else Field(key, "z", WHOLE, SCALAR if value is None else 0)
    count = len(value) if isinstance(value, tuple) else SCALAR
    numbers = value if isinstance(value, tuple) else (value,)
    field = _narrowest(key, numbers, count)
    if before is None or not _are_alike(field, before):
        return field
    if before.decimals > field.decimals:
        return _wider(_with_decimals(key, numbers, count, before.decimals), before)
    return _wider(field, before) if before.decimals == field.decimals else field


def _narrowest(key: str, numbers: Sequence[float], count: int) -> Field:
    if all(isinstance(number, int) for number in numbers):
        return _with_decimals(key, numbers, count, WHOLE)
    plain = [float(number) for number in numbers]
    decimals = max(_decimals(number) for number in plain)
    return _with_decimals(key, plain, count, decimals)


def _with_decimals(key: str, numbers: Sequence[float], count: int, decimals: int) -> Field:
    """The narrowest field with so many decimals, which are enough; more than the most there are make it a double."""
    if decimals > MOST_DECIMALS:
        return Field(key, "d", MOST_DECIMALS, count)
    power = _POWERS[max(decimals, 0)]
    largest = max(abs(round(number * power)) for number in numbers)
    return Field(key, next((kind for kind, none in _NONE.items() if largest < -none), "d"), decimals, count)


def _decimals(number: float) -> int:
    """How many decimals this float needs; one more than the most there are when these are not enough."""
    if not abs(number) < _LARGEST_DECIMAL:
        return MOST_DECIMALS + 1
    enough = (decimals for decimals, power in enumerate(_POWERS) if round(number * power) / power == number)
    return next(enough, MOST_DECIMALS + 1)


def _are_alike(field: Field, before: Field) -> bool:
    """Whether both are tuples of one length or none is, and both are whole numbers or none is."""
    return (
        field.count == before.count and before.kind != "z" and (field.decimals == WHOLE) == (before.decimals == WHOLE)
    )


def _wider(field: Field, before: Field) -> Field:
    return max(field, before, key=lambda one: _ORDER.index(one.kind))


def _compiled(fields: tuple[Field, ...]) -> Callable[[tuple[float, ...]], dict[str, Reported]]:
    """The values of a reading's numbers, as one expression: half the time of a call a field.

    It is put together of keys in quotes and of whole numbers, so that nothing read from a file is ever run.
    """
    starts = accumulate((field.width for field in fields), initial=0)
    values = (f"{field.key!r}: {_expression(field, at)}" for field, at in zip(fields, starts, strict=False))
    function: Callable[[tuple[float, ...]], dict[str, Reported]] = eval(f"lambda n: {{{', '.join(values)}}}")  # noqa: S307
    return function


def _expression(field: Field, at: int) -> str:
    """One value, out of the numbers `n` from this place on."""
    divisor = "" if field.kind == "d" or field.decimals == WHOLE else f" / {_POWERS[field.decimals]}"
    if field.count != SCALAR:
        end = at + field.width
        return f"tuple([x{divisor} for x in n[{at}:{end}]])" if divisor else f"n[{at}:{end}]"
    if field.kind == "z":
        return "None"
    is_none = f"n[{at}] != n[{at}]" if field.kind == "d" else f"n[{at}] == {_NONE[field.kind]}"
    return f"None if {is_none} else n[{at}]{divisor}"


def _columns(fields: tuple[Field, ...]) -> Iterator[tuple[Name, str, int]]:
    for field in fields:
        for index in range(field.width):
            cell = 0 if field.count == SCALAR else index + 1
            yield (field.key, cell), field.kind, field.decimals


def _whole(number: float) -> int | None:
    """A double as a roll-up holds it: None for NaN, infinity and what has no room for seven decimals in eight bytes."""
    return round(number * 10**MOST_DECIMALS) if abs(number) < _LARGEST else None


def _field_text(field: Field, number: int) -> str:
    decimals = "-" if field.decimals == WHOLE else str(field.decimals)
    count = "" if field.count == SCALAR else f"x{field.count}"
    return f"{number}{field.kind}{decimals}{count}"


def _field_from(word: str, key: Callable[[int], str]) -> Field:
    found = _FIELD.fullmatch(word)
    if found is None:
        message = f"{word!r} is no field of a shape"
        raise ValueError(message)
    number, kind, decimals, count = found.groups()
    return Field(
        key(int(number)),
        kind,
        WHOLE if decimals == "-" else int(decimals),
        SCALAR if count is None else int(count),
    )
