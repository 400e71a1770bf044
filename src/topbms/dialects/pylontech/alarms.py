"""Reply to 44H, alarms and states, pack by pack as `topbms.dialects.pylontech.packs` tells.

    M  M cell bytes  N  N temperature bytes  charge current byte  voltage byte  discharge current byte
    5 status bytes, and at the end of INFO one more byte 00, or none

Sources: the paper V3.3 for the bits; two captured replies, one without and one with the last byte, which the paper does
not have. Its five status bytes are about what the BMS switched off, so bits of the first are protections; what comes
short of that stands in the bytes of cells and sensors.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from topbms.dialects.cellbytes import LIMITS, with_cells
from topbms.dialects.pylontech.packs import FLAG, Row, head, rows
from topbms.model.alarms import Alarm, AlarmReport, Level
from topbms.protocol.frame import Frame
from topbms.protocol.payload import Counted, Number, Table

_STATUS_BYTES = 5
_CHARGE, _DISCHARGE = "charge_current_limit", "discharge_current_limit"
_NORMAL = "normal"

SPARE = 1
"""The most bytes behind the last pack."""

TABLE = Table(
    Counted(Number("cell_limits", words=LIMITS), least=1, most=32),
    Counted(Number("temperature_limits", words=LIMITS), most=32),
    Number(_CHARGE, words=LIMITS),
    Number("voltage_limit", words=LIMITS),
    Number(_DISCHARGE, words=LIMITS),
    *(Number(f"status_{byte}") for byte in range(1, _STATUS_BYTES + 1)),
)
"""One pack, both ways."""

_Bit: TypeAlias = Alarm | str | None  # an alarm, a state, or nothing that the paper names


def _protection(code: str) -> Alarm:
    return Alarm(code, Level.PROTECTION)


def _cells(first: int) -> tuple[Alarm, ...]:
    return tuple(Alarm("cell_failure", Level.FAULT, first + bit) for bit in range(8))


STATUS: Mapping[int, tuple[_Bit, ...]] = {
    1: (
        _protection("pack_overvoltage"),
        _protection("cell_undervoltage"),
        _protection("charge_overcurrent"),
        None,
        _protection("discharge_overcurrent"),
        _protection("discharge_high_temperature"),
        _protection("charge_high_temperature"),
        _protection("pack_undervoltage"),
    ),
    2: ("precharge", "charge_mosfet", "discharge_mosfet", "module_power", None, None, None, None),
    3: ("buzzer", None, None, "fully_charged", None, "heating", "discharging", "charging"),
    4: _cells(1),
    5: _cells(9),
}
"""Status byte (1-based) to its bits, bit 0 first."""

_STATES = tuple(bit for bits in STATUS.values() for bit in bits if isinstance(bit, str))
_RAW = {word: raw for raw, word in LIMITS.items()}


def decode_alarms(frame: Frame) -> tuple[AlarmReport, ...]:
    """Alarms and states of a 44H reply, pack by pack; raises FrameError "payload"."""
    flag, found = rows(TABLE, frame.info, frame.address, SPARE)
    return tuple(_report(row, flag) for row in found)


def encode_alarms(report: AlarmReport, pack: int) -> bytes:
    """INFO of a 44H reply of one pack; codes that this dialect has no bit for are left out."""
    further = report.further
    values: list[Any] = [
        report.cell_limits,
        report.temperature_limits,
        LIMITS[round(further[_CHARGE])] if _CHARGE in further else report.current_limit or _NORMAL,
        report.voltage_limit or _NORMAL,
        LIMITS[round(further.get(_DISCHARGE, 0))],
        *(_status_byte(byte, report) for byte in STATUS),
    ]
    return head(further.get(FLAG, 0), pack) + TABLE.encode(values) + report.extra


def _report(row: Row, flag: int) -> AlarmReport:
    pack, values, extra = row
    cells, temperatures, charge, voltage, discharge, *status = values
    bits = tuple(_set_bits(status))
    found = dict.fromkeys(bit for bit in bits if isinstance(bit, Alarm))
    return AlarmReport(
        pack=pack,
        alarms=tuple(with_cells(found, cells)),
        states=MappingProxyType({state: state in bits for state in _STATES}),
        cell_limits=cells,
        temperature_limits=temperatures,
        current_limit=discharge if charge == _NORMAL else charge,
        voltage_limit=voltage,
        extra=extra,
        further=MappingProxyType({FLAG: flag, **dict(_further(charge, discharge, status))}),
    )


def _further(charge: str, discharge: str, status: Iterable[int]) -> Iterator[tuple[str, float]]:
    """Both bytes of the currents where the second says something, and by its byte what no source names."""
    if discharge != _NORMAL:
        yield from ((_CHARGE, _RAW[charge]), (_DISCHARGE, _RAW[discharge]))
    for number, byte in enumerate(status, 1):
        unnamed = sum(1 << bit for bit, meaning in enumerate(STATUS[number]) if meaning is None)
        if byte & unnamed:
            yield f"status_{number}", byte & unnamed


def _set_bits(status: Iterable[int]) -> Iterator[_Bit]:
    """What the bits that are set mean, in the order of the wire."""
    for number, byte in enumerate(status, 1):
        for bit, meaning in enumerate(STATUS[number]):
            if byte >> bit & 1:
                yield meaning


def _status_byte(byte: int, report: AlarmReport) -> int:
    """The byte as the pack would set it for this report."""
    active = {alarm if alarm.code == "cell_failure" else Alarm(alarm.code, alarm.level) for alarm in report.alarms}
    named = sum(1 << bit for bit, meaning in enumerate(STATUS[byte]) if _is_set(meaning, active, report))
    return named | round(report.further.get(f"status_{byte}", 0))


def _is_set(meaning: _Bit, active: set[Alarm], report: AlarmReport) -> bool:
    return report.states.get(meaning, False) if isinstance(meaning, str) else meaning in active
