"""One frame of the YD/T 1363.3 family, both ways. Knows its fields and checks, no command and no dialect.

    ~ VER ADR CID1 CID2|RTN LENGTH INFO CHKSUM CR

Requests to a few boards begin with BCH instead of `~`. Every byte between that and CR travels as two upper-case hex
characters; INFO of one reply is known to travel as it is (`PlainFrame`). Checks run in the order that `topbms decode`
promises: syntax, length, checksum.
"""

import re
from binascii import unhexlify
from dataclasses import dataclass

from topbms.errors import FrameError
from topbms.protocol.checksum import LONGEST_INFO, checksum, length_checksum, length_word

START = b"~"
OTHER_START = b"\xbc"
"""What requests to some boards begin with instead of `~` (TDT-6022 from version 3.4, TDT-6032); never a reply."""
STARTS = START + OTHER_START
END = b"\r"
HEADER = 12
"""Characters of VER, ADR, CID1, CID2 and LENGTH."""
TAIL = 4
"""Characters of CHKSUM."""
LONGEST = HEADER + LONGEST_INFO + TAIL
"""The most characters between `~` and CR."""

_SHORTEST = HEADER + TAIL
_LEGAL_STARTS = frozenset({START, OTHER_START})
_DIGITS = b"0123456789ABCDEF"
_BYTE = 0xFF
_LONGEST_INFO = LONGEST_INFO // 2  # in bytes
_PLAIN = re.compile(rb"21[0-9A-F]{2}4600C040[\0 -}]{64}[0-9A-F]{4}")


@dataclass(frozen=True, slots=True)
class Frame:
    """A well-formed frame. `cid2` is the command of a request and the return code (RTN) of a reply.

    `start` is one of STARTS. Raises ValueError when a field does not fit its place on the wire.
    """

    version: int
    address: int
    cid1: int
    cid2: int
    info: bytes = b""
    start: bytes = START

    def __post_init__(self) -> None:
        if self.start is not START and self.start not in _LEGAL_STARTS:
            message = f"no frame begins with {self.start!r}"
            raise ValueError(message)
        if not 0 <= self.version | self.address | self.cid1 | self.cid2 <= _BYTE or len(self.info) > _LONGEST_INFO:
            message = f"a field of {self!r} does not fit its place on the wire"
            raise ValueError(message)

    @property
    def letters(self) -> int:
        """How many characters a byte of INFO takes on the wire."""
        return 2

    @property
    def lenid(self) -> int:
        """How many characters INFO takes on the wire."""
        return self.letters * len(self.info)

    @property
    def characters(self) -> int:
        """How many it takes on the wire, `~` and CR included."""
        return len(START) + HEADER + self.lenid + TAIL + len(END)

    def encode(self) -> bytes:
        """The frame's characters, `~` and CR included."""
        head = bytes((self.version, self.address, self.cid1, self.cid2))
        length = length_word(self.lenid).to_bytes(2, "big")
        body = (head + length).hex().upper().encode("ascii") + self._written()
        return b"%b%b%04X%b" % (self.start, body, checksum(body), END)

    def __str__(self) -> str:
        return self.encode().decode("latin-1").strip()

    def _written(self) -> bytes:
        """The characters of INFO."""
        return self.info.hex().upper().encode("ascii")


@dataclass(frozen=True, slots=True)
class PlainFrame(Frame):
    """A frame whose INFO is text that travels as it is, a character a byte.

    Topband boards answer 51H so, against the protocol, with 64 characters (linedot's program, which reads real packs).
    In any other frame such characters are a fault.
    """

    @property
    def letters(self) -> int:
        """How many characters a byte of INFO takes on the wire."""
        return 1

    def _written(self) -> bytes:
        return self.info


def parse(text: bytes, start: bytes = START) -> Frame:
    """Read the characters between `start` and CR (neither included); raise FrameError at the first fault."""
    if text.translate(None, _DIGITS) or len(text) < _SHORTEST or len(text) % 2:
        return _plain(text)
    raw = unhexlify(text)
    count = len(text) - _SHORTEST
    if count > LONGEST_INFO or raw[4] << 8 | raw[5] != length_word(count):
        raise _length_error(raw[4] << 8 | raw[5], count)
    found, expected = raw[-2] << 8 | raw[-1], checksum(text[:-TAIL])
    if found != expected:
        raise _checksum_error(found, expected)
    return Frame(raw[0], raw[1], raw[2], raw[3], raw[6:-2], start)


def _plain(text: bytes) -> Frame:
    """The one frame that may have other characters than hex digits; raises FrameError for any other."""
    if not _PLAIN.fullmatch(text):
        raise _syntax_error(text)
    found, expected = int(text[-TAIL:], 16), checksum(text[:-TAIL])
    if found != expected:
        raise _checksum_error(found, expected)
    version, address, cid1, cid2 = unhexlify(text[:8])
    return PlainFrame(version, address, cid1, cid2, text[HEADER:-TAIL])


def _checksum_error(found: int, expected: int) -> FrameError:
    return FrameError(
        "checksum",
        "CHKSUM is {found:04X}, the characters add up to {expected:04X}",
        found=found,
        expected=expected,
    )


def _syntax_error(text: bytes) -> FrameError:
    """Name the first thing that keeps these characters from being a frame."""
    strange = text.translate(None, _DIGITS)[:1]
    if strange:
        return _strange_character(strange, text.index(strange) + 1)
    if not text:
        return FrameError("syntax", "nothing stands behind ~")
    if len(text) < _SHORTEST:
        return FrameError(
            "syntax", "only {count} characters, a frame has at least {least}", count=len(text), least=_SHORTEST
        )
    return FrameError("syntax", "an odd number of characters ({count}), one was lost", count=len(text))


def _strange_character(character: bytes, at: int) -> FrameError:
    if character in b"abcdef":
        return FrameError(
            "syntax",
            "lower-case {character} at character {at}, the protocol sends upper-case hex",
            character=character.decode("ascii"),
            at=at,
        )
    return FrameError(
        "syntax", "{character} at character {at} is not a hex digit", character=repr(character)[1:], at=at
    )


def _length_error(length: int, count: int) -> FrameError:
    """Tell which of LENGTH's two parts is wrong, for an INFO of `count` characters."""
    lenid, lchksum = length & LONGEST_INFO, length >> 12
    expected = length_checksum(lenid)
    if lchksum != expected:
        return FrameError(
            "length",
            "LCHKSUM is {found:X}, LENID {lenid:03X} asks for {expected:X}",
            found=lchksum,
            lenid=lenid,
            expected=expected,
        )
    return FrameError("length", "LENID says {lenid} characters of INFO, there are {count}", lenid=lenid, count=count)
