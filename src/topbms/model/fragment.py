"""What a pack says in one reply, without time: what dialects make and the engine joins into readings.

Apart from `topbms.model.reading`, so that who only explains frames need not load readings, banks and clocks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from topbms.model.alarms import AlarmReport

MOST_CELLS = 48
"""The most cells of any dialect's alarm bits."""


@dataclass(frozen=True, slots=True)
class Analog:
    """Measured values of one pack; a quantity that the pack did not report is None.

    Voltages in V, `current` in A (charge positive), capacities in Ah, temperatures in °C in the order of the frame
    (environment and MOSFET among them, and once more by name where the dialect knows them), `soc`, `soh` and
    `humidity` in %. `balancing` are the 1-based numbers of the cells being balanced. `extra` are trailing bytes
    that no source explains. `further` are numbers that only this BMS family reports, by the name of their field,
    which is no quantity of the catalogue: flags, life-time counters, a port's voltage.
    """

    pack: int
    cell_voltages: tuple[float, ...] = ()
    temperatures: tuple[float, ...] = ()
    current: float | None = None
    voltage: float | None = None
    remaining_capacity: float | None = None
    full_capacity: float | None = None
    design_capacity: float | None = None
    cycle_count: int | None = None
    soc: float | None = None
    soh: float | None = None
    humidity: float | None = None
    environment_temperature: float | None = None
    mosfet_temperature: float | None = None
    balancing: tuple[int, ...] | None = None
    extra: bytes = b""
    further: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.cell_voltages) > MOST_CELLS:
            message = f"{len(self.cell_voltages)} cells, at most {MOST_CELLS} are possible"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Product:
    """What a pack says it is; texts are empty when the pack left them blank."""

    pack: int
    company: str = ""
    production_date: str = ""
    module: str = ""
    version: str = ""
    battery_type: str = ""
    serial_number: str = ""
    remarks: str = ""
    extra: bytes = b""


@dataclass(frozen=True, slots=True)
class PackCount:
    """How many packs the one that was asked knows of, itself among them."""

    pack: int
    packs: int
    extra: bytes = b""


Fragment: TypeAlias = Analog | AlarmReport | Product | PackCount
