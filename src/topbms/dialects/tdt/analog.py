"""Reply to 42H, measured values.

    flag  pack  M  M x mV(2)  N  N x temperature(2)  current(2, 10 mA)  voltage(2, 10 mV)  remaining(2, 10 mAh)
    00  full(2, 10 mAh)  cycles(2)  design(2, 10 mAh)  ??(2)  port(2)  SOC   then 2 bytes (TDT-6022) or 8 (TDT-6032)

Temperatures are 0.1 K from 2731 on: environment, MOSFET, then cells (issue 71 of syssi/esphome-seplos-bms).

Sources: two captured frames of a TDT-6022 and one of a TDT-6032; the names of the fields behind the cycles from the
same issue, where their owner compared them with the maker's program. The captures bear them out: SOC is remaining
capacity by full capacity in each. He calls the word ?? first the voltage at the port, and then the next one, of which
no scale is known (09EF at 49 V); so both are kept as they are. The byte 00 is the count that Pace has there, and says
as little. What stands behind SOC no source explains.
"""

from typing import Any

from topbms.errors import FrameError
from topbms.model.fragment import Analog
from topbms.protocol.payload import Choice, Counted, Number, Table

FLAG, UNNAMED, PORT = "data_flag", "unexplained_word", "port_reading"
_COUNT = 0
_REST = frozenset({2, 8})

TABLE = Table(
    Number(FLAG),
    Number("pack"),
    Counted(Number("cell_voltages", 2, divisor=1000), least=1, most=32),
    Counted(Number("temperatures", 2, divisor=10, offset=2731), least=2, most=32),
    Number("current", 2, signed=True, divisor=100),
    Number("voltage", 2, divisor=100),
    Number("remaining_capacity", 2, divisor=100),
    Choice(
        "user_defined",
        {
            _COUNT: (
                Number("full_capacity", 2, divisor=100),
                Number("cycle_count", 2),
                Number("design_capacity", 2, divisor=100),
                Number(UNNAMED, 2),
                Number(PORT, 2),
                Number("soc"),
            )
        },
    ),
)
"""The payload up to SOC, both ways."""


def decode_analog(info: bytes) -> Analog:
    """The values of a 42H reply; raises FrameError "payload" where it is not this long, or this table's."""
    values, end = TABLE.decode(info)
    if len(info) - end not in _REST:
        raise FrameError(
            "payload",
            "behind SOC at byte {at} there should be 2 or 8 bytes, there are {count}",
            at=end - 1,
            count=len(info) - end,
        )
    flag, pack, cells, temperatures, current, voltage, remaining, _, full, cycles, design, word, port, soc = values
    return Analog(
        pack,
        cells,
        temperatures,
        current,
        voltage,
        remaining,
        full,
        design,
        cycles,
        soc,
        None,
        None,
        temperatures[0],
        temperatures[1],
        None,
        info[end:],
        {FLAG: flag, UNNAMED: word, PORT: port},
    )


def encode_analog(analog: Analog) -> bytes:
    """INFO of a 42H reply; raises ValueError for a value that does not fit.

    A pack that knows nothing of the bytes behind SOC sends two of them, as a TDT-6022.
    """
    values: list[Any] = [
        round(analog.further.get(FLAG, 0)),
        analog.pack,
        analog.cell_voltages,
        _temperatures(analog),
        analog.current,
        analog.voltage,
        analog.remaining_capacity,
        _COUNT,
        analog.full_capacity,
        analog.cycle_count,
        analog.full_capacity if analog.design_capacity is None else analog.design_capacity,
        analog.further.get(UNNAMED, 0),
        analog.further.get(PORT, 0),
        analog.soc,
    ]
    return TABLE.encode(values) + (analog.extra or bytes(min(_REST)))


def _temperatures(analog: Analog) -> tuple[float, ...]:
    """In the order of the wire, also of a pack that has them in the usual one: cells first."""
    known = (analog.environment_temperature, analog.mosfet_temperature)
    if known == analog.temperatures[:2]:
        return analog.temperatures
    *cells, environment, mosfet = analog.temperatures
    return environment, mosfet, *cells
