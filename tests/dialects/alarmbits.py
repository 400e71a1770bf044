"""Tables of status bits, written from documents by hand, as the tests of several dialects have them."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from topbms.model.alarms import Alarm, Level

LEVELS = {"W": Level.WARNING, "P": Level.PROTECTION, "F": Level.FAULT}


class Bit(NamedTuple):
    """One bit: its byte, counted from 1, its letter as in `BitTable`, and its code."""

    byte: int
    bit: int
    letter: str
    code: str


class BitTable:
    """A line a byte: its number, then bit 0 to 7, each a letter and a code, between bars.

    W, P, F: warning, protection, fault; S: a state that holds when the bit is 1, s: when it is 0; -: nothing. `size` is
    how many bytes there are, those that are not in the table among them.
    """

    def __init__(self, size: int, text: str) -> None:
        self.size = size
        self.bits = tuple(_bits(text))
        self.alarms = tuple(Alarm(bit.code, LEVELS[bit.letter]) for bit in self.bits if bit.letter in LEVELS)
        self.at_zero: Mapping[str, bool] = {
            bit.code: bit.letter == "s" for bit in self.bits if bit.letter in {"S", "s"}
        }
        self.idle = tuple((bit.byte, bit.bit) for bit in self.bits if bit.letter == "-")

    def status(self, byte: int, bit: int) -> bytes:
        """All bytes with one bit set; `byte` counts from 1."""
        return bytes(1 << bit if place == byte else 0 for place in range(1, self.size + 1))


def _bits(text: str) -> Iterator[Bit]:
    for line in text.strip().splitlines():
        byte, bits = line.split(maxsplit=1)
        for bit, entry in enumerate(bits.split("|")):
            letter, _, code = entry.strip().partition(" ")
            yield Bit(int(byte), bit, letter, code)
