"""Targets: one module or folder each, found by scanning this folder; a sink's config section is its module's name.

A sink module offers `Settings` (its section) and `build(settings, site)`, which gives one or several sinks: of the
kind that shows the newest only, or of the kind that is told everything in order. It knows its target and the model;
when to send, how often to try again and what was sent is not its business.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias, runtime_checkable

from topbms.model.reading import Pack, Snapshot
from topbms.model.record import Record
from topbms.model.update import Update
from topbms.model.words import Words

Recall = Callable[[], Awaitable[Mapping[str, str]]]
Remember = Callable[[Mapping[str, str]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Site:
    """What a sink may know of the gateway it serves.

    `recall` and `remember` keep the sink's own notes in the history database: texts by key; remembering merges.
    `gateway` gives the gateway's id, made once for its history and the same for ever: 32 hex digits; it may be called
    as soon as something is to be written. `poll` is the seconds between two readings of a pack, `version` the
    program's. `searched` are the ids of links whose packs are looked for: more of them may come, named
    `<link>-<address>`.
    """

    name: str
    packs: Sequence[Pack]
    words: Words
    recall: Recall
    remember: Remember
    gateway: Callable[[], str] = str
    poll: float = 10.0
    version: str = ""
    searched: Sequence[str] = ()


@runtime_checkable
class LatestSink(Protocol):
    """A target that takes the newest values only.

    `interval` and `resend` are seconds: how often to send, and after how long an unchanged value goes again.
    """

    name: str
    interval: float
    resend: float

    def attach(self, renew: Callable[[], None]) -> None:
        """Called once before anything is rendered; `renew` has everything sent again at once, as if for the first time.

        For targets that may lose what they had, and say so.
        """
        ...

    def render(self, snapshot: Snapshot) -> Sequence[Update]:
        """Everything the target should show now. Pure."""
        ...

    async def write(self, updates: Sequence[Update]) -> None:
        """Send; raises SinkError when the target did not take all of them."""
        ...

    async def close(self) -> None:
        """Let go of connections; may be called twice."""
        ...


@runtime_checkable
class RecordSink(Protocol):
    """A target that understands time stamps, and is told every record once, in order, however late.

    `batch` is how many records one writing takes at most, `interval` the seconds between two writings while it is up
    to date, `backfill` how many seconds of history it gets at its very first start.
    """

    name: str
    batch: int
    interval: float
    backfill: float

    async def write(self, records: Sequence[Record]) -> None:
        """Have all of them kept, or those of a kind that the target has no place for left out; in order of `sequence`.

        Returning means that they are safe there. The same records may come again after a crash: the target must end
        up with each of them once. Raises SinkError when it should be tried again later, all of it; RejectedError when
        the target refuses something in it for good: it is then called again with the halves, down to one record.
        """
        ...

    async def close(self) -> None:
        """Let go of connections; may be called twice."""
        ...


Sink: TypeAlias = LatestSink | RecordSink
