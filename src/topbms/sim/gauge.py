"""The BMS's own bookkeeping: charge counted, cycles, health. Knows the current only, as a real fuel gauge does.

It may drift from what the cells hold; reaching full or empty sets it right.
"""

_HOUR = 3600.0
_LIFE = 6000.0
"""Cycles after which the cells have lost a fifth, as makers of LFP cells promise."""


class Gauge:
    """Counts Ah for a pack of `capacity` Ah that has done `cycles` and begins at `soc` (0 to 1)."""

    def __init__(self, capacity: float, soc: float, cycles: float) -> None:
        self._capacity = capacity
        self._cycles = cycles
        self.remaining = soc * self.full

    @property
    def cycle_count(self) -> int:
        """Full cycles done: the charge taken out, divided by the capacity."""
        return int(self._cycles)

    @property
    def given(self) -> float:
        """Ah taken out in all."""
        return self._cycles * self._capacity

    @property
    def soh(self) -> int:
        """State of health in %, 0 at least."""
        return max(round(100 - 20 * self._cycles / _LIFE), 0)

    @property
    def full(self) -> float:
        """Ah when full, at least 1 % of the rating: a pack that holds nothing has no gauge."""
        return self._capacity * max(self.soh, 1) / 100

    @property
    def exact_soc(self) -> float:
        """State of charge in %, with its decimals."""
        return 100 * self.remaining / self.full

    @property
    def soc(self) -> int:
        """State of charge in whole %, cut: 100 only when truly full."""
        return min(int(self.exact_soc + 1e-9), 100)

    def count(self, current: float, seconds: float) -> None:
        """Count what flowed (A, charge positive)."""
        moved = current * seconds / _HOUR
        self.remaining = min(max(self.remaining + moved, 0.0), self.full)
        if moved < 0:
            self._cycles -= moved / self._capacity

    def calibrate(self, soc: float) -> None:
        """Set right what was counted; `soc` is 0 to 1."""
        self.remaining = soc * self.full
