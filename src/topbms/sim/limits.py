"""The thresholds of the simulated BMS: what it watches, when it warns, when it switches off, when it forgives.

Typical factory settings of 16-cell LFP boards, per cell, so that any number of cells works. Knows numbers and codes
only; how time passes is `topbms.sim.guard`'s business.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from topbms.model.alarms import Level


class Measures(NamedTuple):
    """What the BMS watches at one moment: V, A (both directions positive), °C and %."""

    highest_cell: float
    lowest_cell: float
    voltage: float
    charge_current: float
    discharge_current: float
    spread: float
    hottest: float
    coldest: float
    environment: float
    mosfet: float
    soc: float


@dataclass(frozen=True, slots=True)
class Limit:
    """One threshold: active when the measure was beyond `trip` for `delay` s, over when it is back at `release`.

    `hold` is how long (s) it must have been back. It is an upper limit when `trip` is above `release`.
    """

    code: str
    level: Level
    measure: str
    trip: float
    release: float
    delay: float = 1.0
    hold: float = 0.0

    @property
    def is_upper(self) -> bool:
        """Whether too much trips it."""
        return self.trip > self.release


BLOCKS: Mapping[str, tuple[bool, bool]] = {
    "cell_overvoltage": (True, False),
    "cell_undervoltage": (False, True),
    "pack_overvoltage": (True, False),
    "pack_undervoltage": (False, True),
    "charge_overcurrent": (True, False),
    "discharge_overcurrent": (False, True),
    "discharge_overcurrent_2": (False, True),
    "short_circuit": (True, True),
    "cell_difference": (True, True),
    "charge_high_temperature": (True, False),
    "charge_low_temperature": (True, False),
    "discharge_high_temperature": (False, True),
    "discharge_low_temperature": (False, True),
    "environment_high_temperature": (True, True),
    "environment_low_temperature": (True, True),
    "mosfet_high_temperature": (True, True),
    "mosfet_low_temperature": (True, True),
    "high_voltage": (True, True),
    "insulation_positive": (True, True),
    "insulation_negative": (True, True),
}
"""What a protection of that code switches off: (charging, discharging)."""

_W, _P = Level.WARNING, Level.PROTECTION


def rated_current(capacity: float) -> float:
    """A that a pack of `capacity` Ah is made for: two thirds of a C, so 100 A at 150 Ah."""
    return capacity * 2 / 3


def limits(cells: int, capacity: float) -> tuple[Limit, ...]:
    """All thresholds of a pack of so many cells and Ah, in the order of the status bits."""
    return (*_voltages(cells), *_currents(rated_current(capacity)), *_TEMPERATURES, *_OTHERS)


def _voltages(cells: int) -> tuple[Limit, ...]:
    return (
        Limit("cell_overvoltage", _W, "highest_cell", 3.60, 3.50),
        Limit("cell_undervoltage", _W, "lowest_cell", 2.90, 3.00),
        Limit("pack_overvoltage", _W, "voltage", 3.55 * cells, 3.45 * cells),
        Limit("pack_undervoltage", _W, "voltage", 2.90 * cells, 3.00 * cells),
        Limit("cell_overvoltage", _P, "highest_cell", 3.65, 3.40),
        Limit("cell_undervoltage", _P, "lowest_cell", 2.70, 3.05),
        Limit("pack_overvoltage", _P, "voltage", 3.60 * cells, 3.38 * cells),
        Limit("pack_undervoltage", _P, "voltage", 2.70 * cells, 3.05 * cells),
    )


def _currents(rated: float) -> tuple[Limit, ...]:
    """A protection switches its current off, so only time can forgive it."""
    return (
        Limit("charge_overcurrent", _W, "charge_current", 1.05 * rated, rated),
        Limit("discharge_overcurrent", _W, "discharge_current", 1.05 * rated, rated),
        Limit("charge_overcurrent", _P, "charge_current", 1.1 * rated, rated, delay=10, hold=60),
        Limit("discharge_overcurrent", _P, "discharge_current", 1.1 * rated, rated, delay=10, hold=60),
        Limit("discharge_overcurrent_2", _P, "discharge_current", 1.5 * rated, rated, delay=0.1, hold=60),
        Limit("short_circuit", _P, "discharge_current", 4.0 * rated, rated, delay=0, hold=60),
    )


_TEMPERATURES = (
    Limit("charge_high_temperature", _W, "hottest", 50, 47),
    Limit("charge_low_temperature", _W, "coldest", 2, 5),
    Limit("discharge_high_temperature", _W, "hottest", 55, 50),
    Limit("discharge_low_temperature", _W, "coldest", -10, -5),
    Limit("environment_high_temperature", _W, "environment", 60, 55),
    Limit("environment_low_temperature", _W, "environment", -15, -10),
    Limit("mosfet_high_temperature", _W, "mosfet", 90, 85),
    Limit("mosfet_low_temperature", _W, "mosfet", -20, -15),
    Limit("charge_high_temperature", _P, "hottest", 55, 50, delay=2),
    Limit("charge_low_temperature", _P, "coldest", 0, 5, delay=2),
    Limit("discharge_high_temperature", _P, "hottest", 60, 55, delay=2),
    Limit("discharge_low_temperature", _P, "coldest", -20, -10, delay=2),
    Limit("environment_high_temperature", _P, "environment", 65, 60, delay=2),
    Limit("environment_low_temperature", _P, "environment", -25, -20, delay=2),
    Limit("mosfet_high_temperature", _P, "mosfet", 100, 85, delay=2),
    Limit("mosfet_low_temperature", _P, "mosfet", -30, -25, delay=2),
    Limit("cell_high_temperature", _W, "hottest", 52, 48),
    Limit("cell_low_temperature", _W, "coldest", 1, 4),
)

_OTHERS = (
    Limit("cell_difference", _W, "spread", 0.4, 0.3, delay=5),
    Limit("cell_difference", _P, "spread", 0.8, 0.5, delay=5),
    Limit("soc_low", _W, "soc", 10, 15),
)
