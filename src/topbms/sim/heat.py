"""Temperatures of a pack: four groups of cells and the MOSFETs, against the room. Knows no voltage and no BMS."""

from collections.abc import Sequence
from math import exp

SENSORS = 4
"""Sensors among the cells, one a group of neighbours."""

_HEAT_CAPACITY = 19.0
"""J/K per Ah and cell: some 19 g of cell per Ah, 1 J/(g K)."""
_LOSS = 6e-4
"""W/K per Ah and cell to the room: with the heat capacity, a time constant of about 9 h."""
_INSULATION = (1.0, 0.85, 0.85, 1.0)
"""Share of the loss: the middle of a pack cools less than its ends."""
_MOSFET_SECONDS = 240.0
_MOSFET_RISE = 14.0
"""K above the room at a current of C/2."""


class Heat:
    """Groups of cells of `capacity` Ah with their `resistances` (Ω, in the order of the pack), at first as the room."""

    def __init__(self, resistances: Sequence[float], capacity: float, room: float) -> None:
        count = len(resistances)
        groups = [resistances[count * i // SENSORS : count * (i + 1) // SENSORS] for i in range(SENSORS)]
        self._groups = tuple(
            (sum(group), _HEAT_CAPACITY * capacity * len(group), _LOSS * capacity * len(group) * share)
            for group, share in zip(groups, _INSULATION, strict=True)
        )
        self._half_rate = capacity / 2
        self.cells = [room] * SENSORS
        self.mosfet = room
        self.room = room

    def warm(self, current: float, seconds: float, room: float) -> None:
        """Let `current` (A) flow for some seconds (far fewer than an hour) in a room of `room` °C."""
        squared = current * current
        self.room = room
        self.cells = [
            celsius + (squared * ohm - loss * (celsius - room)) * seconds / capacity
            for celsius, (ohm, capacity, loss) in zip(self.cells, self._groups, strict=True)
        ]
        aim = room + _MOSFET_RISE * squared / self._half_rate**2
        self.mosfet += (aim - self.mosfet) * (1 - exp(-seconds / _MOSFET_SECONDS))

    def settle(self, room: float) -> None:
        """Take the temperature of the room at once, as after days of rest."""
        self.cells = [room] * SENSORS
        self.mosfet = self.room = room
