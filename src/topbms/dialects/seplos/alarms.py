"""Reply to 44H, alarms and states.

    flag  group  M  M cell bytes  N  N temperature bytes  current byte  voltage byte  P = 20
    events 1 to 6  switches  balancing 1-8, 9-16  system  disconnection 1-8, 9-16  events 7, 8   6 reserved bytes

Source: "Communication Protocol V2.0 (2019-10-15)", which names every bit; four captured frames end at the last byte of
this drawing, and one program that read the events a byte late (flip555, issue 76) was wrong. Event 4 has protection
before warning for the power temperature: the document's order, unlike all others. Transient overcurrent is the second,
higher limit of the discharge current by its parameter (negative, above the first in size).
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeAlias

from topbms.dialects.cellbytes import LIMITS, with_cells
from topbms.dialects.family import whole
from topbms.model.alarms import Alarm, AlarmReport, Level
from topbms.protocol.payload import Choice, Counted, Number, Octets, Table

_STATUS_BYTES = 14
_COUNT = 20  # with the reserved ones
_RESERVED = _COUNT - _STATUS_BYTES

FLAG = "data_flag"

TABLE = Table(
    Number(FLAG),
    Number("pack"),
    Counted(Number("cell_limits", words=LIMITS), least=1, most=32),
    Counted(Number("temperature_limits", words=LIMITS), most=32),
    Number("current_limit", words=LIMITS),
    Number("voltage_limit", words=LIMITS),
    Choice(
        "status_count",
        {
            _COUNT: (
                *(Number(f"status_{byte}") for byte in range(1, _STATUS_BYTES + 1)),
                Octets("extra", _RESERVED),
            )
        },
    ),
)
"""The payload, both ways. Status bytes are numbered by their place."""

_W, _P, _F = Level.WARNING, Level.PROTECTION, Level.FAULT
_Bit: TypeAlias = Alarm | str | None  # an alarm, a state, or nothing that a source names


def _each(level: Level, codes: str) -> tuple[Alarm, ...]:
    return tuple(Alarm(code, level) for code in codes.split())


def _pairs(codes: str) -> tuple[Alarm, ...]:
    """Warning, then protection of each."""
    return tuple(Alarm(code, level) for code in codes.split() for level in (_W, _P))


def _cells(code: str, first: int) -> tuple[Alarm, ...]:
    return tuple(Alarm(code, _F, first + bit) for bit in range(8))


STATUS: Mapping[int, tuple[_Bit, ...]] = {
    1: _each(
        _F,
        "voltage_sensor_fault temperature_sensor_fault current_sensor_fault key_switch_fault "
        "cell_difference charge_mosfet_fault discharge_mosfet_fault current_limiter_fault",
    ),
    2: _pairs("cell_overvoltage cell_undervoltage pack_overvoltage pack_undervoltage"),
    3: _pairs(
        "charge_high_temperature charge_low_temperature discharge_high_temperature discharge_low_temperature",
    ),
    4: (
        *_pairs("environment_high_temperature environment_low_temperature"),
        Alarm("mosfet_high_temperature", _P),
        Alarm("mosfet_high_temperature", _W),
        Alarm("cell_low_temperature", _W),  # so cold that the BMS heats
        None,
    ),
    5: (
        *_pairs("charge_overcurrent discharge_overcurrent"),
        *_each(_P, "discharge_overcurrent_2 short_circuit overcurrent_lock short_circuit_lock"),
    ),
    6: (
        Alarm("charger_overvoltage", _P),
        "recharge_waiting",
        *_pairs("soc_low"),
        *_each(_P, "charge_forbidden charger_reversed"),
        Alarm("output_connection_fault", _F),
        None,
    ),
    7: ("discharge_mosfet", "charge_mosfet", "current_limiting", "heating", *[None] * 4),
    10: ("discharging", "charging", "float_charging", None, "standby", "shutdown", None, None),
    11: _cells("cell_disconnected", 1),
    12: _cells("cell_disconnected", 9),
    13: (*[None] * 4, "automatic_charge_waiting", "manual_charge_waiting", None, None),
    14: (
        *_each(_F, "parameter_storage_fault clock_fault"),
        *_each(_W, "voltage_calibration_missing current_calibration_missing zero_calibration_missing"),
        *[None] * 3,
    ),
}
"""Status byte by its place (1-based) to its bits, bit 0 first. Bytes 8 and 9 are the cells being balanced."""

_BALANCING = (8, 9)
_STATES = tuple(bit for bits in STATUS.values() for bit in bits if isinstance(bit, str))
_BY_CELL = "cell_disconnected"


@lru_cache(maxsize=512)
def decode_alarms(info: bytes) -> AlarmReport:
    """Alarms and states of a 44H reply; raises FrameError "payload" for INFO that is not this table's.

    A pack says the same for hours, so the newest reports of all packs are kept.
    """
    values: list[Any] = whole(TABLE, info)
    flag, group, cells, temperatures, current, voltage, _, *status, reserved = values
    bits = tuple(_set_bits(status))
    found = dict.fromkeys(bit for bit in bits if isinstance(bit, Alarm))
    return AlarmReport(
        pack=group,
        alarms=tuple(with_cells(found, cells)),
        states=MappingProxyType({state: state in bits for state in _STATES}),
        cell_limits=cells,
        temperature_limits=temperatures,
        current_limit=current,
        voltage_limit=voltage,
        extra=reserved,
        balancing=tuple(_balanced(status)),
        further=MappingProxyType(dict(_unexplained(flag, status))),
    )


def encode_alarms(report: AlarmReport, group: int) -> bytes:
    """INFO of a 44H reply; codes that this dialect has no bit for are left out."""
    values: list[Any] = [
        round(report.further.get(FLAG, 0)),
        group,
        report.cell_limits,
        report.temperature_limits,
        report.current_limit or "normal",
        report.voltage_limit or "normal",
        _COUNT,
        *(_status_byte(byte, report) for byte in range(1, _STATUS_BYTES + 1)),
        report.extra.ljust(_RESERVED, b"\0"),
    ]
    return TABLE.encode(values)


def _set_bits(status: Iterable[int]) -> Iterator[_Bit]:
    """What the bits that are set mean, in the order of the wire."""
    for number, byte in enumerate(status, 1):
        for bit, meaning in enumerate(STATUS.get(number, ())):
            if byte >> bit & 1:
                yield meaning


def _balanced(status: list[int]) -> Iterator[int]:
    for place, number in enumerate(_BALANCING):
        yield from (8 * place + bit + 1 for bit in range(8) if status[number - 1] >> bit & 1)


def _unexplained(flag: int, status: Iterable[int]) -> Iterator[tuple[str, float]]:
    """The flag, and by its status byte whatever bits are set that no source names; nothing where all are 0."""
    if flag:
        yield FLAG, flag
    for number, byte in enumerate(status, 1):
        unnamed = sum(1 << bit for bit, meaning in enumerate(STATUS.get(number, ())) if meaning is None)
        if byte & unnamed:
            yield f"status_{number}", byte & unnamed


def _status_byte(byte: int, report: AlarmReport) -> int:
    """The byte as the pack would set it for this report."""
    if byte in _BALANCING:
        first = 8 * _BALANCING.index(byte) + 1
        return sum(1 << cell - first for cell in report.balancing or () if first <= cell < first + 8)
    active = {alarm if alarm.code == _BY_CELL else Alarm(alarm.code, alarm.level) for alarm in report.alarms}
    named = sum(1 << bit for bit, meaning in enumerate(STATUS[byte]) if _is_set(meaning, active, report))
    return named | round(report.further.get(f"status_{byte}", 0))


def _is_set(meaning: _Bit, active: set[Alarm], report: AlarmReport) -> bool:
    return report.states.get(meaning, False) if isinstance(meaning, str) else meaning in active
