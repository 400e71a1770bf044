"""Payloads packed by hand, and a battery that says what a test wants. Nothing here uses the tables under test."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.dialects.alarmbits import BitTable
from topbms.model.alarms import AlarmReport
from topbms.model.fragment import Analog, Product

NO_STATUS = bytes(15)

BITS = BitTable(
    15,
    """
1  W cell_overvoltage       | W cell_undervoltage     | W pack_overvoltage      | W pack_undervoltage     \
 | W charge_overcurrent     | W discharge_overcurrent | W cell_difference       | P cell_difference
2  P cell_overvoltage       | P cell_undervoltage     | P pack_overvoltage      | P pack_undervoltage     \
 | P charge_overcurrent     | P discharge_overcurrent | P discharge_overcurrent_2 | P short_circuit
3  W charge_high_temperature | W charge_low_temperature | W discharge_high_temperature | W discharge_low_temperature \
 | W environment_high_temperature | W environment_low_temperature | W mosfet_high_temperature | W mosfet_low_temperature
4  P charge_high_temperature | P charge_low_temperature | P discharge_high_temperature | P discharge_low_temperature \
 | P environment_high_temperature | P environment_low_temperature | P mosfet_high_temperature | P mosfet_low_temperature
5  W charger_reversed       | W soc_low               | F charge_mosfet_fault   | F discharge_mosfet_fault \
 | W cell_high_temperature  | W cell_low_temperature  | S charging              | S discharging
6  S discharge_mosfet       | S charge_mosfet         | S precharge             | S ac_present \
 | S fully_charged          | S charge_limit_enabled  | S current_limiting      | S self_depletion
7  S heating_enabled        | S heating               | S cooling_enabled       | S cooling \
 | S buzzer_enabled         | S buzzer                | S led_enabled           | S gprs_enabled
14 F discharge_mosfet_damaged | F charge_mosfet_damaged | F front_end_fault     | F clock_fault \
 | F data_storage_fault     | F parameter_storage_fault | P high_voltage        | F precharge_mosfet_damaged
15 P insulation_positive    | P insulation_negative   | F cell_fault            | F temperature_sensor_fault \
 | F vibration_sensor_fault | -                       | -                       | -
""",
)
"""Status bytes."""


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
