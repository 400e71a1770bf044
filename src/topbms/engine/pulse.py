"""Whether a loop still turns: each tells when it turns next, and who looks sees which is overdue. Knows no loop."""

from topbms.engine.clock import Clock


class Pulse:
    """The sign of life of one loop; `patience` is how many seconds a turn may take beyond what was told."""

    def __init__(self, clock: Clock, patience: float) -> None:
        self._clock = clock
        self._patience = patience
        self._due = clock.monotonic()

    def beat(self, rest: float = 0.0) -> None:
        """The loop turned, and turns again after `rest` seconds and whatever it does then."""
        self._due = self._clock.monotonic() + rest

    @property
    def overdue(self) -> float:
        """Seconds since the loop should have turned at the latest; 0 while it lives."""
        return max(self._clock.monotonic() - self._due - self._patience, 0.0)
