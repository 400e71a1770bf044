"""Payloads packed by hand. Nothing here uses the tables under test."""

from collections.abc import Sequence

from tests.dialects.alarmbits import BitTable

BITS = BitTable(
    5,
    """
1 P pack_overvoltage | P cell_undervoltage | P charge_overcurrent | - | P discharge_overcurrent \
 | P discharge_high_temperature | P charge_high_temperature | P pack_undervoltage
2 S precharge | S charge_mosfet | S discharge_mosfet | S module_power | - | - | - | -
3 S buzzer | - | - | S fully_charged | - | S heating | S discharging | S charging
""",
)
"""Status bytes."""


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
