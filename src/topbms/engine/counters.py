"""What a link has lived through, in numbers and a ring of its last frames. Nothing here decides anything."""

from collections import Counter
from dataclasses import dataclass, field

from topbms.engine.frozen import Reason, Ring
from topbms.errors import TopbmsError

_WEIGHT = 0.2
_TELLING = frozenset({"syntax", "length", "checksum", "unknown", "payload", "refused"})
"""Faults of which the frames around them tell more; cuts and silence are told by events."""


@dataclass(slots=True)
class LinkCounters:
    """Counts since the gateway started. `answer_time` is the smoothed time from request to first byte, in seconds.

    `relayed` counts the requests that were asked for guests, `denied` those of them that were refused. `faults` counts
    by kind: silence, the kinds of FrameError, refused, foreign, echo, late, noise, link, half_open.
    `last_error` is None while there was none. `held` counts values that were held back, by quantity. `frames` holds
    the last frames, and those around faults; `link` is the id of the link, empty where there is but one.
    """

    requests: int = 0
    replies: int = 0
    connects: int = 0
    relayed: int = 0
    denied: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    answer_time: float | None = None
    last_error: TopbmsError | None = None
    last_error_at: float | None = None
    frames: Ring = field(default_factory=Ring)
    link: str = ""

    def answered(self, seconds: float) -> None:
        """Count a reply, and learn from its answer time."""
        self.replies += 1
        self.answer_time = smoothed(self.answer_time, seconds)

    def failed(self, kind: str, error: TopbmsError, now: float) -> None:
        """Count a fault and keep what it says."""
        self.faults[kind] += 1
        self.last_error, self.last_error_at = error.alone(), now
        if kind in _TELLING:
            self.frames.freeze(Reason(now, kind, self.link, str(error)))


def smoothed(before: float | None, new: float) -> float:
    """An answer time that follows the newest one slowly; None when there was none before."""
    return new if before is None else before + _WEIGHT * (new - before)
