"""What a field of a payload is called, and how its value is written, in a language."""

from topbms.model.alarms import Alarm, Level
from topbms.model.fragment import label_of
from topbms.model.quantities import QUANTITIES
from topbms.model.words import Words, logbook
from topbms.model.words.notation import number, plain
from topbms.protocol.columns import Field

_LABELS = {
    "pack": "Pack",
    "user_defined": "User-defined number",
    "balancing_1_to_16": "Balancing of cells 16 to 1",
    "balancing_17_to_32": "Balancing of cells 32 to 17",
    "balancing_1_to_32": "Balancing of cells 32 to 1",
    "cell_limits": "Alarm byte of cell",
    "temperature_limits": "Alarm byte of temperature",
    "current_limit": "Alarm byte of the current",
    "voltage_limit": "Alarm byte of the voltage",
    "environment_limit": "Alarm byte of the environment",
    "mosfet_limit": "Alarm byte of the MOSFET",
    "short_circuit": "Short circuit",
    "short_circuit_count": "Short circuits so far",
    "status_count": "Number of status bytes",
    "company": "Company",
    "production_date": "Production date",
    "module": "Module",
    "version": "Version",
    "battery_type": "Battery type",
    "serial_number": "Serial number",
    "remarks": "Remarks",
    "extra": "Not explained by any source",
    "data_flag": "Flags",
    "hottest": "Warmest cell temperature",
    "coldest": "Coldest cell temperature",
    "total_charge": "Charged so far (Ah)",
    "total_discharge": "Discharged so far (Ah)",
    "total_charge_energy": "Charged so far (kWh)",
    "total_discharge_energy": "Discharged so far (kWh)",
    "charge_hours": "Time spent charging (h)",
    "discharge_hours": "Time spent discharging (h)",
    "charge_count": "Charges so far",
    "discharge_count": "Discharges so far",
    "resistance": "Resistance (mΩ)",
    "status_voltage": "Status of the voltage",
    "status_current": "Status of the current",
    "status_temperature": "Status of the temperature",
    "status_balancing": "Status of the balancing",
    "status_capacity": "Status of the capacity",
    "status_system": "Status of the pack",
    "status_warnings": "Warnings and faults",
    "status_switches": "Switches",
    "status_overvoltage_protection_1_to_16": "Overvoltage protection of cells 16 to 1",
    "status_undervoltage_protection_1_to_16": "Undervoltage protection of cells 16 to 1",
    "status_overvoltage_warning_1_to_16": "Overvoltage warning of cells 16 to 1",
    "status_undervoltage_warning_1_to_16": "Undervoltage warning of cells 16 to 1",
    "status_overvoltage_protection_17_to_32": "Overvoltage protection of cells 32 to 17",
    "status_undervoltage_protection_17_to_32": "Undervoltage protection of cells 32 to 17",
    "status_overvoltage_warning_17_to_32": "Overvoltage warning of cells 32 to 17",
    "status_undervoltage_warning_17_to_32": "Undervoltage warning of cells 32 to 17",
    "status_machine": "Status of the BMS",
    "status_inputs": "Inputs",
    "status_bytes": "Status byte",
    "unexplained_word": "Not explained by any source",
    "port_reading": "Voltage at the port, scale unknown",
    "balancing_1_to_8": "Balancing of cells 8 to 1",
    "balancing_9_to_16": "Balancing of cells 16 to 9",
    "charge_current_limit": "Alarm byte of the charge current",
    "discharge_current_limit": "Alarm byte of the discharge current",
    "terminal_voltage": "Voltage at the terminals (V)",
    "terminal_current": "Current at the terminals (A)",
    "summary_remaining_capacity": "Remaining capacity in all (Ah)",
    "summary_full_capacity": "Full capacity in all (Ah)",
    "packs": "Number of packs",
    "reserved": "Reserved",
}
"""Fields that are no quantity of the catalogue and no status byte."""

_BALANCING, _STATUS, _FLAGS = "balancing_", "status_", "flags_"
_LIMITS = ("_limit", "_limits")
_WORDS = {"balance_mode", "rs485_protocol", "can_protocol", "short_circuit_protection", "record_step"}
_ALARM = "alarm_number"
_COUNT = "_count"  # of one legal value, which needs no word


def label(field: Field, words: Words) -> str:
    """The quantity's label, or the field's own; an item of a list with its number."""
    name = _name(field.name, words)
    if field.item is None:
        return name
    return f"{name} {field.item}" if field.item else words.say("{what}: how many", what=name)


def value(field: Field, words: Words, *, with_unit: bool = True) -> str:
    """The value, with its unit or without."""
    if isinstance(field.value, bytes):
        return ""
    if field.value == "" and field.name.endswith(_COUNT):
        return str(int.from_bytes(field.raw))
    if isinstance(field.value, str):
        return _text(field.name, field.value, words)
    if field.item != 0 and field.name in QUANTITIES:
        write = number if with_unit else plain
        return write(QUANTITIES[field.name], field.value, words.language)
    if field.unit:
        return logbook.value(field.value, field.unit if with_unit else "", words)
    return _bits(field.raw) if field.item != 0 and _is_bitwise(field.name) else str(field.value)


def _name(name: str, words: Words) -> str:
    if name in QUANTITIES:
        return words.quantities[name]
    if name in _LABELS:
        return words.say(_LABELS[name])
    if name.startswith(_STATUS):
        return words.say("Status byte {number}", number=name.removeprefix(_STATUS))
    if name.startswith(_FLAGS):
        return words.say("Switches, byte {number}", number=name.removeprefix(_FLAGS))
    return logbook.capital(words.say(label_of(name)))


def _text(name: str, text: str, words: Words) -> str:
    """A word of the protocol in the reader's language; a text of the pack as it is, if a terminal can show it."""
    if name.endswith(_LIMITS) or name in _WORDS:
        return words.say(text)
    if name == _ALARM:
        return _alarm(text, words)
    return text if text.isprintable() else ascii(text)


def _is_bitwise(name: str) -> bool:
    return name.startswith((_BALANCING, _STATUS, _FLAGS)) and name != "status_count"


def _bits(raw: bytes) -> str:
    return f"{int.from_bytes(raw, 'big'):0{8 * len(raw)}b}"


def _alarm(text: str, words: Words) -> str:
    """The alarm of a record, named as `Alarm` writes itself, with "over" behind it where it ended."""
    code, _, rest = text.partition(" ")
    level, _, over = rest.partition(" ")
    if not level:
        return words.states.get(code, code)
    said = words.alarm(Alarm(code, Level(level)))
    return words.say("over: {alarm}", alarm=said) if over else said
