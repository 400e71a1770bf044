"""The gateway's own health out of its parts, each minute. Knows what there is to look at, and nobody who looks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from topbms.engine.clock import Clock, kernel_offset
from topbms.engine.link import Link
from topbms.errors import worded
from topbms.model.health import Health, HistoryHealth, LinkHealth, SinkHealth
from topbms.model.reading import Snapshot
from topbms.model.words import Words

INTERVAL = 60.0
"""s between two checkups."""


class Outlet(Protocol):
    """What feeds a sink."""

    def health(self, words: Words) -> SinkHealth:
        """How the target takes it, its trouble in a language."""
        ...


@dataclass(frozen=True, slots=True)
class Checkup:
    """Looks at a gateway that started at the monotonic moment `started`; `config` is a short hash of its config."""

    clock: Clock
    started: float
    version: str
    config: str
    history: Callable[[Words], HistoryHealth]

    def take(
        self, number: int, snapshot: Snapshot, links: Iterable[Link], outlets: Iterable[Outlet], words: Words
    ) -> Health:
        """The health of this moment, numbered `number`; what is wrong is said in the language of `words`."""
        now = self.clock.monotonic()
        silent = sum(state.stale for state in snapshot.packs)
        return Health(
            sequence=number,
            at=self.clock.utc(),
            monotonic=now,
            version=self.version,
            config=self.config,
            uptime=now - self.started,
            fresh=sum(state.reading is not None for state in snapshot.packs if not state.stale),
            silent=silent,
            clock_offset=kernel_offset(),
            history=self.history(words),
            links=tuple(link_health(link, words) for link in links),
            sinks=tuple(outlet.health(words) for outlet in outlets),
        )


def link_health(link: Link, words: Words) -> LinkHealth:
    """How a port is, its trouble in a language."""
    counters = link.counters
    return LinkHealth(
        id=link.id,
        up=link.is_up,
        requests=counters.requests,
        replies=counters.replies,
        connects=counters.connects,
        faults=dict(counters.faults),
        answer_time=counters.answer_time,
        last_error=worded(counters.last_error, words),
    )
