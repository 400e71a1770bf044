"""Reply to 44H, alarms and states.

    pp  M  M cell bytes  N  N temperature bytes  current byte  voltage byte
    short circuit: state (bit 7), times   count byte   15 status bytes   0 to 2 reserved bytes

Sources: one captured frame (Sylcin) for the layout; each status bit was seen on the vendor's Windows monitor, but
GPRS (7.7) and cell failures (8 to 13), which only the document V1.7 names. Against the document the short-circuit
state stands before its count (monitor), the count byte is 0F (capture) or 0A (document) and says nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TypeAlias

from topbms.dialects.cellbytes import LIMITS, with_cells
from topbms.model.alarms import Alarm, AlarmReport, Level
from topbms.protocol.payload import Counted, Number, Table, Value

_STATUS_BYTES = 15
_SHORT_CIRCUIT = 0x80

TABLE = Table(
    Number("pack"),
    Counted(Number("cell_limits", words=LIMITS), least=1, most=32),
    Counted(Number("temperature_limits", words=LIMITS), most=32),
    Number("current_limit", words=LIMITS),
    Number("voltage_limit", words=LIMITS),
    Number("short_circuit"),
    Number("short_circuit_count"),
    Number("status_count"),
    *(Number(f"status_{byte}") for byte in range(1, _STATUS_BYTES + 1)),
)
"""The payload, both ways."""

RESERVED = 2
"""The most reserved bytes behind it: none was seen, 1 (capture) and 2 (document)."""

_W, _P, _F = Level.WARNING, Level.PROTECTION, Level.FAULT
_Meaning: TypeAlias = tuple[str, Level] | str | None  # an alarm, a state, or nothing that a source names


def _each(level: Level, codes: str) -> tuple[tuple[str, Level], ...]:
    return tuple((code, level) for code in codes.split())


_VOLTAGE_AND_CURRENT = (
    "cell_overvoltage cell_undervoltage pack_overvoltage pack_undervoltage charge_overcurrent discharge_overcurrent"
)
_TEMPERATURES = (
    "charge_high_temperature charge_low_temperature discharge_high_temperature discharge_low_temperature "
    "environment_high_temperature environment_low_temperature mosfet_high_temperature mosfet_low_temperature"
)

STATUS: Mapping[int, tuple[_Meaning, ...]] = {
    1: (*_each(_W, _VOLTAGE_AND_CURRENT + " cell_difference"), ("cell_difference", _P)),
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
_Bit: TypeAlias = Alarm | str | None
_BITS: Mapping[int, tuple[_Bit, ...]] = {
    **{byte: tuple(Alarm(*bit) if isinstance(bit, tuple) else bit for bit in bits) for byte, bits in STATUS.items()},
    **{
        byte: tuple(Alarm("cell_failure", _F, 8 * (byte - _FAILURES.start) + bit + 1) for bit in range(8))
        for byte in _FAILURES
    },
}
_STATES = tuple(bit for byte in sorted(_BITS) for bit in _BITS[byte] if isinstance(bit, str))


@lru_cache(maxsize=512)
def decode_alarms(info: bytes) -> AlarmReport:
    """Alarms and states of a 44H reply; raises FrameError "payload" with the offset of what does not fit.

    A pack says the same for hours, so the newest reports of all packs are kept.
    """
    values, end = TABLE.decode(info)
    pack, cells, temperatures, current, voltage, short_circuit, short_circuit_count, _, *status = values
    bits = tuple(_set_bits(status))
    found = dict.fromkeys(bit for bit in bits if isinstance(bit, Alarm))
    if short_circuit & _SHORT_CIRCUIT:
        found[Alarm("short_circuit", _P)] = None
    return AlarmReport(
        pack=pack,
        alarms=tuple(with_cells(found, cells)),
        states=MappingProxyType({state: state in bits for state in _STATES}),
        cell_limits=cells,
        temperature_limits=temperatures,
        current_limit=current,
        voltage_limit=voltage,
        short_circuit_count=short_circuit_count,
        extra=info[end:],
    )


def encode_alarms(report: AlarmReport) -> bytes:
    """INFO of a 44H reply; codes that this dialect has no bit for are left out."""
    values: list[Value] = [
        report.pack,
        report.cell_limits,
        report.temperature_limits,
        report.current_limit or "normal",
        report.voltage_limit or "normal",
        _SHORT_CIRCUIT if Alarm("short_circuit", _P) in report.alarms else 0,
        report.short_circuit_count or 0,
        _STATUS_BYTES,
    ]
    values += [_status_byte(byte, report) for byte in range(1, _STATUS_BYTES + 1)]
    return TABLE.encode(values) + report.extra


def _set_bits(status: Iterable[int]) -> Iterator[_Bit]:
    """What the bits that are set mean, in the order of the wire."""
    for number, byte in enumerate(status, 1):
        for bit, meaning in enumerate(_BITS[number]):
            if byte >> bit & 1:
                yield meaning


def _status_byte(byte: int, report: AlarmReport) -> int:
    """The byte as the pack would set it for this report."""
    active = {alarm if alarm.code == "cell_failure" else Alarm(alarm.code, alarm.level) for alarm in report.alarms}
    return sum(1 << bit for bit, meaning in enumerate(_BITS[byte]) if _is_set(meaning, active, report))


def _is_set(meaning: _Bit, active: set[Alarm], report: AlarmReport) -> bool:
    return report.states.get(meaning, False) if isinstance(meaning, str) else meaning in active
