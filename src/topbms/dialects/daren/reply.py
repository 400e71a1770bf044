"""Reply to 42H: measured values, then status words.

    flag  SOC(2, 0.01 %)  voltage(2, 10 mV)  M  M x mV(2)
    environment(2)  mean of the pack(2)  MOSFET(2)  N  N x temperature(2)
    current(2, 10 mA)  resistance(2, 0.1 mOhm)  SOH(2, %)  01  full(2, 10 mAh)  remaining(2, 10 mAh)  cycles(2)
    status words, balancing of cells 1-16 and 17-32 among them (see `topbms.dialects.daren.status`)

Temperatures are 0.1 °C, signed and without offset. The byte 01 counts nothing, whatever its place suggests. The
resistance is 0 in every captured frame, so 0 is taken for "not measured".

Sources: four captured frames of three devices, the values of two of them stated; the order and the signs also in the
maker's firmware (as for the status words) and in a driver made from captures (cpttinkering, DR48100).
"""

from collections.abc import Sequence
from typing import Any

from topbms.dialects.daren.status import BEFORE_BALANCING, STATUS_COLUMNS, STATUS_SIZE, read_status
from topbms.dialects.family import whole
from topbms.model.alarms import AlarmReport
from topbms.model.fragment import Analog
from topbms.protocol.payload import Choice, Counted, Number, Octets, Table

FLAG, RESISTANCE = "data_flag", "resistance"
_USUAL = 1
_BALANCING = len(BEFORE_BALANCING)
_IN_FRONT = 3  # temperatures before those that are counted


def _temperature(name: str) -> Number:
    return Number(name, 2, signed=True, divisor=10)


_VALUES = (
    Number(FLAG),
    Number("soc", 2, divisor=100),
    Number("voltage", 2, divisor=100),
    Counted(Number("cell_voltages", 2, divisor=1000), least=1, most=32),
    _temperature("environment_temperature"),
    _temperature("mean_temperature"),
    _temperature("mosfet_temperature"),
    Counted(_temperature("temperatures"), most=32),
    Number("current", 2, signed=True, divisor=100),
    Number(RESISTANCE, 2, divisor=10),
    Number("soh", 2),
)
_CAPACITIES = (
    Number("full_capacity", 2, divisor=100),
    Number("remaining_capacity", 2, divisor=100),
    Number("cycle_count", 2),
)

TABLE = Table(*_VALUES, Choice("user_defined", {_USUAL: (*_CAPACITIES, *STATUS_COLUMNS)}))
"""The payload, both ways."""

_IN_PIECES = Table(*_VALUES, Choice("user_defined", {_USUAL: (*_CAPACITIES, Octets("status", STATUS_SIZE))}))
"""The same with the status words in one piece, which mostly says what it said before."""


def decode(info: bytes, pack: int) -> tuple[Analog, AlarmReport]:
    """The values and the alarms of a 42H reply; raises FrameError "payload" for INFO that is not all this table's."""
    flag, soc, voltage, cells, environment, mean, mosfet, sensors, *values = whole(_IN_PIECES, info)
    current, resistance, soh, _, full, remaining, cycles, status = values
    report, balancing = read_status(status, pack)
    analog = Analog(
        pack,
        cells,
        (environment, mean, mosfet, *sensors),
        current,
        voltage,
        remaining,
        full,
        None,
        cycles,
        soc,
        soh,
        None,
        environment,
        mosfet,
        balancing,
        b"",
        {FLAG: flag, RESISTANCE: resistance} if resistance else {FLAG: flag},
    )
    return analog, report


def encode(analog: Analog, status: Sequence[int]) -> bytes:
    """INFO of a 42H reply; raises ValueError for a value that does not fit."""
    bits = sum(1 << cell - 1 for cell in analog.balancing or ())
    environment, mean, mosfet, *sensors = _temperatures(analog)
    values: list[Any] = [
        round(analog.further.get(FLAG, 0)),
        analog.soc,
        analog.voltage,
        analog.cell_voltages,
        environment,
        mean,
        mosfet,
        tuple(sensors),
        analog.current,
        analog.further.get(RESISTANCE, 0),
        analog.soh,
        _USUAL,
        analog.full_capacity,
        analog.remaining_capacity,
        analog.cycle_count,
        *status[:_BALANCING],
        bits & 0xFFFF,
        bits >> 16,
        *status[_BALANCING:],
    ]
    return TABLE.encode(values)


def _temperatures(analog: Analog) -> Sequence[float | None]:
    """In the order of the wire; a pack that has them in the usual order, cells first, has no mean of its own."""
    known = (analog.environment_temperature, analog.mosfet_temperature)
    if known == analog.temperatures[:_IN_FRONT:2]:
        return analog.temperatures
    *cells, environment, mosfet = analog.temperatures
    mean = sum(cells) / len(cells) if cells else environment
    return environment, mean, mosfet, *cells
