"""The last frames of a link, and those around what went wrong, kept when the line has long gone on. Pure, bounded.

Knows neither clocks nor packs: whoever freezes says when and why.
"""

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TypeAlias

from topbms.protocol.frame import Frame

Heard: TypeAlias = tuple[float, str, Frame | bytes]
"""Monotonic seconds, "request", "response" or "unknown", and the frame; a damaged one as the characters that came."""

RING = 200
BEFORE, AFTER = 24, 8
"""Frames that are kept before what went wrong, and after it: three rounds of two packs, and one."""

MOST = 8
AGAIN = 60.0
"""s. What happens again within this time is not frozen anew, so that a noisy line does not push out the rest."""

_MOST_REASONS = 8


@dataclass(frozen=True, slots=True)
class Reason:
    """What went wrong: `kind` is that of an event or of a fault, `text` says more, `subject` is a pack's or link's id.

    `at` is monotonic seconds.
    """

    at: float
    kind: str
    subject: str
    text: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """The same for what happens again; the words of a fault tell its bytes, which are never the same."""
        return self.kind, self.subject, self.text if self.kind == "alarm" else ""


@dataclass(slots=True)
class Frozen:
    """Frames around what went wrong, the oldest first; `number` counts those of a link since the gateway started."""

    number: int
    reasons: list[Reason]
    frames: list[Heard]
    wanted: int = field(default=AFTER, repr=False)

    @property
    def key(self) -> tuple[str, str, str]:
        """What it was frozen for first."""
        return self.reasons[0].key

    def join(self, reason: Reason) -> None:
        """Another thing that went wrong then."""
        if len(self.reasons) < _MOST_REASONS and reason.key not in {known.key for known in self.reasons}:
            self.reasons.append(reason)


class Ring(deque[Heard]):
    """The last frames, the oldest first; `frozen` holds those around what went wrong, in the order of time."""

    def __init__(self, most: int | None = RING) -> None:
        super().__init__(maxlen=most)
        self.frozen: list[Frozen] = []
        self._number = 0
        self._last: dict[tuple[str, str, str], Reason] = {}

    def append(self, heard: Heard) -> None:
        """Take in what passed."""
        super().append(heard)
        if self.frozen and self.frozen[-1].wanted:
            self.frozen[-1].frames.append(heard)
            self.frozen[-1].wanted -= 1

    def freeze(self, reason: Reason) -> None:
        """Keep what passed before, and a little of what follows.

        What else goes wrong meanwhile is kept with it. Nothing is done where no frame passed since the last time.
        """
        if self._is_known(reason):
            return
        self._last[reason.key] = reason
        newest = self.frozen[-1] if self.frozen else None
        if newest is not None and (newest.wanted or newest.frames[-1] is self[-1]):
            newest.join(reason)
            return
        self._number += 1
        self.frozen.append(Frozen(self._number, [reason], list(self)[-BEFORE:]))
        if len(self.frozen) > MOST:
            del self.frozen[_superfluous([frozen.key for frozen in self.frozen])]

    def _is_known(self, reason: Reason) -> bool:
        """Whether it has been frozen a moment ago, or there is nothing to freeze; old moments are forgotten here."""
        self._last = {key: last for key, last in self._last.items() if reason.at < last.at + AGAIN}
        return not self or reason.key in self._last


def _superfluous(keys: list[tuple[str, str, str]]) -> int:
    """Which to give up of these, in the order of time: the oldest of those that there are most of."""
    most = max(Counter(keys).values())
    return next(place for place, key in enumerate(keys) if keys.count(key) == most)
