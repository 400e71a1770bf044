"""What only the running gateway knows: how it is, what it logged, what went over its lines, what it has not written."""

import asyncio
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from topbms.engine.clock import Clock
from topbms.engine.dossiers import Dossiers
from topbms.engine.freezing import Recorder
from topbms.engine.frozen import Frozen, Heard
from topbms.errors import StoreError, TopbmsError
from topbms.model.dossier import Dossier
from topbms.model.event import AlarmEvent, PastEvent
from topbms.model.words import DEFAULT, words
from topbms.store.store import Store
from topbms.web.status import Status, document
from topbms.web.view import View


@dataclass(frozen=True, slots=True)
class Traffic:
    """What went over a link last, and around what went wrong, both the oldest first."""

    link: str
    last: Sequence[Heard]
    frozen: Sequence[Frozen]


DAY = 86_400.0
MOST = 5000
"""Events, and alarms, that a file has at most: the newest."""

_PATIENCE = 10.0  # s for the history, which hangs where its disk does


@dataclass(frozen=True, slots=True)
class Past:
    """Events and alarms of the last day, in the order of time; `problem` says why there are none, else it is None."""

    events: Sequence[PastEvent] = ()
    alarms: Sequence[AlarmEvent] = ()
    problem: TopbmsError | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The status as its document, the last day of events and log, the links' frames, what packs told of themselves."""

    status: str
    past: Past
    log: Sequence[str]
    traffic: Sequence[Traffic]
    dossiers: Sequence[Dossier]


@dataclass(frozen=True, slots=True)
class Witness:
    """Whoever can tell; `links` are those of the moment, `log` the lines of the day before a UTC time."""

    view: Callable[[], View]
    clock: Clock
    store: Store
    dossiers: Dossiers
    links: Callable[[], Iterable[Recorder]]
    log: Callable[[float], Sequence[str]]

    async def gathered(self) -> Evidence:
        """All of it; what else takes time is left to whoever writes it down."""
        past = await _past(self.store, self.clock.utc() - DAY)
        links = list(self.links())
        return Evidence(
            document(status_now(self.view()), words(DEFAULT)),
            past,
            self.log(self.clock.utc()),
            [_traffic(link) for link in links],
            [self.dossiers.of(pack.id) for link in links for pack in link.packs],
        )


def status_now(view: View) -> Status:
    """The status of this process."""
    return Status(view.site, view.gateway(), os.getpid(), view.snapshot(), view.health(), view.ports(), view.overdue())


async def _past(store: Store, since: float) -> Past:
    """With what waits to be written."""
    try:
        async with asyncio.timeout(_PATIENCE):
            events = await store.events(since, limit=MOST)
            return Past(events[::-1], await store.alarm_events(since, newest=MOST))
    except StoreError as error:
        return Past(problem=error)
    except TimeoutError:
        return Past(problem=StoreError("the history does not answer; is its disk well?"))


def _traffic(link: Recorder) -> Traffic:
    """Copied, because more passes while it is written down."""
    ring = link.counters.frames
    frozen = [Frozen(one.number, list(one.reasons), list(one.frames)) for one in ring.frozen]
    return Traffic(link.id, list(ring), frozen)
