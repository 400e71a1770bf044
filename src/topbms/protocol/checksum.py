"""The two checksums of the family. Knows characters and numbers only.

Source: vendor document "Communication protocol V1.7", held against captured frames; the document's own
worked example (FC72) is a misprint, its characters add up to FC71.
"""

from functools import cache
from zlib import adler32

LONGEST_INFO = 0xFFF
"""The most characters that INFO can have: LENID is 12 bits wide."""

_SHORT = 256
"""Up to so many bytes add up to less than 65521, below which the low half of Adler-32 is their plain sum."""


def checksum(characters: bytes) -> int:
    """CHKSUM of the characters between `~` and CHKSUM: two's complement of their sum, modulo 65536."""
    return -(adler32(characters, 0) if len(characters) <= _SHORT else sum(characters)) & 0xFFFF


@cache
def length_word(lenid: int) -> int:
    """LENGTH for an INFO of `lenid` characters: LCHKSUM in the top nibble, LENID below it."""
    if not 0 <= lenid <= LONGEST_INFO:
        message = f"INFO of {lenid} characters does not fit into a LENID of 12 bits"
        raise ValueError(message)
    return length_checksum(lenid) << 12 | lenid


def length_checksum(lenid: int) -> int:
    """LCHKSUM: two's complement, modulo 16, of the sum of LENID's three nibbles."""
    return -((lenid >> 8) + (lenid >> 4 & 0xF) + (lenid & 0xF)) & 0xF
