"""Cells in series: charge, capacity, resistance, leakage, each cell its own. Knows no BMS and no temperature.

Charges are in Ah, so that coulomb counting is a plain sum. The figures are those of prismatic LFP cells, scaled by
capacity: a cell of 150 Ah has about 0.8 mΩ with its busbar.
"""

from collections.abc import Collection
from math import exp
from random import Random

from topbms.sim.curve import HIGHEST, LOWEST, rest_voltages

BLEED_CURRENT = 0.1
"""A that a balancing resistor takes from its cell."""

FLAT_TO = 3.36
"""V at rest above which the wall at the end of a charge is near."""

_FLAT_FROM = 3.20  # V at rest below which the other knee begins
_RESISTANCE = 0.12
"""Ω x Ah: a cell's resistance is this divided by its capacity."""
_LEAKAGE = 4e-5
"""A per Ah: about 3 % a month, cells and their share of the BMS."""
_SLOW_SHARE = 0.4
"""Resistance of the slow part (diffusion) relative to the direct one."""
_SLOW_SECONDS = 90.0
"""s. Time constant of the slow part."""
_HOUR = 3600.0


class Cells:
    """`count` cells of about `capacity` Ah, as alike as one delivery is; `current` is the last one that flowed."""

    def __init__(self, count: int, capacity: float, chance: Random) -> None:
        # A maker ships cells slightly above their rating, so that the smallest still holds it.
        self.capacities = [capacity * (1.015 + 0.006 * _bell(chance)) for _ in range(count)]
        self.resistances = [_RESISTANCE / capacity * (1 + 0.08 * _bell(chance)) for _ in range(count)]
        self.leakages = [_LEAKAGE * capacity * chance.uniform(0.5, 1.5) for _ in range(count)]
        self.charges = [own * (0.5 + 0.0035 * _bell(chance)) for own in self.capacities]
        self.current = 0.0
        self._slow = 0.0
        self._rest: list[float] = []

    @property
    def soc(self) -> float:
        """0 when the first cell is empty, 1 when the first is full: what the pack as a whole can give."""
        below = min(self.charges)
        return below / (below + self._room())

    def set_soc(self, soc: float) -> None:
        """Move every cell by the same charge until the pack has `soc` (0 to 1); unevenness stays, as at rest."""
        below = min(self.charges)
        moved = soc * (below + self._room()) - below
        self.charges = [charge + moved for charge in self.charges]
        self.current = self._slow = 0.0
        self._rest = []

    def flow(self, current: float, seconds: float, bleeding: Collection[int] = ()) -> None:
        """Let `current` (A, charge positive) flow; cells at the 0-based places `bleeding` lose some of it."""
        hours = seconds / _HOUR
        moved = current * hours
        charges = [
            charge + moved - leakage * hours for charge, leakage in zip(self.charges, self.leakages, strict=True)
        ]
        for place in bleeding:
            charges[place] -= BLEED_CURRENT * hours
        self.charges = self._within(charges)
        self.current = current
        self._slow += (current - self._slow) * (1 - exp(-seconds / _SLOW_SECONDS))
        self._rest = []

    def rest(self) -> list[float]:
        """V of each cell without its resistance."""
        if not self._rest:
            self._rest = rest_voltages([q / own for q, own in zip(self.charges, self.capacities, strict=True)])
        return self._rest

    def are_flat(self) -> bool:
        """Whether all cells are where a minute of any usual current hardly moves their voltage."""
        rest = self.rest()
        return min(rest) > _FLAT_FROM and max(rest) < FLAT_TO

    def voltages(self, current: float) -> list[float]:
        """V of each cell at its terminals when `current` flows."""
        load = current + _SLOW_SHARE * self._slow
        return [volt + ohm * load for volt, ohm in zip(self.rest(), self.resistances, strict=True)]

    def most_charge(self, pack_voltage: float, cell_voltage: float) -> float:
        """A that a charger may drive without any of the two voltages being exceeded; never below 0."""
        rest = self.rest()
        pack = (pack_voltage - sum(rest)) / sum(self.resistances)
        cell = min([(cell_voltage - volt) / ohm for volt, ohm in zip(rest, self.resistances, strict=True)])
        return max(min(pack, cell) - _SLOW_SHARE * self._slow, 0.0)

    def _room(self) -> float:
        """Ah until the first cell is full."""
        return min([own - charge for charge, own in zip(self.charges, self.capacities, strict=True)])

    def _within(self, charges: list[float]) -> list[float]:
        """The charges, clamped where the curve ends."""
        if min(charges) > 0 and self._far_from_full(charges):
            return charges
        pairs = zip(charges, self.capacities, strict=True)
        return [min(max(charge, LOWEST * own), HIGHEST * own) for charge, own in pairs]

    def _far_from_full(self, charges: list[float]) -> bool:
        return max(charges) < min(self.capacities)


def _bell(chance: Random) -> float:
    """A draw from a bell curve, its tails cut: no cell of a delivery is off by more than 2.5 sigma."""
    return min(max(chance.gauss(0, 1), -2.5), 2.5)
