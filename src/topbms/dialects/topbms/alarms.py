"""Reply to 44H, alarms and states.

    pp  M  M cell bytes  N  N temperature bytes  current byte  voltage byte
    short circuit: state (bit 7), times   count byte   15 status bytes   0 to 2 reserved bytes

Sources: one captured frame (Sylcin) for the layout; each status bit was seen on the vendor's Windows monitor, but
GPRS (7.7) and cell failures (8 to 13), which only the document V1.7 names. Against the document the short-circuit
state stands before its count (monitor), the count byte is 0F (capture) or 0A (document) and says nothing.
"""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from topbms.model.alarms import Alarm, AlarmReport, Level
from topbms.protocol.payload import Counted, Number, Table, Values

_LIMITS = {0x00: "normal", 0x01: "low", 0x02: "high", 0xF0: "fault"}
_LIMIT_BYTES = {word: byte for byte, word in _LIMITS.items()}
_LEGAL = tuple(_LIMITS)
_STATUS_BYTES = 15
_USUAL_COUNT = 0x0F
_SHORT_CIRCUIT = 0x80

_TABLE = Table(
    Number("pack"),
    Counted(Number("cell_limits", legal=_LEGAL), least=1, most=48),
    Counted(Number("temperature_limits", legal=_LEGAL), most=32),
    Number("current_limit", legal=_LEGAL),
    Number("voltage_limit", legal=_LEGAL),
    Number("short_circuit"),
    Number("short_circuit_count"),
    Number("status_count"),
    *(Number(f"status_{byte}") for byte in range(1, _STATUS_BYTES + 1)),
)

_W, _P, _F = Level.WARNING, Level.PROTECTION, Level.FAULT
_Bit: TypeAlias = tuple[str, Level] | str | None  # an alarm, a state, or a bit without a meaning


def _each(level: Level, codes: str) -> tuple[_Bit, ...]:
    return tuple((code, level) for code in codes.split())


_VOLTAGE_AND_CURRENT = (
    "cell_overvoltage cell_undervoltage pack_overvoltage pack_undervoltage charge_overcurrent discharge_overcurrent"
)
_TEMPERATURES = (
    "charge_high_temperature charge_low_temperature discharge_high_temperature discharge_low_temperature "
    "environment_high_temperature environment_low_temperature mosfet_high_temperature mosfet_low_temperature"
)

STATUS: dict[int, tuple[_Bit, ...]] = {
    1: (*_each(_W, _VOLTAGE_AND_CURRENT), ("cell_difference", _W), ("cell_difference", _P)),
    2: _each(_P, _VOLTAGE_AND_CURRENT + " discharge_overcurrent_2 short_circuit"),
    3: _each(_W, _TEMPERATURES),
    4: _each(_P, _TEMPERATURES),
    5: (
        *_each(_W, "charger_reversed soc_low"),
        *_each(_F, "charge_mosfet_fault discharge_mosfet_fault"),
        *_each(_W, "cell_high_temperature cell_low_temperature"),
        "charging",
        "discharging",
    ),
    6: (
        "discharge_mosfet",
        "charge_mosfet",
        "precharge",
        "ac_present",
        "fully_charged",
        "charge_limit_enabled",
        "current_limiting",
        "self_depletion",
    ),
    7: (
        "heating_enabled",
        "heating",
        "cooling_enabled",
        "cooling",
        "buzzer_enabled",
        "buzzer",
        "led_enabled",
        "gprs_enabled",
    ),
    14: (
        *_each(_F, "discharge_mosfet_damaged charge_mosfet_damaged front_end_fault clock_fault"),
        *_each(_F, "data_storage_fault parameter_storage_fault"),
        ("high_voltage", _P),
        ("precharge_mosfet_damaged", _F),
    ),
    15: (
        *_each(_P, "insulation_positive insulation_negative"),
        *_each(_F, "cell_fault temperature_sensor_fault vibration_sensor_fault"),
        None,
        None,
        None,
    ),
}
"""Status byte (1-based) to its bits, bit 0 first. Bytes 8 to 13 are the failures of cells 1 to 48."""

_FAILURES = range(8, 14)
_MATCHING = {"low": "cell_undervoltage", "high": "cell_overvoltage", "fault": "cell_fault"}
_OF_ITS_OWN = {"low": "cell_low", "high": "cell_high", "fault": "cell_fault"}


