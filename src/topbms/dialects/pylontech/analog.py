"""Reply to 42H, measured values, pack by pack as `topbms.dialects.pylontech.packs` tells.

    M  M x mV(2)  N  N x temperature(2)  current(2, 100 mA)  voltage(2, mV)  remaining(2, mAh)
    P  full(2, mAh)  cycles(2)    and with P = 4: remaining(3, mAh)  full(3, mAh)

Temperatures are 0.1 K from 2731 on: BMS board, cells 1-4, 5-8, 9-12, 13-16, and of some packs MOSFET as a sixth. With
P = 4 the short capacities are FFFF, which does not fit a pack of more than 65 Ah; one cousin (XDZN-6032) leaves the low
half of the long one there, so the long ones count. Neither SOC nor SOH is reported.

Sources: the papers V2.8 (P = 2) and V3.3, whose cell voltages are signed; 27 captured replies. V3.3 calls the current's
steps 1 in its table and 100 mA in its example, which the tests of python-pylontech confirm. Itel Energy packs send 16
cells with P = 2 and capacities of 10 mAh; nothing in the frame tells that, so theirs come out ten times too small.
"""

from collections.abc import Iterator
from typing import Any

from topbms.dialects.pylontech import packs
from topbms.dialects.pylontech.packs import FLAG, Row, head, rows
from topbms.model.fragment import Analog
from topbms.protocol.frame import Frame
from topbms.protocol.payload import Choice, Counted, Field, Number, Table

_FULL, _CYCLES = Number("full_capacity", 2, divisor=1000), Number("cycle_count", 2)
_LONG = (Number("long_remaining_capacity", 3, divisor=1000), Number("long_full_capacity", 3, divisor=1000))

TABLE = Table(
    Counted(Number("cell_voltages", 2, signed=True, divisor=1000), least=1, most=32),
    Counted(Number("temperatures", 2, divisor=10, offset=2731), most=32),
    Number("current", 2, signed=True, divisor=10),
    Number("voltage", 2, divisor=1000),
    Number("remaining_capacity", 2, divisor=1000),
    Choice("user_defined", {2: (_FULL, _CYCLES), 4: (_FULL, _CYCLES, *_LONG)}),
)
"""One pack, both ways."""

_WITH_MOSFET = 6  # temperatures
_ABSENT = 65.535  # Ah of a short capacity that is in the long one
_MOST_CELL, _MOST_VOLTAGE = 32.767, 65.535  # V
_SHORT_REMAINING, _SHORT_FULL, _KIND = "short_remaining_capacity", "short_full_capacity", "user_defined"


_LONG_ONES = {column.name for column in _LONG}


def fields(info: bytes) -> Iterator[Field]:
    """Every value with its place, and with its unit where the catalogue does not know it."""
    return (one._replace(unit="Ah" if one.name in _LONG_ONES else "") for one in packs.fields(TABLE, info))


def decode_analog(frame: Frame) -> tuple[Analog, ...]:
    """The values of a 42H reply, pack by pack; raises FrameError "payload"."""
    flag, found = rows(TABLE, frame.info, frame.address)
    return tuple([_analog(row, flag) for row in found])


def encode_analog(analog: Analog, pack: int) -> bytes:
    """INFO of a 42H reply of one pack; raises ValueError for a value that does not fit.

    A pack of another family, of which the environment's temperature is known, has that in the board's place; a voltage
    that is beyond the registers is shown as the highest.
    """
    remaining, full = analog.remaining_capacity, analog.full_capacity
    further = analog.further
    is_short = further.get(_KIND, 2 if max(remaining or 0, full or 0) < _ABSENT else 4) == 2  # noqa: PLR2004 - P itself
    values: list[Any] = [
        tuple(min(volt, _MOST_CELL) for volt in analog.cell_voltages),
        _board_first(analog),
        analog.current,
        min(analog.voltage or 0, _MOST_VOLTAGE),
    ]
    if is_short:
        values += [remaining, 2, full, analog.cycle_count]
    else:
        shorts = further.get(_SHORT_REMAINING, _ABSENT), further.get(_SHORT_FULL, _ABSENT)
        values += [shorts[0], 4, shorts[1], analog.cycle_count, remaining, full]
    return head(further.get(FLAG, 0), pack) + TABLE.encode(values)


def _analog(row: Row, flag: int) -> Analog:
    pack, values, extra = row
    cells, temperatures, current, voltage, remaining, kind, full, cycles, *long = values
    further: dict[str, float] = {FLAG: flag, _KIND: kind}
    if long:
        if remaining != _ABSENT:
            further[_SHORT_REMAINING] = remaining
        if full != _ABSENT:
            further[_SHORT_FULL] = full
        remaining, full = long
    mosfet = temperatures[-1] if len(temperatures) == _WITH_MOSFET else None
    return Analog(
        pack,
        cells,
        temperatures,
        current,
        voltage,
        remaining,
        full,
        None,
        cycles,
        None,
        None,
        None,
        None,
        mosfet,
        None,
        extra,
        further,
    )


def _board_first(analog: Analog) -> tuple[float, ...]:
    if analog.environment_temperature is None:
        return analog.temperatures
    *cells, environment, mosfet = analog.temperatures
    return (environment, *cells, mosfet)
