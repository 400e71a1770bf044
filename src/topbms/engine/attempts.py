"""How a target takes what it is sent: counted, each trouble told once, and how long to leave it alone after one."""

import logging
from collections import Counter

from topbms.engine.clock import Clock
from topbms.engine.schedule import BackOff
from topbms.errors import TopbmsError

LOG = logging.getLogger(__name__)

BACK_OFF = BackOff(1.0, 60.0)
"""How long a target is left alone that failed."""

LONGEST_TURN = 600.0
"""s. Bringing something takes no longer anywhere: each target gives up on an answer much sooner."""


class Attempts:
    """The attempts to write to one target.

    `counters` counts what callers count, and errors; `last_error` is None while all is well; `failing_since` is a
    monotonic moment, None while all is well.
    """

    def __init__(self, name: str, clock: Clock, back_off: BackOff = BACK_OFF) -> None:
        self.counters: Counter[str] = Counter()
        self.last_error: TopbmsError | None = None
        self.failing_since: float | None = None
        self._name = name
        self._clock = clock
        self._back_off = back_off
        self._failures = 0
        self._told: set[str] = set()

    def failed(self, error: TopbmsError) -> float:
        """Count a failed attempt; seconds to leave the target alone. Each error is told once until it works again."""
        self._failures += 1
        if self.failing_since is None:
            self.failing_since = self._clock.monotonic()
        self.counters["errors"] += 1
        self.last_error = error.alone()
        message = str(error)
        level = logging.DEBUG if message in self._told else logging.WARNING
        LOG.log(level, "%s", message, extra={"sink": self._name})
        self._told.add(message)
        return self._back_off.after(self._failures)

    def succeeded(self) -> None:
        """Something was taken."""
        self.counters["writes"] += 1
        if self._failures:
            LOG.info("works again after %d failed attempts", self._failures, extra={"sink": self._name})
        self._failures, self.last_error, self.failing_since = 0, None, None
        self._told.clear()
