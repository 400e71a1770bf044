"""Frames for a support file: masked, with their times, those around a fault behind a line that says what it was."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace

from topbms.app.supporting.evidence import Traffic
from topbms.dialects.explained.scrubbing import scrubbed
from topbms.engine.clock import Clock
from topbms.engine.frozen import Frozen
from topbms.engine.recording import Heard, recorded

_MOST, _LEAST, _MOST_FROZEN = 10_000, 20, 300  # of all links together; a gateway of many gives fewer of each

Row = Mapping[str, object]


def last(traffic: Sequence[Traffic], clock: Clock) -> Iterator[Row]:
    """What went over each link last."""
    share = max(_MOST // max(len(traffic), 1), _LEAST)
    for link in traffic:
        yield from _rows(link.last[-share:], clock, link.link)


def causes(traffic: Sequence[Traffic], clock: Clock) -> Iterator[Row]:
    """What the frames around faults were kept for."""
    ahead = clock.utc() - clock.monotonic()
    for link, frozen in _kept(traffic):
        reasons = [{**asdict(reason), "at": round(reason.at + ahead, 3)} for reason in frozen.reasons]
        yield {"about": "frozen", "link": link, "number": frozen.number, "reasons": reasons}


def around(traffic: Sequence[Traffic], clock: Clock) -> Iterator[Row]:
    """The frames around faults."""
    for link, frozen in _kept(traffic):
        yield from _rows(frozen.frames, clock, link, frozen.number)


def _kept(traffic: Sequence[Traffic]) -> Iterator[tuple[str, Frozen]]:
    """The newest of each link."""
    share = max(_MOST_FROZEN // max(len(traffic), 1), 1)
    for link in traffic:
        for frozen in link.frozen[-share:]:
            yield link.link, frozen


def _rows(heard: Sequence[Heard], clock: Clock, link: str, frozen: int = 0) -> Iterator[Row]:
    captured = (replace(one, frozen=frozen) for one in recorded(heard, clock, link))
    yield from (json.loads(one.line()) for one in scrubbed(captured))
