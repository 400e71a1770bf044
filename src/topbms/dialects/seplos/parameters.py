"""Reply to 47H, parameters.

    flag  60  60 words  27  27 bytes  8  8 bytes of switches  device name(10)

Source: the maker's "Agreement" file of 16S V2.0, in which its Windows program names each number, as two independent
readers give it (a register reference; openbms); both captured frames end at the last byte of this drawing, and their
values are those of a usual 16-cell pack. The counts 60, 27 and 8 must stand where they stand. The reply has no byte for
the pack. Temperatures are 0.1 K from 2731 on.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from topbms.dialects.family import whole
from topbms.model.fragment import Parameter, Parameters, Setting
from topbms.protocol.payload import Field, Number, Octets, Table, Text

_UNITS = {
    "mV": ("V", Number("", 2, divisor=1000)),
    "cV": ("V", Number("", 2, divisor=100)),
    "dK": ("°C", Number("", 2, divisor=10, offset=2731)),
    "cA": ("A", Number("", 2, signed=True, divisor=100)),
    "ms": ("ms", Number("", 2)),
    "cAh": ("Ah", Number("", 2, divisor=100)),
}
"""What the words are counted in: the unit, and how the number is made."""

_WORDS = {
    "mV": """cell_high_voltage_warning cell_high_voltage_warning_recovery
        cell_low_voltage_warning cell_low_voltage_warning_recovery
        cell_overvoltage_protection cell_overvoltage_recovery cell_undervoltage_protection cell_undervoltage_recovery
        balancing_start_voltage charge_forbidden_below""",
    "cV": """pack_high_voltage_warning pack_high_voltage_warning_recovery
        pack_low_voltage_warning pack_low_voltage_warning_recovery
        pack_overvoltage_protection pack_overvoltage_recovery pack_undervoltage_protection pack_undervoltage_recovery
        charger_overvoltage_protection charger_overvoltage_recovery""",
    "dK": """charge_high_temperature_warning charge_high_temperature_warning_recovery
        charge_low_temperature_warning charge_low_temperature_warning_recovery
        charge_high_temperature_protection charge_high_temperature_recovery
        charge_low_temperature_protection charge_low_temperature_recovery
        discharge_high_temperature_warning discharge_high_temperature_warning_recovery
        discharge_low_temperature_warning discharge_low_temperature_warning_recovery
        discharge_high_temperature_protection discharge_high_temperature_recovery
        discharge_low_temperature_protection discharge_low_temperature_recovery
        heating_start heating_end
        environment_high_temperature_warning environment_high_temperature_warning_recovery
        environment_low_temperature_warning environment_low_temperature_warning_recovery
        environment_high_temperature_protection environment_high_temperature_recovery
        environment_low_temperature_protection environment_low_temperature_recovery
        mosfet_high_temperature_warning mosfet_high_temperature_warning_recovery
        mosfet_high_temperature_protection mosfet_high_temperature_recovery""",
    "cA": """charge_current_warning charge_current_warning_recovery
        discharge_current_warning discharge_current_warning_recovery
        charge_overcurrent_protection discharge_overcurrent_1_protection discharge_overcurrent_2_protection""",
    "ms": "soft_start_delay",
    "cAh": "rated_capacity remaining_capacity",
}
"""The 60 words in their order, by what they are counted in."""

_BYTES = (
    ("cell_difference_fault", "V", 100),
    ("cell_difference_recovery", "V", 100),
    ("balancing_start_difference", "V", 1000),
    ("balancing_end_difference", "V", 1000),
    ("idle_balancing_time", "h", 1),
    ("cells_in_series", "", 1),
    ("charge_overcurrent_delay", "s", 1),
    ("discharge_overcurrent_1_delay", "s", 1),
    ("discharge_overcurrent_2_delay", "ms", 1),
    ("overcurrent_recovery_delay", "s", 1),
    ("overcurrent_locks_after", "", 1),
    ("charge_limiting_time", "min", 1),
    ("charge_activation_time", "min", 1),
    ("charge_activation_interval", "h", 1),
    ("charge_activation_tries", "", 1),
    ("record_interval", "min", 1),
    ("standby_record_interval", "min", 1),
    ("standby_shutdown_time", "h", 1),
    ("soc_low_warning", "%", 1),
    ("soc_low_protection", "%", 1),
    ("recharge_below", "%", 1),
    ("cycle_counted_from", "%", 1),
    ("connection_fault_resistance", "mΩ", 10),
    ("compensation_1_cell", "", 1),
    ("compensation_1_resistance", "mΩ", 10),
    ("compensation_2_cell", "", 1),
    ("compensation_2_resistance", "mΩ", 10),
)
"""The 27 bytes in their order: key, unit, divisor."""

_SWITCHES = """
    voltage_sensor_check temperature_sensor_check current_sensor_check key_switch_check cell_difference_check
    charge_mosfet_check discharge_mosfet_check current_limiter_check
    cell_overvoltage_warning cell_overvoltage_protection cell_undervoltage_warning cell_undervoltage_protection
    pack_overvoltage_warning pack_overvoltage_protection pack_undervoltage_warning pack_undervoltage_protection
    charge_high_temperature_warning charge_high_temperature_protection charge_low_temperature_warning
    charge_low_temperature_protection discharge_high_temperature_warning discharge_high_temperature_protection
    discharge_low_temperature_warning discharge_low_temperature_protection
    environment_high_temperature_warning environment_high_temperature_protection
    environment_low_temperature_warning environment_low_temperature_protection mosfet_high_temperature_protection
    mosfet_high_temperature_warning heating switch_3_7
    charge_overcurrent_warning charge_overcurrent_protection discharge_overcurrent_1_warning
    discharge_overcurrent_1_protection discharge_overcurrent_2_protection short_circuit_protection overcurrent_lock
    short_circuit_lock
    charger_overvoltage_protection intermittent_charge soc_low_warning soc_low_protection
    charge_forbidden_when_empty reversed_output_protection output_connection_check soft_start
    charge_balancing idle_balancing balancing_time_limit balancing_temperature_limit automatic_charge_activation
    manual_charge_activation active_charge_limiting passive_charge_limiting
    shutdown_by_switch standby_shutdown history display switch_7_4 switch_7_5 switch_7_6 switch_7_7