def decode_alarms(info: bytes) -> AlarmReport:
    """Alarms and states of a 44H reply; raises FrameError "payload" with the offset of what does not fit."""
    values, end = _TABLE.decode(info)
    limits = tuple(_LIMITS[byte] for byte in values["cell_limits"])
    status = {byte: values[f"status_{byte}"] for byte in range(1, _STATUS_BYTES + 1)}
    found = dict.fromkeys(_status_alarms(status))
    if values["short_circuit"] & _SHORT_CIRCUIT:
        found[Alarm("short_circuit", _P)] = None
    return AlarmReport(
        pack=values["pack"],
        alarms=tuple(_with_cells(tuple(found), limits)),
        states=dict(_states(status)),
        cell_limits=limits,
        temperature_limits=tuple(_LIMITS[byte] for byte in values["temperature_limits"]),
        current_limit=_LIMITS[values["current_limit"]],
        voltage_limit=_LIMITS[values["voltage_limit"]],
        short_circuit_count=values["short_circuit_count"],
        extra=info[end:],
    )


def encode_alarms(report: AlarmReport) -> bytes:
    """INFO of a 44H reply; codes that this dialect has no bit for are left out."""
    values: Values = {
        "pack": report.pack,
        "cell_limits": tuple(_LIMIT_BYTES[word] for word in report.cell_limits),
        "temperature_limits": tuple(_LIMIT_BYTES[word] for word in report.temperature_limits),
        "current_limit": _LIMIT_BYTES[report.current_limit or "normal"],
        "voltage_limit": _LIMIT_BYTES[report.voltage_limit or "normal"],
        "short_circuit": _SHORT_CIRCUIT if Alarm("short_circuit", _P) in report.alarms else 0,
        "short_circuit_count": report.short_circuit_count or 0,
        "status_count": _USUAL_COUNT,
    }
    for byte in range(1, _STATUS_BYTES + 1):
        values[f"status_{byte}"] = _status_byte(byte, report)
    return _TABLE.encode(values) + report.extra


def _status_alarms(status: dict[int, int]) -> Iterator[Alarm]:
    for byte, bits in STATUS.items():
        for bit, meaning in enumerate(bits):
            if isinstance(meaning, tuple) and status[byte] >> bit & 1:
                yield Alarm(*meaning)
    for byte in _FAILURES:
        for bit in range(8):
            if status[byte] >> bit & 1:
                yield Alarm("cell_failure", _F, 8 * (byte - _FAILURES.start) + bit + 1)


def _states(status: dict[int, int]) -> Iterator[tuple[str, bool]]:
    for byte, bits in STATUS.items():
        for bit, meaning in enumerate(bits):
            if isinstance(meaning, str):
                yield meaning, bool(status[byte] >> bit & 1)


def _with_cells(alarms: tuple[Alarm, ...], limits: tuple[str, ...]) -> Iterator[Alarm]:
    """Join the cell bytes with the status alarms: a cell names the alarm it matches, or is one of its own."""
    cells = {word: [i + 1 for i, limit in enumerate(limits) if limit == word] for word in _MATCHING}
    failed = {alarm.cell for alarm in alarms if alarm.code == "cell_failure"}
    cells["fault"] = [cell for cell in cells["fault"] if cell not in failed]
    for alarm in alarms:
        yield from _named(alarm, cells)
    codes = {alarm.code for alarm in alarms}
    for word, numbers in cells.items():
        if _MATCHING[word] not in codes:
            yield from (Alarm(_OF_ITS_OWN[word], _W, cell) for cell in numbers)


def _named(alarm: Alarm, cells: dict[str, list[int]]) -> Iterable[Alarm]:
    numbers = next((cells[word] for word, code in _MATCHING.items() if code == alarm.code), [])
    return [Alarm(alarm.code, alarm.level, cell) for cell in numbers] or [alarm]


def _status_byte(byte: int, report: AlarmReport) -> int:
    """The byte as the pack would set it for this report."""
    if byte in _FAILURES:
        first = 8 * (byte - _FAILURES.start) + 1
        return sum(1 << bit for bit in range(8) if Alarm("cell_failure", _F, first + bit) in report.alarms)
    active = {(alarm.code, alarm.level) for alarm in report.alarms}
    return sum(1 << bit for bit, meaning in enumerate(STATUS[byte]) if _is_set(meaning, active, report))


def _is_set(meaning: _Bit, active: set[tuple[str, Level]], report: AlarmReport) -> bool:
    if isinstance(meaning, str):
        return report.states.get(meaning, False)
    return meaning in active
