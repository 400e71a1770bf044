"""What a payload table is made of: numbers, counted lists, choices, texts and octets. Data only.

Knows widths, signs, divisors and names, not what a name means and not how a table is read or written.
"""

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

Single: TypeAlias = int | float | str | bytes
Value: TypeAlias = Single | tuple[int, ...] | tuple[float, ...] | tuple[str, ...]


class Number(NamedTuple):
    """A big-endian number of 1, 2, 3 (unsigned) or 4 bytes: value = (raw - offset) / divisor.

    With `words` the value is the word that stands for the raw number, and a raw number without a word is refused.
    """

    name: str
    size: int = 1
    signed: bool = False
    divisor: int = 1
    offset: int = 0
    words: Mapping[int, str] | None = None


class Counted(NamedTuple):
    """A count byte (`least` to `most`), then that many numbers like `each`."""

    each: Number
    least: int = 0
    most: int = 32


class Text(NamedTuple):
    """Characters of a fixed width, padded with blanks or NUL."""

    name: str
    size: int


class Octets(NamedTuple):
    """Bytes of a fixed width that the dialect takes apart itself."""

    name: str
    size: int


Plain: TypeAlias = Number | Text | Octets


class Choice(NamedTuple):
    """A byte that tells which columns follow it. It ends its table; its branches have plain columns only."""

    name: str
    branches: Mapping[int, tuple[Plain, ...]]


Column: TypeAlias = Plain | Counted | Choice


class Field(NamedTuple):
    """One value and where it stands in INFO: its bytes `raw` from byte `at` on (0-based).

    `item` numbers the values of a list from 1; it is 0 for the list's own count, None for what stands alone. `unit` is
    set where no catalogue knows it.
    """

    at: int
    raw: bytes
    name: str
    value: Single
    item: int | None = None
    unit: str = ""