"""
"""The bits of each byte of switches in turn, bit 0 first; by byte and bit where the readers differ or know no name."""

_EACH_SWITCH = tuple(f"{key}_enabled" for key in _SWITCHES.split())
_SWITCH_KEYS = tuple(_EACH_SWITCH[at : at + 8] for at in range(0, len(_EACH_SWITCH), 8))
_OFF_OR_ON = tuple([(Parameter(key, value=False), Parameter(key, value=True)) for key in keys] for keys in _SWITCH_KEYS)
_NAME = "device_name"


def _word_rows() -> Iterator[tuple[Number, str]]:
    for scale, keys in _WORDS.items():
        unit, number = _UNITS[scale]
        yield from ((number._replace(name=key), unit) for key in keys.split())


_ROWS = (*_word_rows(), *((Number(key, divisor=divisor), unit) for key, unit, divisor in _BYTES))
_WORD_COUNT = len(_ROWS) - len(_BYTES)

TABLE = Table(
    Number("data_flag"),
    Number("word_count", words={_WORD_COUNT: ""}),
    *(column for column, _ in _ROWS[:_WORD_COUNT]),
    Number("byte_count", words={len(_BYTES): ""}),
    *(column for column, _ in _ROWS[_WORD_COUNT:]),
    Number("switch_count", words={len(_SWITCH_KEYS): ""}),
    Octets("switches", len(_SWITCH_KEYS)),
    Text(_NAME, 10),
)
"""The payload, both ways."""


_UNITS_OF = {column.name: unit for column, unit in _ROWS}


def fields(info: bytes) -> Iterator[Field]:
    """Every value with its place and unit; raises as `decode_parameters` does."""
    return (field._replace(unit=_UNITS_OF.get(field.name, "")) for field in TABLE.fields(info))


def decode_parameters(info: bytes, address: int) -> Parameters:
    """What the BMS goes by; raises FrameError "payload" for INFO that is not this table's to the last byte."""
    values: list[Any] = whole(TABLE, info)
    flag, _, *words = values[: 2 + _WORD_COUNT]
    numbers = (*words, *values[3 + _WORD_COUNT : -3])
    _, switches, name = values[-3:]
    return Parameters(
        address,
        (
            *([Parameter("data_flag", flag)] if flag else []),
            *map(Parameter, _UNITS_OF, numbers, _UNITS_OF.values()),
            *_switched(switches),
            Parameter(_NAME, name),
        ),
    )


def encode_parameters(settings: Mapping[str, Setting]) -> bytes:
    """INFO of a 47H reply; raises KeyError for a parameter that is missing, ValueError for one that does not fit."""
    numbers: list[Any] = [settings[column.name] for column, _ in _ROWS]
    switches = bytes(_byte(keys, settings) for keys in _SWITCH_KEYS)
    values = (settings.get("data_flag", 0), "", *numbers[:_WORD_COUNT], "", *numbers[_WORD_COUNT:], "")
    return TABLE.encode((*values, switches, settings[_NAME]))


def _switched(switches: bytes) -> list[Parameter]:
    pairs = zip(switches, _OFF_OR_ON, strict=True)
    return [off_or_on[byte >> bit & 1] for byte, each in pairs for bit, off_or_on in enumerate(each)]


def _byte(keys: tuple[str, ...], settings: Mapping[str, Setting]) -> int:
    return sum(1 << bit for bit, key in enumerate(keys) if settings[key])
