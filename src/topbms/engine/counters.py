"""What a link has lived through, in numbers and a ring of its last frames. Nothing here decides anything."""

from collections import Counter, deque
from dataclasses import dataclass, field

from topbms.errors import TopbmsError
from topbms.protocol.frame import Frame

_RING = 200
_WEIGHT = 0.2


@dataclass(slots=True)
class LinkCounters:
    """Counts since the gateway started. `answer_time` is the smoothed time from request to first byte, in seconds.

    `faults` counts by kind: silence, the kinds of FrameError, refused, foreign, echo, late, noise, link, half_open.
    `last_error` is None while there was none. `held` counts values that were held back, by quantity. `frames` holds
    the last frames as (monotonic, direction, frame), a damaged one as the characters that came.
    """

    requests: int = 0
    replies: int = 0
    connects: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    answer_time: float | None = None
    last_error: TopbmsError | None = None
    last_error_at: float | None = None
    frames: deque[tuple[float, str, Frame | bytes]] = field(default_factory=lambda: deque(maxlen=_RING))

    def answered(self, seconds: float) -> None:
        """Count a reply, and learn from its answer time."""
        self.replies += 1
        self.answer_time = smoothed(self.answer_time, seconds)

    def failed(self, kind: str, error: TopbmsError, now: float) -> None:
        """Count a fault and keep what it says."""
        self.faults[kind] += 1
        self.last_error, self.last_error_at = error.alone(), now


def smoothed(before: float | None, new: float) -> float:
    """An answer time that follows the newest one slowly; None when there was none before."""
    return new if before is None else before + _WEIGHT * (new - before)
