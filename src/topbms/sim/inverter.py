"""The house's inverter: turns what the house offers or asks for into a current that is good for the pack.

It keeps a reserve, charges up to a voltage and then holds it, and obeys a pack that says it is full. Knows no
protections: those are the BMS's.
"""

from topbms.sim.cells import FLAT_TO, Cells
from topbms.sim.limits import rated_current

_PACK_VOLTAGE = 3.50  # V per cell that it holds at the end of charging
_CELL_VOLTAGE = 3.55  # V of the highest cell that the BMS asks it to stay below
_BACK = 5.0  # % above the reserve before it discharges again


class Inverter:
    """For a pack of `capacity` Ah; discharges down to `reserve` % only."""

    def __init__(self, capacity: float, reserve: float) -> None:
        self._most = rated_current(capacity)
        self._reserve = reserve
        self._resting = False

    def current(self, wish: float, cells: Cells, soc: float, *, full: bool) -> float:
        """A (charge positive) for a wish of the house in A; `soc` in %, `full` as the BMS reports them."""
        if wish > 0:
            return 0.0 if full else self._charge(wish, cells)
        return 0.0 if self._is_resting(soc) else max(wish, -self._most)

    def _charge(self, wish: float, cells: Cells) -> float:
        bounded = min(wish, self._most)
        if max(cells.rest()) < FLAT_TO:
            return bounded
        return min(bounded, cells.most_charge(_PACK_VOLTAGE * len(cells.capacities), _CELL_VOLTAGE))

    def _is_resting(self, soc: float) -> bool:
        self._resting = soc <= self._reserve or (self._resting and soc < self._reserve + _BACK)
        return self._resting
