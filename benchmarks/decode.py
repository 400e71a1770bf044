"""Decoding: stream bytes of a 42H reply to model values with all checks on, beside the least that Python can do."""

from collections.abc import Iterable
from struct import unpack_from

from benchmarks.row import Row
from benchmarks.timing import fastest
from topbms.dialects.contract import Message
from topbms.dialects.topbms import DIALECT, request
from topbms.protocol.frame import Frame
from topbms.protocol.stream import StreamDecoder

TIMES = 4
"""How many times the bare decoder's time a full decode may take."""

# The captured reply of a pack with 16 cells and 6 temperatures.
_REPLY = (
    b"~52014600408401100D120D150D0F0D0D0D130D160D150D210D130D130D130D130D100D160D170D23"
    b"06003D003E003E003E003B003B018014EE33B3063A9800025864000000000000E20A\r"
)


def measure() -> Iterable[Row]:
    bare, full = fastest([_bare, _Full().decode], number=200, rounds=500)
    yield Row(
        "decode: stream bytes of a 42H reply to model values",
        f"{full / bare:.1f} x bare ({full * 1e6:.1f} us, {bare * 1e6:.1f} us)",
        f"at most {TIMES} x bare",
        full <= TIMES * bare,
    )


class _Full:
    """The way of every reply on a link."""

    def __init__(self) -> None:
        self._stream = StreamDecoder()
        self._request = request(0x42, 1)

    def decode(self) -> Message:
        (frame,) = self._stream.feed(_REPLY)
        assert isinstance(frame, Frame)
        return DIALECT.decode(frame, self._request)


def _bare() -> tuple[tuple[int, ...], ...]:
    """The bare minimum: the checksum, and the numbers as they stand; nothing else is checked, scaled or built."""
    text = _REPLY[1:-5]
    if (sum(text) + int(_REPLY[-5:-1], 16)) & 0xFFFF:
        raise ValueError
    octets = bytes.fromhex(text[12:].decode())
    cells = octets[1]
    temperatures = octets[2 + 2 * cells]
    return (
        unpack_from(f">{cells}H", octets, 2),
        unpack_from(f">{temperatures}H", octets, 3 + 2 * cells),
        unpack_from(">hHHBHHBBH", octets, 3 + 2 * (cells + temperatures)),
    )
