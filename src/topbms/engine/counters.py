"""What a link has lived through, in numbers and a ring of its last frames. Nothing here decides anything."""

from collections import Counter, deque
from dataclasses import dataclass, field

_RING = 200
_WEIGHT = 0.2


@dataclass(slots=True)
class LinkCounters:
    """Counts since the gateway started. `answer_time` is the smoothed time from request to first byte, in seconds.

    `faults` counts by kind: silence, the kinds of FrameError, refused, foreign, echo, late, noise. `frames` holds the
    last frames as (monotonic, direction, text).
    """

    requests: int = 0
    replies: int = 0
    connects: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    answer_time: float | None = None
    last_error: str = ""
    last_error_at: float | None = None
    frames: deque[tuple[float, str, str]] = field(default_factory=lambda: deque(maxlen=_RING))

    def answered(self, seconds: float) -> None:
        """Learn from one answer time."""
        if self.answer_time is None:
            self.answer_time = seconds
        else:
            self.answer_time += _WEIGHT * (seconds - self.answer_time)

    def failed(self, kind: str, message: str, now: float) -> None:
        """Count a fault and keep its words."""
        self.faults[kind] += 1
        self.last_error, self.last_error_at = message, now
