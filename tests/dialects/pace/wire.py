"""Payloads packed by hand. Nothing here uses the tables under test."""

from collections.abc import Sequence

from tests.dialects.alarmbits import BitTable
from tests.dialects.topbms.wire import words
from topbms.protocol.frame import Frame

PLAIN = words((5000, 2, 5000))
"""Behind P: 50 Ah full, 2 cycles, 50 Ah by design."""
WITH_SOC = PLAIN + b"\x58"
UNEXPLAINED = PLAIN + bytes(range(8))
WITH_SOH = PLAIN + b"\x58" + b"\x13\x88" * 4 + b"\x64" + words((51703, -10))
WITH_SUMMARY = WITH_SOH + (30000).to_bytes(4, "big") + (40000).to_bytes(4, "big")
TAILS = (PLAIN, WITH_SOC, UNEXPLAINED, WITH_SOH, WITH_SUMMARY)

BITS = BitTable(
    9,
    """
1  P cell_overvoltage | P cell_undervoltage | P pack_overvoltage | P pack_undervoltage \
 | P charge_overcurrent | P discharge_overcurrent | P short_circuit | P charger_overvoltage
2  P charge_high_temperature | P discharge_high_temperature | P charge_low_temperature | P discharge_low_temperature \
 | P mosfet_high_temperature | P environment_high_temperature | P environment_low_temperature | S fully_charged
3  S current_limiting | S charge_mosfet | S discharge_mosfet | S module_power \
 | W charger_reversed | S ac_present | S shutdown | S heating
4  S buzzer_enabled | - | - | S low_limit_gear | s charge_limit_enabled | s led_enabled | S locked | S test_mode
5  F charge_mosfet_fault | F discharge_mosfet_fault | F temperature_sensor_fault | F communication_fault \
 | F cell_fault | F front_end_fault | F current_limiter_fault | F heater_fault
8  W cell_overvoltage | W cell_undervoltage | W pack_overvoltage | W pack_undervoltage \
 | W charge_overcurrent | W discharge_overcurrent | - | -
9  W charge_high_temperature | W discharge_high_temperature | W charge_low_temperature | W discharge_low_temperature \
 | W environment_high_temperature | W environment_low_temperature | W mosfet_high_temperature | W soc_low
""",
)
"""Status bytes as they stand behind the three limits."""


def analog_body(
    cells: Sequence[int] = (3300,) * 16,
    temperatures: Sequence[int] = (2980,) * 6,
    *,
    current: int = 0,
    voltage: int = 52800,
    p: int = 3,
    tail: bytes = PLAIN,
) -> bytes:
    """A pack's part of a 42H reply: raw numbers as on the wire, 25.00 Ah left."""
    lists = bytes((len(cells),)) + words(cells) + bytes((len(temperatures),)) + words(temperatures)
    return lists + words((current, voltage, 2500)) + bytes((p,)) + tail


def alarm_body(
    cells: bytes = bytes(16),
    temperatures: bytes = bytes(6),
    *,
    limits: bytes = bytes(3),
    status: bytes = bytes(9),
    behind: bytes = b"",
) -> bytes:
    """A pack's part of a 44H reply; `limits` are charge current, voltage, discharge current."""
    lists = bytes((len(cells),)) + cells + bytes((len(temperatures),)) + temperatures
    return lists + limits + status + behind


def reply(*bodies: bytes, number: int = 1, flag: int = 0, address: int = 1, version: int = 0x25) -> Frame:
    """A reply with the values of these packs."""
    return Frame(version, address, 0x46, 0x00, bytes((flag, number)) + b"".join(bodies))
