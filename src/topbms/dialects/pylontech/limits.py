"""What a pack goes by: replies to 47H, its limits, and 92H, what it allows at this moment.

    47: flag  cell high, low, under(2 each, mV)  charge high, low temperature(2 each)  charge current(2, 100 mA)
        pack high, low, under(2 each, mV)  discharge high, low temperature(2 each)  discharge current(2, 100 mA)
    92: pack  highest voltage(2, mV)  lowest voltage(2, mV)  charge, discharge current(2 each, 100 mA)  status

Temperatures are 0.1 K from 2731 on, currents signed, charge positive. Status bits: 7 charge, 6 discharge allowed, 5, 4
charge at once (two grades), 3 a full charge is wanted.

Sources: the papers; two captured replies to each. The paper's accuracy of 1 A for the currents of 92 does not fit what
packs send: 022BH is 55.5 A (python-pylontech's tests). The same program divides those of 47 by 100, which makes 10.2 A
of a 50 Ah pack's limit 03FCH; steps of 100 mA as everywhere else make 102 A of it, so these are taken here. The reply
to 47 has no byte for the pack.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from topbms.dialects.family import whole
from topbms.model.fragment import Parameter, Parameters, Setting
from topbms.protocol.payload import Field, Number, Table

FLAG = "data_flag"


def _volts(key: str) -> tuple[Number, str]:
    return Number(key, 2, divisor=1000), "V"


def _celsius(key: str) -> tuple[Number, str]:
    return Number(key, 2, divisor=10, offset=2731), "°C"


def _amperes(key: str) -> tuple[Number, str]:
    return Number(key, 2, signed=True, divisor=10), "A"


_LIMITS = (
    _volts("cell_high_voltage"),
    _volts("cell_low_voltage"),
    _volts("cell_undervoltage_protection"),
    _celsius("charge_high_temperature"),
    _celsius("charge_low_temperature"),
    _amperes("highest_charge_current"),
    _volts("pack_high_voltage"),
    _volts("pack_low_voltage"),
    _volts("pack_undervoltage_protection"),
    _celsius("discharge_high_temperature"),
    _celsius("discharge_low_temperature"),
    _amperes("highest_discharge_current"),
)
_ALLOWED = (
    _volts("highest_charge_voltage"),
    _volts("lowest_discharge_voltage"),
    _amperes("highest_charge_current"),
    _amperes("highest_discharge_current"),
)
_SWITCHES = {
    7: "charge_enabled",
    6: "discharge_enabled",
    5: "charge_immediately_1",
    4: "charge_immediately_2",
    3: "full_charge_request",
}
_UNNAMED = "further_status"
_UNNAMED_BITS = 0b111

PARAMETERS = Table(Number(FLAG), *(column for column, _ in _LIMITS))
"""The payload of 47, both ways."""
ALLOWED = Table(Number("pack"), *(column for column, _ in _ALLOWED), Number("status_1"))
"""The payload of 92, both ways."""


_UNITS = {column.name: unit for column, unit in (*_LIMITS, *_ALLOWED)}


def fields(table: Table, info: bytes) -> Iterator[Field]:
    """Every value with its place and unit."""
    return (field._replace(unit=_UNITS.get(field.name, "")) for field in table.fields(info))


def decode_parameters(info: bytes, address: int) -> Parameters:
    """The limits of a 47H reply; raises FrameError "payload"."""
    flag, *values = _values(PARAMETERS, info)
    told = (Parameter(column.name, value, unit) for (column, unit), value in zip(_LIMITS, values, strict=True))
    return Parameters(address, (Parameter(FLAG, flag), *told))


def encode_parameters(settings: Mapping[str, Setting]) -> bytes:
    """INFO of a 47H reply; raises KeyError for a limit that is missing."""
    numbers: list[Any] = [settings.get(FLAG, 0), *(settings[column.name] for column, _ in _LIMITS)]
    return PARAMETERS.encode(numbers)


def decode_allowed(info: bytes) -> Parameters:
    """What a 92H reply allows; raises FrameError "payload"."""
    pack, *values, status = _values(ALLOWED, info)
    told = (Parameter(column.name, value, unit) for (column, unit), value in zip(_ALLOWED, values, strict=True))
    return Parameters(pack, (*told, *_switches(status)))


def encode_allowed(settings: Mapping[str, Setting], pack: int) -> bytes:
    """INFO of a 92H reply; raises KeyError for a value that is missing."""
    status = sum(1 << bit for bit, key in _SWITCHES.items() if settings[key]) + int(settings.get(_UNNAMED, 0))
    numbers: list[Any] = [pack, *(settings[column.name] for column, _ in _ALLOWED), status]
    return ALLOWED.encode(numbers)


def _switches(status: int) -> Iterator[Parameter]:
    for bit, key in _SWITCHES.items():
        yield Parameter(key, bool(status >> bit & 1))
    if status & _UNNAMED_BITS:
        yield Parameter(_UNNAMED, status & _UNNAMED_BITS)


def _values(table: Table, info: bytes) -> list[Any]:
    return whole(table, info)
