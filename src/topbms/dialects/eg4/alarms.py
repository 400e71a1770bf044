"""Reply to 44H, alarms and states.

    flag  pack  M  M cell bytes  N  N temperature bytes  environment byte  MOSFET byte  current byte  voltage byte
    09  balancing  voltage  temperature(2)  current  capacity  switches  system  cells being balanced(4)  one byte more

N counts the cells' sensors only.

Sources: "EG4 LifePower4 Communication Protocol", whose example has both MOSFETs on and a low state of charge, by way of
a program that reads it (nkinnan), which names every bit; one captured frame, both MOSFETs on and charging. Both end at
the last byte of this drawing. The last byte is reserved; a bit without a name, as that of "balancing is active", which
the cells tell better, is kept without a meaning.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from struct import Struct

from topbms.dialects.cellbytes import LIMITS, with_cells
from topbms.dialects.eg4.analog import FLAG
from topbms.dialects.family import whole
from topbms.dialects.statusbits import Meanings, each, set_bits, states_of, words_saying
from topbms.model.alarms import Alarm, AlarmReport, Level
from topbms.protocol.payload import Choice, Counted, Number, Table, Value

_USUAL = 9
_WORDS = (
    Number("status_balancing"),
    Number("status_voltage"),
    Number("status_temperature", 2),
    Number("status_current"),
    Number("status_capacity"),
    Number("status_switches"),
    Number("status_system"),
)
_BALANCING, _RESERVED = Number("balancing_1_to_32", 4), Number("reserved")


def _limit(name: str) -> Number:
    return Number(name, words=LIMITS)


TABLE = Table(
    Number(FLAG),
    Number("pack"),
    Counted(_limit("cell_limits"), least=1, most=32),
    Counted(_limit("temperature_limits"), least=1, most=32),
    _limit("environment_limit"),
    _limit("mosfet_limit"),
    _limit("current_limit"),
    _limit("voltage_limit"),
    Choice("user_defined", {_USUAL: (*_WORDS, _BALANCING, _RESERVED)}),
)
"""The payload, both ways."""

_W, _P, _F = Level.WARNING, Level.PROTECTION, Level.FAULT


def _both(codes: str) -> Iterator[Alarm]:
    """A warning and a protection for each code, blanks between them."""
    for code in codes.split():
        yield from (Alarm(code, _W), Alarm(code, _P))


STATUS: Meanings = (
    (
        *(None, None, None, None),
        *each(_W, "cell_difference"),
        *each(_F, "charge_mosfet_fault discharge_mosfet_fault"),
    ),
    (*_both("cell_overvoltage cell_undervoltage pack_overvoltage pack_undervoltage"),),
    (
        *_both("charge_high_temperature charge_low_temperature discharge_high_temperature discharge_low_temperature"),
        *_both("environment_high_temperature environment_low_temperature"),
        *each(_P, "mosfet_high_temperature"),
        *each(_F, "fire_alarm"),
    ),
    (
        *_both("charge_overcurrent discharge_overcurrent"),
        *each(_P, "discharge_overcurrent_2 short_circuit overcurrent_lock short_circuit_lock"),
    ),
    each(_W, "soc_low"),
    ("discharge_mosfet", "charge_mosfet", "current_limiting", "heating"),
    ("discharging", "charging", None, "standby"),
)
"""Each status word to its bits, bit 0 first."""

_REST = Struct(">BBHBBBBB")
"""What alarms and states do not tell: the words, then the reserved byte."""


@lru_cache(maxsize=512)
def decode_alarms(info: bytes) -> AlarmReport:
    """Alarms and states of a 44H reply; raises FrameError "payload" for INFO that is not all this table's.

    `extra` holds the bits that have no meaning here; empty where none of them is set. A pack says the same for hours,
    so the newest reports of all packs are kept.
    """
    flag, pack, cells, sensors, environment, mosfet, current, voltage, _, *status, balancing, reserved = whole(
        TABLE, info
    )
    found = set_bits(status, STATUS)
    states = states_of(found, STATUS)
    alarms = tuple(with_cells([bit for bit in found if isinstance(bit, Alarm)], cells))
    rest = _differing(words_saying(AlarmReport(pack, alarms, states), STATUS), status)
    return AlarmReport(
        pack=pack,
        alarms=alarms,
        states=states,
        cell_limits=cells,
        temperature_limits=(*sensors, environment, mosfet),
        current_limit=current,
        voltage_limit=voltage,
        extra=_REST.pack(*rest, reserved) if any((*rest, reserved)) else b"",
        balancing=tuple(cell + 1 for cell in range(32) if balancing >> cell & 1),
        further={FLAG: flag},
    )


def encode_alarms(report: AlarmReport) -> bytes:
    """INFO of a 44H reply; codes that this dialect has no bit for are left out."""
    *rest, reserved = _REST.unpack(report.extra or bytes(_REST.size))
    *sensors, environment, mosfet = report.temperature_limits
    values: list[Value] = [
        round(report.further.get(FLAG, 0)),
        report.pack,
        report.cell_limits,
        tuple(sensors),
        environment,
        mosfet,
        report.current_limit or "normal",
        report.voltage_limit or "normal",
        _USUAL,
        *_differing(words_saying(report, STATUS), rest),
        sum(1 << cell - 1 for cell in report.balancing or ()),
        reserved,
    ]
    return TABLE.encode(values)


def _differing(words: Sequence[int], others: Sequence[int]) -> list[int]:
    """The bits of each word that differ."""
    return [word ^ other for word, other in zip(words, others, strict=True)]
