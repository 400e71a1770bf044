"""What the status words behind the measured values of a 42H reply mean, both ways.

    voltage  current  temperature  warnings  switches                      (2 each)
    of cells 1 to 16: overvoltage, undervoltage protection, overvoltage, undervoltage warning  (2 each)
    balancing of cells 1-16, 17-32                                         (2 each, not known here)
    of cells 17 to 32: the same four                                       (2 each)
    machine(1)  inputs(2)

Sources: the order and the names of the bits stand in the maker's own firmware (a public copy of its master's side,
2021); a driver made from captures (cpttinkering, DR48100) reads the first five words alike. Captures agree: charging
at 1.19 A, cell difference where one cell is at 3.694 V, low battery at 13 %.

Several bits mean the same: a MOSFET's fault stands among warnings and switches. What only the firmware names and
nothing else confirms stays among what is not explained: locks after ten times, the limiter's mode, lamps and buzzer,
and the last three bytes, since a healthy pack has "EEPROM fault" set there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from topbms.dialects.statusbits import Meaning, each, set_bits, states_of, words_saying
from topbms.model.alarms import Alarm, AlarmReport, Level
from topbms.protocol.payload import Number, Table

_W, _P, _F = Level.WARNING, Level.PROTECTION, Level.FAULT

_VOLTAGES = "cell_overvoltage cell_undervoltage pack_overvoltage pack_undervoltage"
_TEMPERATURES = (
    "charge_high_temperature charge_low_temperature discharge_high_temperature discharge_low_temperature "
    "environment_high_temperature environment_low_temperature mosfet_high_temperature mosfet_low_temperature"
)

WORDS: Mapping[str, tuple[Meaning, ...]] = {
    "status_voltage": (
        *each(_P, _VOLTAGES),
        *each(_W, _VOLTAGES + " cell_difference"),
        None,
        None,
        None,
        *each(_F, "cell_fault fuse_blown"),
        Alarm("cell_difference", _P),
        None,
    ),
    "status_current": (
        "charging",
        "discharging",
        *each(_P, "charge_overcurrent short_circuit discharge_overcurrent discharge_overcurrent_2"),
        *each(_W, "charge_overcurrent discharge_overcurrent"),
        None,
        Alarm("charger_reversed", _W),
        None,
        "current_limiting",
        None,
        None,
        None,
        None,
    ),
    "status_temperature": (*each(_P, _TEMPERATURES), *each(_W, _TEMPERATURES)),
    "status_warnings": (
        Alarm("cell_difference", _W),
        *each(_F, "charge_mosfet_fault data_storage_fault"),
        None,
        Alarm("parameter_storage_fault", _F),
        None,
        None,
        Alarm("soc_low", _W),
        Alarm("mosfet_high_temperature", _P),
        *each(_F, "heater_fault current_limiter_fault front_end_fault cell_fault temperature_sensor_fault"),
        *each(_F, "charge_mosfet_damaged discharge_mosfet_damaged"),
    ),
    "status_switches": (
        "charge_mosfet",
        "discharge_mosfet",
        *each(_F, "charge_mosfet_fault discharge_mosfet_fault"),
        None,
        None,
        "heating",
        None,
        None,
        None,
        None,
        None,
        None,
        Alarm("front_end_fault", _F),
        None,
        Alarm("soc_low", _P),
    ),
}
"""A status word to its bits, bit 0 first."""

_CELLS = (*each(_P, "cell_overvoltage cell_undervoltage"), *each(_W, "cell_overvoltage cell_undervoltage"))
_MASKS = ("overvoltage_protection", "undervoltage_protection", "overvoltage_warning", "undervoltage_warning")

BEFORE_BALANCING = (*(Number(name, 2) for name in WORDS), *(Number(f"status_{name}_1_to_16", 2) for name in _MASKS))
BEHIND_BALANCING = (
    *(Number(f"status_{name}_17_to_32", 2) for name in _MASKS),
    Number("status_machine"),
    Number("status_inputs", 2),
)
"""The columns in front of the two words of balancing, and behind them."""

STATUS_COLUMNS = (
    *BEFORE_BALANCING,
    Number("balancing_1_to_16", 2),
    Number("balancing_17_to_32", 2),
    *BEHIND_BALANCING,
)
"""All of them."""

STATUS_SIZE = sum(column.size for column in STATUS_COLUMNS)
"""Bytes that they take."""

_TABLE = Table(*STATUS_COLUMNS)
_COLUMNS = (*BEFORE_BALANCING, *BEHIND_BALANCING)
_MEANINGS = tuple(WORDS.values())


@lru_cache(maxsize=512)
def read_status(octets: bytes, pack: int) -> tuple[AlarmReport, tuple[int, ...]]:
    """Alarms and states, and the numbers of the cells that are being balanced.

    A pack says the same for hours, so the newest of all packs are kept.
    """
    raw, _ = _TABLE.decode(octets)
    low, high = raw[len(BEFORE_BALANCING) : len(BEFORE_BALANCING) + 2]
    balancing = high << 16 | low
    report = decode_status((*raw[: len(BEFORE_BALANCING)], *raw[len(BEFORE_BALANCING) + 2 :]), pack)
    return report, tuple(cell + 1 for cell in range(32) if balancing >> cell & 1)


def decode_status(raw: Sequence[int], pack: int) -> AlarmReport:
    """Alarms and states; `raw` are the words in the order of the wire, balancing left out.

    `extra` holds what alarms and states do not tell, as bytes in that order; empty where there is nothing of that.
    """
    found, named = set_bits(raw, _MEANINGS), tuple(_cells(raw))
    report = AlarmReport(
        pack=pack,
        alarms=(*(bit for bit in found if isinstance(bit, Alarm) and not _names(bit, named)), *named),
        states=states_of(found, _MEANINGS),
    )
    rest = [told ^ word for told, word in zip(_told(report), raw, strict=True)]
    return AlarmReport(pack, report.alarms, report.states, extra=_packed(rest) if any(rest) else b"")


def encode_status(report: AlarmReport) -> list[int]:
    """The words that say this; codes that this dialect has no bit for are left out."""
    rest = _unpacked(report.extra) if report.extra else (0,) * len(_COLUMNS)
    return [told ^ other for told, other in zip(_told(report), rest, strict=True)]


def _cells(raw: Sequence[int]) -> Iterator[Alarm]:
    """The alarms that name their cells."""
    low, high = raw[len(WORDS) : len(BEFORE_BALANCING)], raw[len(BEFORE_BALANCING) :]
    for alarm, first, second in zip(_CELLS, low, high, strict=False):
        mask = first | second << 16
        yield from (Alarm(alarm.code, alarm.level, cell + 1) for cell in range(32) if mask >> cell & 1)


def _names(alarm: Alarm, named: Iterable[Alarm]) -> bool:
    return any((alarm.code, alarm.level) == (each.code, each.level) for each in named)


def _told(report: AlarmReport) -> list[int]:
    """Each word as alarms and states make it."""
    masks = [sum(1 << cell - 1 for cell in _of(alarm, report)) for alarm in _CELLS]
    return [*words_saying(report, _MEANINGS), *(mask & 0xFFFF for mask in masks), *(mask >> 16 for mask in masks), 0, 0]


def _of(alarm: Alarm, report: AlarmReport) -> set[int]:
    """The cells that an alarm names."""
    return {each.cell for each in report.alarms if each.cell and (each.code, each.level) == (alarm.code, alarm.level)}


def _packed(words: Sequence[int]) -> bytes:
    return b"".join(word.to_bytes(column.size, "big") for column, word in zip(_COLUMNS, words, strict=True))


def _unpacked(octets: bytes) -> Iterator[int]:
    at = 0
    for column in _COLUMNS:
        yield int.from_bytes(octets[at : at + column.size], "big")
        at += column.size
