"""Reply to 44H, alarms and states.

    INFOFLAG(00 or 01)  pp, or the number of packs for FF   then each pack:
    M  M cell bytes  N  N temperature bytes  charge current byte  voltage byte  discharge current byte
    7 bytes of status and 2 of balancing:
    1 protection  2 protection  3 indication  4 control  5 fault  cells 1-8  cells 9-16  6 warning  7 warning
    then 0, 1, 2, 4 or 5 bytes

Sources: RS232 2018-07-05, RS485 2018-06-15 and RS232 V3.1 for the bits; six captured replies for the lengths (with
0 or 1 byte at the end). In none of them is an alarm active.

- Status 4: V3.1 names bits 1 and 2 "charge (discharge) MOSFET enabled". In each capture they are 0 while both
  MOSFETs are on, and in 2018 they had no name, so they are no states here.
- Status 2 bit 7 "Fully": fully charged, as a user saw it.
- Status 1 bit 7, status 3 bit 6: V3.1 only.
- The byte at the end is the inverter protocol in one paper (2022-05-25, "so that packs do not take it for a fault"),
  a status of faults in a later one (2022-12-03); captured are 00, 11 and 31 from packs without a fault, so it is not
  read. Two, four and five bytes are V3.1's: never captured, not read either.
- INFOFLAG and bits without a name, of which no source tells the meaning, and the bytes of both currents, for which a
  report has one word, are `further`. The bytes at the end are `extra`.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from topbms.dialects.cellbytes import LIMITS, with_cells
from topbms.dialects.pace import split
from topbms.model.alarms import Alarm, AlarmReport, Level
from topbms.protocol.payload import Counted, Number, Table, Value

_BYTES: Mapping[int, str] = dict(LIMITS) | {raw: f"user {raw:02X}" for raw in range(0x80, 0xF0)}
"""Cell, temperature and other bytes; 80H to EFH are each maker's own (all three papers)."""

_RAW = {word: raw for raw, word in _BYTES.items()}
_CHARGE_LIMIT, _DISCHARGE_LIMIT = "charge_current_limit", "discharge_current_limit"
_MOST = 32

TABLE = Table(
    Counted(Number("cell_limits", words=_BYTES), least=1, most=_MOST),
    Counted(Number("temperature_limits", words=_BYTES), most=_MOST),
    Number(_CHARGE_LIMIT, words=_BYTES),
    Number("voltage_limit", words=_BYTES),
    Number(_DISCHARGE_LIMIT, words=_BYTES),
    *(Number(f"status_{number}") for number in range(1, 6)),
    Number("balancing_1_to_8"),
    Number("balancing_9_to_16"),
    *(Number(f"status_{number}") for number in (6, 7)),
)
"""A pack's part of the payload, both ways."""

_BEHIND = (0, 1, 2, 4, 5)  # bytes at the end

_W, _P, _F = Level.WARNING, Level.PROTECTION, Level.FAULT


class _State(NamedTuple):
    """A state, and the bit's value while it holds."""

    name: str
    when: int = 1


_Bit: TypeAlias = Alarm | _State | None


def _each(level: Level, codes: str) -> tuple[Alarm, ...]:
    return tuple(Alarm(code, level) for code in codes.split())


_CELLS_AND_PACK = (
    "cell_overvoltage cell_undervoltage pack_overvoltage pack_undervoltage charge_overcurrent discharge_overcurrent"
)
_CELL_TEMPERATURES = (
    "charge_high_temperature discharge_high_temperature charge_low_temperature discharge_low_temperature"
)

STATUS: Mapping[int, tuple[_Bit, ...]] = {
    1: _each(_P, _CELLS_AND_PACK + " short_circuit charger_overvoltage"),
    2: (
        *_each(_P, _CELL_TEMPERATURES),
        *_each(_P, "mosfet_high_temperature environment_high_temperature environment_low_temperature"),
        _State("fully_charged"),
    ),
    3: (
        _State("current_limiting"),
        _State("charge_mosfet"),
        _State("discharge_mosfet"),
        _State("module_power"),
        Alarm("charger_reversed", _W),
        _State("ac_present"),
        _State("shutdown"),
        _State("heating"),
    ),
    4: (
        _State("buzzer_enabled"),
        None,
        None,
        _State("low_limit_gear"),
        _State("charge_limit_enabled", 0),
        _State("led_enabled", 0),
        _State("locked"),
        _State("test_mode"),
    ),
    5: (
        *_each(_F, "charge_mosfet_fault discharge_mosfet_fault temperature_sensor_fault communication_fault"),
        *_each(_F, "cell_fault front_end_fault current_limiter_fault heater_fault"),
    ),
    6: (*_each(_W, _CELLS_AND_PACK), None, None),
    7: (
        *_each(_W, _CELL_TEMPERATURES),
        *_each(_W, "environment_high_temperature environment_low_temperature mosfet_high_temperature soc_low"),
    ),
}
"""Status byte (numbered as it stands on the wire) to its bits, bit 0 first; None where no source explains the bit."""

_UNNAMED = {number: sum(1 << place for place, bit in enumerate(bits) if bit is None) for number, bits in STATUS.items()}
_STATES = tuple(bit.name for number in STATUS for bit in STATUS[number] if isinstance(bit, _State))


