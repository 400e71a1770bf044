"""Has a link keep its frames around events: alarms, values that cannot be, silence, cuts. Knows which is whose."""

from collections.abc import Callable, Iterable
from typing import Protocol

from topbms.engine.counters import LinkCounters
from topbms.engine.feed import Listener
from topbms.engine.frozen import Reason
from topbms.model.event import Event, EventKind
from topbms.model.reading import Pack

_AROUND = frozenset({EventKind.ALARM, EventKind.VALUE_HELD, EventKind.PACK_SILENT, EventKind.LINK_DOWN})


class Recorder(Protocol):
    """What is needed of a link."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def counters(self) -> LinkCounters:
        """With the frames that passed."""
        ...

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The packs that are polled there."""
        ...


def freezing(links: Callable[[], Iterable[Recorder]]) -> Listener:
    """What is to be told of every event; `links` are those of the moment."""

    def freeze(event: Event) -> None:
        if event.kind in _AROUND:
            for link in links():
                if _concerns(event, link):
                    link.counters.frames.freeze(Reason(event.monotonic, event.kind, event.subject, event.text))

    return freeze


def _concerns(event: Event, link: Recorder) -> bool:
    if event.kind == EventKind.LINK_DOWN:
        return event.subject == link.id
    return any(pack.id == event.subject for pack in link.packs)
