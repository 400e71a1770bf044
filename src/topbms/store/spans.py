"""The widths of roll-up buckets, and how many of them make one stored block. Knows no row and no reading."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Resolution = Literal["raw", "1min", "15min", "1h", "4h", "1d"]

SLOT = 3600
"""s. The hours of UTC in which readings are filed, found again and rolled up."""


@dataclass(frozen=True, slots=True)
class Span:
    """Buckets of `seconds` each, stored in blocks of `block` seconds; both count from 1970, UTC.

    They are made of the buckets of `source`, or of single readings when that is None. A block of the source holds
    whole buckets of this span.
    """

    name: Resolution
    seconds: int
    block: int
    source: "Span | None" = None

    def starts(self, start: float, end: float) -> range:
        """The beginnings of the blocks that reach into this time."""
        return range(int(start // self.block) * self.block, _up(end), self.block)


_DAY = 24 * SLOT

MINUTE = Span("1min", 60, SLOT)
QUARTER = Span("15min", 900, _DAY)
HOUR = Span("1h", SLOT, 8 * _DAY, QUARTER)
PART = Span("4h", 4 * SLOT, 32 * _DAY, HOUR)
DAY = Span("1d", _DAY, 128 * _DAY, PART)

DERIVED = (HOUR, PART, DAY)
"""They are small, and make a chart over months or years as quick as one over a day. Each comes behind its source."""

SPANS = {span.name: span for span in (MINUTE, QUARTER, *DERIVED)}
"""By name, the finest first."""


def windows(start: float, end: float, width: int) -> Iterator[tuple[float, float]]:
    """The time from `start` to `end` in pieces that end at multiples of `width`."""
    while start < end:
        until = min((start // width + 1) * width, end)
        yield start, until
        start = until


def slots(start: float, end: float) -> range:
    """The hours that reach into this time, by their beginnings."""
    return range(int(start // SLOT) * SLOT, _up(end), SLOT)


def _up(end: float) -> int:
    whole = int(end)
    return whole if whole == end else whole + 1
