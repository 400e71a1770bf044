"""Reply to 42H, measured values.

    flag  pack  M  M x mV(2)  N  N x temperature(2)  environment(2)  MOSFET(2)
    current(2, 10 mA)  voltage(2, 10 mV)  remaining(2, 10 mAh)  full(2, 10 mAh)  cycles(2)
    0F  SOC(2)  SOH(2)  highest, lowest cell, difference(2 each, mV)  hottest, coldest cell(2 each)
    charged, discharged(4 each, 10 mAh)  charged, discharged(4 each, Wh)  charging, discharging(4 each, h)
    charges, discharges(2 each)

Temperatures are 0.1 K from 2731 on. N counts the cells' sensors only.

Sources: the example of "EG4 LifePower4 Communication Protocol", whose values it states, and one captured frame; both
end at the last byte of this drawing. One program took SOH for SOC (wombatt, issue 1); the captured frame, 87 % and
98 %, and 86.17 of 98.60 Ah left, says SOC stands first. Another protocol of this maker sets high bits in the words of
cells with an alarm; no frame of this one shows that, so they are not masked here.
"""

from typing import Any

from topbms.dialects.family import whole
from topbms.model.fragment import Analog
from topbms.protocol.payload import Choice, Counted, Number, Table

_KELVIN = 2731

FLAG = "data_flag"
"""Bit 0: alarms that were not read yet; bit 4: switches."""

COUNTERS = (
    Number("total_charge", 4, divisor=100),
    Number("total_discharge", 4, divisor=100),
    Number("total_charge_energy", 4, divisor=1000),
    Number("total_discharge_energy", 4, divisor=1000),
    Number("charge_hours", 4),
    Number("discharge_hours", 4),
    Number("charge_count", 2),
    Number("discharge_count", 2),
)
"""What the pack has counted in its life: Ah, kWh, h, times."""


def _temperature(name: str) -> Number:
    return Number(name, 2, divisor=10, offset=_KELVIN)


TABLE = Table(
    Number(FLAG),
    Number("pack"),
    Counted(Number("cell_voltages", 2, divisor=1000), least=1, most=32),
    Counted(_temperature("temperatures"), least=1, most=32),
    _temperature("environment_temperature"),
    _temperature("mosfet_temperature"),
    Number("current", 2, signed=True, divisor=100),
    Number("voltage", 2, divisor=100),
    Number("remaining_capacity", 2, divisor=100),
    Number("full_capacity", 2, divisor=100),
    Number("cycle_count", 2),
    Choice(
        "user_defined",
        {
            15: (
                Number("soc", 2),
                Number("soh", 2),
                Number("cell_highest_voltage", 2, divisor=1000),
                Number("cell_lowest_voltage", 2, divisor=1000),
                Number("cell_spread", 2),
                _temperature("hottest"),
                _temperature("coldest"),
                *COUNTERS,
            )
        },
    ),
)
"""The payload, both ways."""

UNITS = {"hottest": "°C", "coldest": "°C"}
"""Of fields that are no quantity."""

_USUAL = 15
_FURTHER = (FLAG, *(column.name for column in COUNTERS))


def decode_analog(info: bytes) -> Analog:
    """The values of a 42H reply; raises FrameError "payload" for INFO that is not this table's to the last byte.

    What the pack reckons out of its own cells (highest, lowest, their difference) is left to the model.
    """
    flag, pack, cells, sensors, environment, mosfet, *values = whole(TABLE, info)
    current, voltage, remaining, full, cycles, _, soc, soh, _, _, _, _, _, *counters = values
    return Analog(
        pack,
        cells,
        (*sensors, environment, mosfet),
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
        None,
        b"",
        dict(zip(_FURTHER, (flag, *counters), strict=True)),
    )


def encode_analog(analog: Analog) -> bytes:
    """INFO of a 42H reply; raises ValueError for a value that does not fit.

    Of a pack that has no counters, they are 0.
    """
    *sensors, environment, mosfet = analog.temperatures
    cells = [round(volt * 1000) for volt in analog.cell_voltages]
    values: list[Any] = [
        round(analog.further.get(FLAG, 0)),
        analog.pack,
        analog.cell_voltages,
        tuple(sensors),
        environment,
        mosfet,
        analog.current,
        analog.voltage,
        analog.remaining_capacity,
        analog.full_capacity,
        analog.cycle_count,
        _USUAL,
        analog.soc,
        analog.soh,
        max(cells) / 1000,
        min(cells) / 1000,
        max(cells) - min(cells),
        max(sensors),
        min(sensors),
    ]
    return TABLE.encode([*values, *(analog.further.get(column.name, 0) for column in COUNTERS)])
