"""Reply to 47H, limits. Unproven: no reply to 47H was ever captured.

    cell high, low, under(2 each, mV)   charge high, low temperature(2 each)     charge current(2, 10 mA)
    pack high, low, under(2 each, 10 mV)  discharge high, low temperature(2 each)  discharge current(2, 10 mA)

Temperatures are 0.1 K from 2731 on, currents signed. The request has no INFO, the reply no byte for the pack and, other
than Pylontech's, none for flags.

Source: linedot's program, which reads real packs; a second one takes its limits from this reply (swingstate).
"""

from collections.abc import Mapping

from topbms.dialects.family import whole
from topbms.errors import FrameError
from topbms.model.fragment import Parameter, Parameters, Setting
from topbms.protocol.payload import Number, Table, Value


def _volts(key: str, divisor: int) -> Number:
    return Number(key, 2, divisor=divisor)


def _celsius(key: str) -> Number:
    return Number(key, 2, divisor=10, offset=2731)


def _amperes(key: str) -> Number:
    return Number(key, 2, signed=True, divisor=100)


_CELL, _PACK = 1000, 100
_LIMITS = (
    (_volts("cell_high_voltage", _CELL), "V"),
    (_volts("cell_low_voltage", _CELL), "V"),
    (_volts("cell_undervoltage_protection", _CELL), "V"),
    (_celsius("charge_high_temperature"), "°C"),
    (_celsius("charge_low_temperature"), "°C"),
    (_amperes("highest_charge_current"), "A"),
    (_volts("pack_high_voltage", _PACK), "V"),
    (_volts("pack_low_voltage", _PACK), "V"),
    (_volts("pack_undervoltage_protection", _PACK), "V"),
    (_celsius("discharge_high_temperature"), "°C"),
    (_celsius("discharge_low_temperature"), "°C"),
    (_amperes("highest_discharge_current"), "A"),
)

TABLE = Table(*(column for column, _ in _LIMITS))
"""The payload, both ways."""

_HIGHER = (0, 3, 6, 9)  # upper limits that have their lower one behind them

UNITS = {column.name: unit for column, unit in _LIMITS}
"""The unit of each limit."""


def decode_parameters(info: bytes, pack: int) -> Parameters:
    """The limits of a 47H reply; raises FrameError "payload" for INFO that is not all this table's.

    Any 24 bytes would fit, those of other replies too, so upper limits must be above their lower ones.
    """
    values = whole(TABLE, info)
    if any(values[high] <= values[high + 1] for high in _HIGHER):
        raise FrameError("payload", "a lower limit is not below its upper one")
    told = zip(UNITS.items(), values, strict=True)
    return Parameters(pack, tuple(Parameter(key, value, unit) for (key, unit), value in told))


def encode_parameters(settings: Mapping[str, Setting]) -> bytes:
    """INFO of a 47H reply; raises KeyError for a limit that is missing."""
    values: list[Value] = [settings[key] for key in UNITS]
    return TABLE.encode(values)
