"""Payloads packed by hand. Nothing here uses the tables under test."""

from collections.abc import Sequence


def words(values: Sequence[int]) -> bytes:
    """Two bytes each, big endian; negative ones as two's complement."""
    return b"".join((value & 0xFFFF).to_bytes(2, "big") for value in values)


SHORT = words((49000,)) + b"\x02" + words((50000, 2))
LONG = b"\xff\xff\x04\xff\xff" + words((47,)) + b"\x00\xef\xec" + b"\x01\x21\x10"


def one_pack(
    cells: Sequence[int] = (3397,) * 15,
    temperatures: Sequence[int] = (3041, 3011, 3011, 3021, 3031),
    *,
    current: int = -40,
    tail: bytes = SHORT,
) -> bytes:
    """One pack of a 42H reply: raw numbers as on the wire, 50.981 V; `tail` from the remaining capacity on."""
    lists = bytes((len(cells),)) + words(cells) + bytes((len(temperatures),)) + words(temperatures)
    return lists + words((current, 50981)) + tail


def one_report(
    cells: bytes = bytes(15),
    temperatures: bytes = bytes(5),
    *,
    limits: bytes = bytes(3),
    status: bytes = bytes(5),
) -> bytes:
    """One pack of a 44H reply; `limits` are the bytes of charge current, voltage and discharge current."""
    lists = bytes((len(cells),)) + cells + bytes((len(temperatures),)) + temperatures
    return lists + limits + status


def status_with(byte: int, bit: int) -> bytes:
    """5 status bytes with one bit set; `byte` counts from 1."""
    status = bytearray(5)
    status[byte - 1] = 1 << bit
    return bytes(status)
