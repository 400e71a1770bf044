"""One frame of the YD/T 1363.3 family, both ways. Knows its fields and checks, no command and no dialect.

    ~ VER ADR CID1 CID2|RTN LENGTH INFO CHKSUM CR

Every byte between `~` and CR travels as two upper-case hex characters. Checks run in the order that
`topbms decode` promises: syntax, length, checksum.
"""

import re
from dataclasses import dataclass

from topbms.errors import FrameError
from topbms.protocol.checksum import LONGEST_INFO, checksum, length_checksum, length_word

START = b"~"
END = b"\r"
HEADER = 12
"""Characters of VER, ADR, CID1, CID2 and LENGTH."""
TAIL = 4
"""Characters of CHKSUM."""
LONGEST = HEADER + LONGEST_INFO + TAIL
"""The most characters between `~` and CR."""

_UPPER_HEX = re.compile(rb"[0-9A-F]+")
_BYTE = 0xFF


@dataclass(frozen=True, slots=True)
class Frame:
    """A well-formed frame. `cid2` is the command of a request and the return code (RTN) of a reply.

    Raises ValueError when a field does not fit its place on the wire.
    """

    version: int
    address: int
    cid1: int
    cid2: int
    info: bytes = b""

    def __post_init__(self) -> None:
        header = self.version | self.address | self.cid1 | self.cid2
        if not 0 <= header <= _BYTE or 2 * len(self.info) > LONGEST_INFO:
            message = f"a field of {self!r} does not fit its place on the wire"
            raise ValueError(message)

    def encode(self) -> bytes:
        """The frame's characters, `~` and CR included."""
        head = bytes((self.version, self.address, self.cid1, self.cid2))
        length = length_word(2 * len(self.info)).to_bytes(2, "big")
        body = (head + length + self.info).hex().upper().encode("ascii")
        return b"%b%b%04X%b" % (START, body, checksum(body), END)

    def __str__(self) -> str:
        return self.encode().decode("ascii").strip()


def parse(text: bytes) -> Frame:
    """Read the characters between `~` and CR (neither included); raise FrameError at the first fault."""
    _check_syntax(text)
    _check_length(text)
    found = int(text[-TAIL:], 16)
    expected = checksum(text[:-TAIL])
    if found != expected:
        raise FrameError(
            "checksum",
            "CHKSUM is {found:04X}, the characters add up to {expected:04X}",
            found=found,
            expected=expected,
        )
    raw = bytes.fromhex(text[:-TAIL].decode("ascii"))
    return Frame(raw[0], raw[1], raw[2], raw[3], raw[6:])


def _check_syntax(text: bytes) -> None:
    if not _UPPER_HEX.fullmatch(text):
        raise _syntax_of(text)
    if len(text) < HEADER + TAIL:
        raise FrameError(
            "syntax",
            "only {count} characters, a frame has at least {least}",
            count=len(text),
            least=HEADER + TAIL,
        )
    if len(text) % 2:
        raise FrameError("syntax", "an odd number of characters ({count}), one was lost", count=len(text))


def _syntax_of(text: bytes) -> FrameError:
    """Name the first character that is not an upper-case hex digit."""
    if not text:
        return FrameError("syntax", "nothing stands behind ~")
    at = next(i for i in range(len(text)) if text[i] not in b"0123456789ABCDEF")
    character = chr(text[at])
    if character in "abcdef":
        return FrameError(
            "syntax",
            "lower-case {character} at character {at}, the protocol sends upper-case hex",
            character=character,
            at=at + 1,
        )
    return FrameError("syntax", "{character!a} at character {at} is not a hex digit", character=character, at=at + 1)


def _check_length(text: bytes) -> None:
    length = int(text[8:12], 16)
    lenid = length & LONGEST_INFO
    if length >> 12 != length_checksum(lenid):
        raise FrameError(
            "length",
            "LCHKSUM is {found:X}, LENID {lenid:03X} asks for {expected:X}",
            found=length >> 12,
            lenid=lenid,
            expected=length_checksum(lenid),
        )
    if lenid != len(text) - HEADER - TAIL:
        raise FrameError(
            "length",
            "LENID says {lenid} characters of INFO, there are {count}",
            lenid=lenid,
            count=len(text) - HEADER - TAIL,
        )
