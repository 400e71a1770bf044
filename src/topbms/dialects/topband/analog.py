"""Reply to 42H, measured values.

    pp  M  M x mV(2)  N  N x temperature(2)  current(2, 10 mA)  voltage(2, 10 mV)  remaining(2, 10 mAh)
    P  full(2, 10 mAh)  cycles(2)  SOC  SOH   and, where P is 4, two bytes that no source explains

Temperatures are 0.1 K from 2731 on; the last three are balancer, environment, MOSFET. P counts the words behind it.

Sources: frames that a gateway logged on two 15-cell packs, with the current and the voltage that it showed
(swingstate), all with P = 4; the layout also in linedot's program, which reads the two bytes whatever P is. That P is
3 where they are absent, as other lists of this reply end, is unproven. The current is renewed about every 90 s only
(swingstate, older firmware).
"""

from typing import Any

from topbms.dialects.family import whole
from topbms.model.fragment import Analog
from topbms.protocol.payload import Choice, Counted, Number, Octets, Table

_P = "user_defined"
_SHORT, _USUAL = 3, 4
_REST = 2
_BEHIND_P = (
    Number("full_capacity", 2, divisor=100),
    Number("cycle_count", 2),
    Number("soc"),
    Number("soh"),
)

TABLE = Table(
    Number("pack"),
    Counted(Number("cell_voltages", 2, divisor=1000), least=1, most=32),
    Counted(Number("temperatures", 2, divisor=10, offset=2731), least=2, most=32),
    Number("current", 2, signed=True, divisor=100),
    Number("voltage", 2, divisor=100),
    Number("remaining_capacity", 2, divisor=100),
    Choice(_P, {_SHORT: _BEHIND_P, _USUAL: (*_BEHIND_P, Octets("extra", _REST))}),
)
"""The payload, both ways."""


def decode_analog(info: bytes) -> Analog:
    """The values of a 42H reply; raises FrameError "payload" for INFO that is not this table's to the last byte."""
    pack, cells, temperatures, current, voltage, remaining, _, full, cycles, soc, soh, *rest = whole(TABLE, info)
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
        soc,
        soh,
        None,
        temperatures[-2],
        temperatures[-1],
        None,
        rest[0] if rest else b"",
        {} if rest else {_P: _SHORT},
    )


def encode_analog(analog: Analog) -> bytes:
    """INFO of a 42H reply; raises ValueError for a value that does not fit."""
    user_defined = round(analog.further.get(_P, _USUAL))
    values: list[Any] = [
        analog.pack,
        analog.cell_voltages,
        analog.temperatures,
        analog.current,
        analog.voltage,
        analog.remaining_capacity,
        user_defined,
        analog.full_capacity,
        analog.cycle_count,
        analog.soc,
        analog.soh,
    ]
    return TABLE.encode([*values, analog.extra or bytes(_REST)] if user_defined == _USUAL else values)
