"""Values of a pack at rest, as tests need them."""

from dataclasses import replace
from typing import Any

from topbms.model.alarms import AlarmReport
from topbms.model.reading import Analog, Pack, PackReading, Product

PACK = Pack("battery1", "Batterie 1", "usr1", 1)
OTHER = Pack("battery2", "Batterie 2", "usr1", 2)

ANALOG = Analog(
    pack=1,
    cell_voltages=(3.348,) * 15 + (3.363,),
    temperatures=(21.0, 22.0, 22.0, 22.0, 19.0, 20.0),
    current=3.84,
    voltage=53.58,
    remaining_capacity=132.35,
    full_capacity=150.0,
    cycle_count=2,
    soc=88,
    soh=100,
    humidity=0,
    environment_temperature=19.0,
    mosfet_temperature=20.0,
    balancing=(),
)
PRODUCT = Product(1, company="captured")


def analog(**changes: Any) -> Analog:
    return replace(ANALOG, **changes)


def cells(place: int, volts: float) -> tuple[float, ...]:
    """The sample's cells with another voltage at one place, counted from 1."""
    values = list(ANALOG.cell_voltages)
    values[place - 1] = volts
    return tuple(values)


def reading(pack: Pack = PACK, sequence: int = 1, at: float = 1000.0, **fields: Any) -> PackReading:
    """A reading at a monotonic moment."""
    values = fields.pop("values", {"soc": 88.0, "voltage": 53.58})
    return PackReading(pack, sequence, 1_700_000_000.0 + at, at, values, **fields)


def report(*alarms: Any, pack: int = 1) -> AlarmReport:
    return AlarmReport(pack, tuple(alarms))
