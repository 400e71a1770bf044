"""Payloads packed by hand, and a battery that says what a test wants. Nothing here uses the tables under test."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from topbms.model.alarms import AlarmReport
from topbms.model.fragment import Analog, Product

NO_STATUS = bytes(15)


def words(values: Sequence[int]) -> bytes:
    """Two bytes each, big endian; negative ones as two's complement."""
    return b"".join((value & 0xFFFF).to_bytes(2, "big") for value in values)


def analog_info(
    cells: Sequence[int] = (3300,) * 16,
    temperatures: Sequence[int] = (61,) * 6,
    *,
    current: int = 0,
    tail: bytes = b"\x06\x3a\x98\x00\x02\x58\x64\x00\x00\x00\x00\x00\x00",
    pack: int = 1,
) -> bytes:
    """INFO of a 42H reply: raw numbers as on the wire, 53.58 V, 132.35 Ah left; `tail` from P on."""
    lists = bytes((pack, len(cells))) + words(cells) + bytes((len(temperatures),)) + words(temperatures)
    return lists + words((current, 5358, 13235)) + tail


def alarm_info(
    cells: bytes = bytes(16),
    temperatures: bytes = bytes(6),
    *,
    limits: bytes = bytes(2),
    short_circuit: bytes = bytes(2),
    count: int = 15,
    status: bytes = NO_STATUS,
    reserved: bytes = b"",
    pack: int = 1,
) -> bytes:
    """INFO of a 44H reply; `limits` are the current's and the voltage's byte."""
    lists = bytes((pack, len(cells))) + cells + bytes((len(temperatures),)) + temperatures
    return lists + limits + short_circuit + bytes((count,)) + status + reserved


def status_with(byte: int, bit: int) -> bytes:
    """15 status bytes with one bit set; `byte` counts from 1."""
    status = bytearray(15)
    status[byte - 1] = 1 << bit
    return bytes(status)


@dataclass
class SaidBattery:
    """A battery that says exactly this."""

    address: int = 1
    said_analog: Analog = field(default_factory=lambda: Analog(1))
    said_alarms: AlarmReport = field(default_factory=lambda: AlarmReport(1))
    said_product: Product = field(default_factory=lambda: Product(1))

    def analog(self) -> Analog:
        return self.said_analog

    def alarms(self) -> AlarmReport:
        return self.said_alarms

    def product(self) -> Product:
        return self.said_product
