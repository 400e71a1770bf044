"""Payloads packed by hand. Nothing here uses the tables under test."""

from collections.abc import Sequence

from tests.dialects.alarmbits import BitTable

BITS = BitTable(
    14,
    """
1  F voltage_sensor_fault | F temperature_sensor_fault | F current_sensor_fault | F key_switch_fault \
 | F cell_difference | F charge_mosfet_fault | F discharge_mosfet_fault | F current_limiter_fault
2  W cell_overvoltage | P cell_overvoltage | W cell_undervoltage | P cell_undervoltage \
 | W pack_overvoltage | P pack_overvoltage | W pack_undervoltage | P pack_undervoltage
3  W charge_high_temperature | P charge_high_temperature | W charge_low_temperature | P charge_low_temperature \
 | W discharge_high_temperature | P discharge_high_temperature | W discharge_low_temperature \
 | P discharge_low_temperature
4  W environment_high_temperature | P environment_high_temperature | W environment_low_temperature \
 | P environment_low_temperature | P mosfet_high_temperature | W mosfet_high_temperature | W cell_low_temperature | -
5  W charge_overcurrent | P charge_overcurrent | W discharge_overcurrent | P discharge_overcurrent \
 | P discharge_overcurrent_2 | P short_circuit | P overcurrent_lock | P short_circuit_lock
6  P charger_overvoltage | S recharge_waiting | W soc_low | P soc_low \
 | P charge_forbidden | P charger_reversed | F output_connection_fault | -
7  S discharge_mosfet | S charge_mosfet | S current_limiting | S heating | - | - | - | -
10 S discharging | S charging | S float_charging | - | S standby | S shutdown | - | -
13 - | - | - | - | S automatic_charge_waiting | S manual_charge_waiting | - | -
14 F parameter_storage_fault | F clock_fault | W voltage_calibration_missing | W current_calibration_missing \
 | W zero_calibration_missing | - | - | -
""",
)
"""Status bytes in the order of the wire."""


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
