"""Reply to 42H, measured values.

    flag  group  M  M x mV(2)  N  N x temperature(2)
    current(2, 10 mA)  voltage(2, 10 mV)  remaining(2, 10 mAh)  P   then by P
    P = 10: full(2, 10 mAh)  SOC(2, 0.1 %)  rated(2, 10 mAh)  cycles(2)  SOH(2, 0.1 %)  port voltage(2, 10 mV)
            temperature drift, zero of the current(2 each, mA)  charged, discharged(2 each, 0.1 kWh)
    P = 2:  full(2, 10 mAh)  cycles(2)                                                        only with VER 26

Temperatures are 0.1 K from 2731 on: four of cells, environment, power.

Sources: "Communication Protocol V2.0 (2019-10-15)" for all but the last four words, which it calls reserved. Two
independent readers of the protocol name them (openbms; a note on the Chinese map), and the captured frames agree: 6
cycles of 304 Ah and 92.3 kWh. So they are followed. A board whose four words are all 0 does not use them. P = 2 was
captured from Boqiang boards; with VER 20 that tail is Pylontech's and is refused here.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from topbms.dialects.family import whole
from topbms.model.fragment import Analog
from topbms.protocol.payload import Choice, Counted, Field, Number, Table

BOQIANG = 0x26
"""VER of Boqiang boards."""

FLAG = "data_flag"

_HEAD = (
    Number(FLAG),
    Number("pack"),
    Counted(Number("cell_voltages", 2, divisor=1000), least=1, most=32),
    Counted(Number("temperatures", 2, divisor=10, offset=2731), most=32),
    Number("current", 2, signed=True, divisor=100),
    Number("voltage", 2, divisor=100),
    Number("remaining_capacity", 2, divisor=100),
)
_COUNTERS = (
    Number("drift_current", 2, signed=True, divisor=1000),
    Number("zero_current", 2, signed=True, divisor=1000),
    Number("total_charge_energy", 2, divisor=10),
    Number("total_discharge_energy", 2, divisor=10),
)
_TEN = (
    Number("full_capacity", 2, divisor=100),
    Number("soc", 2, divisor=10),
    Number("design_capacity", 2, divisor=100),
    Number("cycle_count", 2),
    Number("soh", 2, divisor=10),
    Number("port_voltage", 2, divisor=100),
    *_COUNTERS,
)
_TWO = (Number("full_capacity", 2, divisor=100), Number("cycle_count", 2))

_SEPLOS_TABLE = Table(*_HEAD, Choice("user_defined", {10: _TEN}))
_BOQIANG_TABLE = Table(*_HEAD, Choice("user_defined", {10: _TEN, 2: _TWO}))

_SENSORS = 6  # as many as the document draws: the last two are environment and power
_COLUMNS_OF_TWO = len(_HEAD) + 1 + len(_TWO)


def table(version: int) -> Table:
    """The payload, both ways, of a reply with this VER."""
    return _BOQIANG_TABLE if version == BOQIANG else _SEPLOS_TABLE


_COUNTED = tuple(column.name for column in _COUNTERS)
_UNITS = {"port_voltage": "V", "drift_current": "A", "zero_current": "A"}


def fields(info: bytes) -> Iterator[Field]:
    """Every value with its place, and with its unit where the catalogue does not know it."""
    return (field._replace(unit=_UNITS.get(field.name, "")) for field in _BOQIANG_TABLE.fields(info))


def decode_analog(info: bytes, version: int) -> Analog:
    """The values of a 42H reply; raises FrameError "payload" for INFO that is not this table's to the last byte."""
    values: list[Any] = whole(table(version), info)
    if len(values) == _COLUMNS_OF_TWO:
        full, cycles = values[-2:]
        values[-2:] = [full, None, None, cycles, None, None, 0, 0, 0, 0]  # as of P = 10
    flag, group, cells, temperatures, current, voltage, remaining, _, full, soc, design, cycles, soh, *rest = values
    environment, mosfet = temperatures[-2:] if len(temperatures) == _SENSORS else (None, None)
    return Analog(
        group,
        cells,
        temperatures,
        current,
        voltage,
        remaining,
        full,
        design,
        cycles,
        soc,
        soh,
        None,
        environment,
        mosfet,
        None,
        b"",
        _further(flag, *rest),
    )


def encode_analog(analog: Analog, group: int) -> bytes:
    """INFO of a 42H reply; raises ValueError for a value that does not fit.

    A pack that knows neither SOC nor port voltage sends the short tail. What it does not count is 0.
    """
    further = analog.further
    head: list[Any] = [
        round(further.get(FLAG, 0)),
        group,
        analog.cell_voltages,
        analog.temperatures,
        analog.current,
        analog.voltage,
        analog.remaining_capacity,
    ]
    if analog.soc is None:
        short: list[Any] = [analog.full_capacity, analog.cycle_count]
        return _BOQIANG_TABLE.encode([*head, len(_TWO), *short])
    tail: list[Any] = [
        analog.full_capacity,
        analog.soc,
        analog.full_capacity if analog.design_capacity is None else analog.design_capacity,
        analog.cycle_count,
        analog.soh,
        further.get("port_voltage", analog.voltage),
        *(further.get(counter.name, 0) for counter in _COUNTERS),
    ]
    return _SEPLOS_TABLE.encode([*head, len(_TEN), *tail])


def _further(flag: int, port: float | None, *counters: float) -> Mapping[str, float]:
    further: dict[str, float] = {} if port is None else {"port_voltage": port}
    if flag:
        further[FLAG] = flag
    if any(counters):
        further |= zip(_COUNTED, counters, strict=True)
    return further
