"""A gateway whose time may be set forward, so that silence becomes stale without waiting for it."""

import time

from topbms.engine.schedule import BackOff, Pace

QUICK = Pace(mute=BackOff(0.05, 0.2), reconnect=0.05, jitter=0.01)


class ForwardClock:
    """The machine's clocks, which can be set forward."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead

    def utc(self) -> float:
        return time.time() + self.ahead

    def is_known(self) -> bool:
        return True