def ends(info: bytes, at: int) -> tuple[int, ...]:
    """Where a pack that begins at `at` may end; raises FrameError "payload" where none can begin."""
    _, end = TABLE.decode(info, at)
    return tuple([end + count for count in _BEHIND])


@lru_cache(maxsize=512)
def decode_only(info: bytes) -> tuple[AlarmReport, ...]:
    """What the one pack of a reply says; raises FrameError "payload" when it is not the whole INFO.

    A pack says the same for hours, so the newest reports of all packs are kept.
    """
    (at,) = split.only_pack(info, ends)
    return (_decoded(info, at, len(info), info[1]),)


def decode_alarms(info: bytes, starts: Sequence[int]) -> tuple[AlarmReport, ...]:
    """Alarms and states of the packs that begin at `starts`, which `topbms.dialects.pace.split` found."""
    if len(starts) == 1:
        return decode_only(info)
    pairs = zip(starts, [*starts[1:], len(info)], strict=True)
    return tuple([_decoded(info, at, end, pack) for pack, (at, end) in enumerate(pairs, 1)])


def encode_alarms(report: AlarmReport) -> bytes:
    """A pack's part of INFO; codes that this dialect has no bit for are left out.

    Raises ValueError for a value that does not fit.
    """
    cells = sum(1 << cell - 1 for cell in report.balancing or ())
    charge, discharge = _current_limits(report)
    values: list[Value] = [
        report.cell_limits,
        report.temperature_limits,
        charge,
        report.voltage_limit or "normal",
        discharge,
        *(_status_byte(number, report) for number in range(1, 6)),
        cells & 0xFF,
        cells >> 8,
        *(_status_byte(number, report) for number in (6, 7)),
    ]
    return TABLE.encode(values) + report.extra


def table(info: bytes, at: int, end: int) -> Table:
    """The table of the pack that stands between these bytes; what is behind it is not explained."""
    del info, at, end
    return TABLE


def _decoded(info: bytes, at: int, end: int, pack: int) -> AlarmReport:
    values, behind = TABLE.decode(info, at)
    cells, temperatures, charge, voltage, discharge, *status = values
    low, high = status[5:7]
    bits = tuple(_set_bits([*status[:5], *status[7:]]))
    found = dict.fromkeys(bit for bit in bits if isinstance(bit, Alarm))
    return AlarmReport(
        pack=pack,
        alarms=tuple(with_cells(found, cells)),
        states=MappingProxyType({state: state in bits for state in _STATES}),
        cell_limits=cells,
        temperature_limits=temperatures,
        current_limit=discharge if charge == "normal" else charge,
        voltage_limit=voltage,
        balancing=tuple([i + 1 for i in range(16) if (high << 8 | low) >> i & 1]),
        extra=info[behind:end],
        further=MappingProxyType(
            {"data_flag": info[0], **dict(_further(charge, discharge, [*status[:5], *status[7:]]))}
        ),
    )


def _further(charge: str, discharge: str, status: Sequence[int]) -> Iterator[tuple[str, int]]:
    """What has no place in a report, where it says something: see the head of this module."""
    if {charge, discharge} != {"normal"}:
        yield from {_CHARGE_LIMIT: _RAW[charge], _DISCHARGE_LIMIT: _RAW[discharge]}.items()
    for number, unnamed in _UNNAMED.items():
        if status[number - 1] & unnamed:
            yield f"status_{number}", status[number - 1] & unnamed


def _set_bits(status: Sequence[int]) -> Iterator[Alarm | str]:
    """What the status bytes say, in the order of the wire: active alarms, and states that hold."""
    for number, byte in enumerate(status, 1):
        for place, meaning in enumerate(STATUS[number]):
            bit = byte >> place & 1
            if isinstance(meaning, _State) and bit == meaning.when:
                yield meaning.name
            elif isinstance(meaning, Alarm) and bit:
                yield meaning


def _status_byte(number: int, report: AlarmReport) -> int:
    """The byte as the pack would set it for this report."""
    active = {Alarm(alarm.code, alarm.level) for alarm in report.alarms}
    named = sum(_bit(meaning, active, report) << place for place, meaning in enumerate(STATUS[number]))
    return named | int(report.further.get(f"status_{number}", 0))


def _bit(meaning: _Bit, active: set[Alarm], report: AlarmReport) -> int:
    if isinstance(meaning, _State):
        return meaning.when if report.states.get(meaning.name, False) else 1 - meaning.when
    return int(meaning in active)


def _current_limits(report: AlarmReport) -> tuple[str, str]:
    """The bytes of charge and discharge: another battery has one word for both, and its alarms tell whose it is."""
    if _CHARGE_LIMIT in report.further:
        return _BYTES[int(report.further[_CHARGE_LIMIT])], _BYTES[int(report.further[_DISCHARGE_LIMIT])]
    codes = {alarm.code for alarm in report.alarms}
    limit = report.current_limit or "normal"
    return limit if "charge_overcurrent" in codes else "normal", limit if "discharge_overcurrent" in codes else "normal"
