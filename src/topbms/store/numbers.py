"""Runs of whole numbers as few bytes. Knows nothing of what they count.

A run is one byte that gives the width of a number (1, 2, 4 or 8 bytes), then the little-endian two's complement of
all numbers in planes: first the lowest byte of each, then the next. Bytes that are alike stand together so, which is
what makes them deflate well.
"""

import struct
import zlib
from collections.abc import Sequence

_CODES = {1: "b", 2: "h", 4: "i", 8: "q"}
_LEVEL = 9


def pack(numbers: Sequence[int]) -> bytes:
    """A run of these numbers, each within 64 bits."""
    width = _width(numbers)
    plain = struct.pack(f"<{len(numbers)}{_CODES[width]}", *numbers)
    return bytes((width,)) + b"".join(plain[byte::width] for byte in range(width))


def unpack(data: bytes, at: int, count: int) -> tuple[tuple[int, ...], int]:
    """The `count` numbers of the run at this offset, and the offset behind it."""
    width = data[at]
    end = at + 1 + count * width
    if width == 1:
        return struct.unpack_from(f"<{count}b", data, at + 1), end
    plain = bytearray(count * width)
    for byte in range(width):
        plain[byte::width] = data[at + 1 + byte * count : at + 1 + (byte + 1) * count]
    return struct.unpack(f"<{count}{_CODES[width]}", plain), end


def deflate(data: bytes) -> bytes:
    """Raw deflate, without header and checksum: a block has its own length, and the disk's pages are checked."""
    squeezer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return squeezer.compress(data) + squeezer.flush()


def inflate(data: bytes) -> bytes:
    """The inverse of `deflate`; raises zlib.error for other bytes."""
    return zlib.decompress(data, -zlib.MAX_WBITS)


def _width(numbers: Sequence[int]) -> int:
    lowest, highest = min(numbers, default=0), max(numbers, default=0)
    return next(width for width in _CODES if -(1 << 8 * width - 1) <= lowest and highest < 1 << 8 * width - 1)
