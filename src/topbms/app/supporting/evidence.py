"""What only the running gateway knows: how it is, what it logged, what went over its lines. Taken in a moment."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from topbms.engine.clock import Clock
from topbms.engine.dossiers import Dossiers
from topbms.engine.freezing import Recorder
from topbms.engine.frozen import Frozen, Heard
from topbms.model.dossier import Dossier
from topbms.model.words import DEFAULT, words
from topbms.web.status import Status, document
from topbms.web.view import View


@dataclass(frozen=True, slots=True)
class Traffic:
    """What went over a link last, and around what went wrong, both the oldest first."""

    link: str
    last: Sequence[Heard]
    frozen: Sequence[Frozen]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The status as its document, the log's last day, the links' frames, and what the packs told of themselves."""

    status: str
    log: Sequence[str]
    traffic: Sequence[Traffic]
    dossiers: Sequence[Dossier]


@dataclass(frozen=True, slots=True)
class Witness:
    """Whoever can tell; `links` are those of the moment, `log` the lines of the day before a UTC time."""

    view: Callable[[], View]
    clock: Clock
    dossiers: Dossiers
    links: Callable[[], Iterable[Recorder]]
    log: Callable[[float], Sequence[str]]

    def gathered(self) -> Evidence:
        """All of it; what takes time is left to whoever writes it down."""
        links = list(self.links())
        return Evidence(
            document(status_now(self.view()), words(DEFAULT)),
            self.log(self.clock.utc()),
            [_traffic(link) for link in links],
            [self.dossiers.of(pack.id) for link in links for pack in link.packs],
        )


def status_now(view: View) -> Status:
    """The status of this process."""
    return Status(view.site, view.gateway(), os.getpid(), view.snapshot(), view.health(), view.ports(), view.overdue())


def _traffic(link: Recorder) -> Traffic:
    """Copied, because more passes while it is written down."""
    ring = link.counters.frames
    frozen = [Frozen(one.number, list(one.reasons), list(one.frames)) for one in ring.frozen]
    return Traffic(link.id, list(ring), frozen)
