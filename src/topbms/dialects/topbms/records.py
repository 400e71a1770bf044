"""The pack's own log: replies to 4BH (data) and 4CH (alarms).

    type  pp  pack  year-2000  month  day  hour  minute  second  mode  current(2, 10 mA, signed)  voltage(2, 10 mV)
    SOC  remaining(2, 10 mAh)  alarm number  N  N x °C+40  humidity  M  M x mV(2)

Type 00: a record follows; anything else: no more, whatever stands behind it. The alarm number is 0 in data; the last
two temperatures are environment and MOSFET.

Source: the vendor's Windows monitor, which showed them, and its list of alarm numbers; never captured.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from topbms.dialects.memory import Step
from topbms.dialects.topbms import clock
from topbms.dialects.topbms.enumeration import raw, word
from topbms.model.alarms import Alarm, Level
from topbms.model.fragment import Record
from topbms.protocol.payload import Counted, Number, Table, Value

_MODES = {0: "idle", 1: "charge", 2: "discharge"}
_MORE, _NO_MORE = 0, 1

STEPS: Mapping[int, Step] = {0: "first", 1: "next", 2: "again", 3: "stop"}
"""What a request asks for."""

REQUEST = Table(Number("record_step", words=STEPS), Number("pack"))

TABLE = Table(
    Number("record_type"),
    Number("pack"),
    Number("record_pack"),
    Number("year", offset=-2000),
    *(Number(name) for name in ("month", "day", "hour", "minute", "second")),
    Number("mode"),
    Number("current", 2, signed=True, divisor=100),
    Number("voltage", 2, divisor=100),
    Number("soc"),
    Number("remaining_capacity", 2, divisor=100),
    Number("alarm_number"),
    Counted(Number("temperatures", offset=40)),
    Number("humidity"),
    Counted(Number("cell_voltages", 2, divisor=1000)),
)
"""The payload, both ways."""

END = Table(Number("record_type"))
"""What is understood of a reply without a record."""


class Meaning(NamedTuple):
    """What an alarm number says: an alarm that began, or ended where `over`; or a state."""

    alarm: Alarm | None
    over: bool = False
    state: str | None = None


_W, _P, _F = Level.WARNING, Level.PROTECTION, Level.FAULT

_VOLTAGES = "cell_overvoltage cell_undervoltage pack_overvoltage pack_undervoltage"
_TEMPERATURES = (
    "charge_high_temperature charge_low_temperature discharge_high_temperature discharge_low_temperature "
    "environment_high_temperature environment_low_temperature mosfet_high_temperature mosfet_low_temperature"
)
_WARM = (
    "environment_high_temperature environment_low_temperature mosfet_high_temperature mosfet_low_temperature "
    "charge_high_temperature charge_low_temperature discharge_high_temperature discharge_low_temperature"
)
_CURRENTS = "charge_overcurrent discharge_overcurrent"


def _run(first: int, level: Level, codes: str, *, over: bool = False) -> Iterator[tuple[int, Meaning]]:
    """Consecutive numbers."""
    for number, code in enumerate(codes.split(), first):
        yield number, Meaning(Alarm(code, level), over)


def _pairs(first: int, level: Level, codes: str) -> Iterator[tuple[int, Meaning]]:
    """An alarm and its end, one number after the other."""
    for place, code in enumerate(codes.split()):
        yield first + 2 * place, Meaning(Alarm(code, level))
        yield first + 2 * place + 1, Meaning(Alarm(code, level), over=True)


ALARMS: Mapping[int, Meaning] = dict(
    [
        *_pairs(1, _P, f"{_VOLTAGES} {_TEMPERATURES}"),
        *_run(25, _P, f"{_CURRENTS} discharge_overcurrent_2 short_circuit"),
        *_run(29, _F, "charge_mosfet_damaged discharge_mosfet_damaged"),
        *_run(31, _W, "charger_reversed soc_low"),
        *_run(33, _W, f"{_VOLTAGES} {_CURRENTS}"),
        *_run(41, _W, _WARM),
        *_run(49, _W, f"{_VOLTAGES} {_CURRENTS}", over=True),
        (55, Meaning(None, state="fully_charged")),
        *_run(56, _F, "temperature_sensor_fault"),
        *_run(57, _W, _WARM, over=True),
        *_run(65, _P, f"{_CURRENTS} discharge_overcurrent_2 short_circuit", over=True),
        *_run(69, _W, "charger_reversed", over=True),
        *_pairs(70, _P, "high_voltage"),
        *_pairs(80, _P, "cell_difference"),
        *_pairs(82, _W, "cell_difference"),
        *_pairs(84, _P, "insulation"),
        *_pairs(86, _W, "insulation"),
        *_pairs(88, _P, "soc_low"),
        *_run(90, _W, "soc_low", over=True),
    ]
)
"""Every alarm number of the vendor's list; 39, 40 and 72 to 79 are not in it."""

_NUMBERS = {meaning: number for number, meaning in ALARMS.items()}
_NOTHING = Meaning(None)


def decode_record(info: bytes) -> Record | None:
    """One record, None when there are no more; raises FrameError "payload" for what does not fit."""
    (kind,), _ = END.decode(info)
    if kind != _MORE:
        return None
    values, end = TABLE.decode(info)
    _, pack, unit, *time, mode, current, voltage, soc, remaining, number, temperatures, humidity, cells = values
    environment, mosfet = temperatures[-2:] if len(temperatures) > 1 else (None, None)
    meaning = ALARMS.get(number, _NOTHING)
    return Record(
        pack=pack,
        unit=unit,
        time=clock.text(*time),
        mode=word(_MODES, mode),
        current=current,
        voltage=voltage,
        soc=soc,
        remaining_capacity=remaining,
        number=number,
        alarm=meaning.alarm,
        over=meaning.over,
        state=meaning.state,
        temperatures=temperatures,
        environment_temperature=environment,
        mosfet_temperature=mosfet,
        humidity=humidity,
        cell_voltages=cells,
        extra=info[end:],
    )


def encode_record(record: Record, *, is_last: bool = False) -> bytes:
    """INFO of a record; with `is_last` of the reply that says that there are no more, in a record's shape.

    The vendor's program was seen to take such a reply for the end; a shorter one was never tried.
    """
    values: tuple[Value, ...] = (
        _NO_MORE if is_last else _MORE,
        record.pack,
        record.unit,
        *clock.numbers(record.time),
        raw(_MODES, record.mode),
        record.current,
        record.voltage,
        record.soc,
        record.remaining_capacity,
        number_of(record),
        record.temperatures,
        record.humidity or 0,
        record.cell_voltages,
    )
    return TABLE.encode(values) + record.extra


def number_of(record: Record) -> int:
    """The record's alarm number: its own, or that of its alarm or state; 0 where there is none."""
    return record.number or _NUMBERS.get(Meaning(record.alarm, record.over, record.state), 0)


def is_believable(record: Record) -> bool:
    """Whether time and mode are those that a pack writes."""
    return clock.is_believable(record.time) and record.mode in _MODES.values()


def said(number: int) -> str:
    """An alarm number as fields show it: code and level, "over" where it ended; the number where none is known."""
    meaning = ALARMS.get(number, _NOTHING)
    if meaning.alarm is None:
        return meaning.state or str(number)
    return f"{meaning.alarm} over" if meaning.over else str(meaning.alarm)
