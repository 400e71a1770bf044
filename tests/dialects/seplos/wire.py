"""Payloads packed by hand. Nothing here uses the tables under test."""

from collections.abc import Sequence


def words(values: Sequence[int]) -> bytes:
    """Two bytes each, big endian; negative ones as two's complement."""
    return b"".join((value & 0xFFFF).to_bytes(2, "big") for value in values)


def analog_info(
    cells: Sequence[int] = (3300,) * 16,
    temperatures: Sequence[int] = (2981, 2982, 2983, 2984, 3001, 3011),
    *,
    head: bytes = b"\x00\x01",
    current: int = -250,
    tail: bytes = b"\x0a" + words((28000, 826, 30000, 22, 1000, 5280, -13, -137, 3020, 2906)),
) -> bytes:
    """INFO of a 42H reply: raw numbers as on the wire, 52.91 V, 231.54 Ah left; `tail` from P on."""
    lists = bytes((len(cells),)) + words(cells) + bytes((len(temperatures),)) + words(temperatures)
    return head + lists + words((current, 5291, 23154)) + tail


def alarm_info(
    cells: bytes = bytes(16),
    temperatures: bytes = bytes(6),
    *,
    head: bytes = b"\x00\x01",
    limits: bytes = bytes(2),
    status: bytes = bytes(14),
    reserved: bytes = bytes(6),
) -> bytes:
    """INFO of a 44H reply; `limits` are the current's and the voltage's byte."""
    lists = bytes((len(cells),)) + cells + bytes((len(temperatures),)) + temperatures
    return head + lists + limits + b"\x14" + status + reserved


def status_with(byte: int, bit: int) -> bytes:
    """14 status bytes with one bit set; `byte` counts from 1, in the order of the wire."""
    status = bytearray(14)
    status[byte - 1] = 1 << bit
    return bytes(status)
