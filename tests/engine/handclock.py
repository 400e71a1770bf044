"""A clock that only a test turns."""


class HandClock:
    """Monotonic seconds, UTC as an offset to them, and whether that is known to be right."""

    def __init__(self, now: float = 1000.0, *, known: bool = True) -> None:
        self.now = now
        self.offset = 1_700_000_000.0
        self.known = known

    def monotonic(self) -> float:
        return self.now

    def utc(self) -> float:
        return self.now + self.offset

    def is_known(self) -> bool:
        return self.known
