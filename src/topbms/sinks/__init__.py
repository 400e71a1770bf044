"""Targets: one module or folder each, found by scanning this folder; a sink's config section is its module's name.

A sink module offers `Settings` (its section) and `build(settings, site)`. It knows its target and the model; when
to send, how often to try again and what was sent is not its business.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from topbms.model.reading import Pack, Snapshot
from topbms.model.update import Update
from topbms.model.words import Words

Recall = Callable[[], Awaitable[Mapping[str, str]]]
Remember = Callable[[Mapping[str, str]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Site:
    """What a sink may know of the gateway it serves.

    `recall` and `remember` keep the sink's own notes in the history database: texts by key; remembering merges.
    """

    name: str
    packs: Sequence[Pack]
    words: Words
    recall: Recall
    remember: Remember


class LatestSink(Protocol):
    """A target that takes the newest values only.

    `interval` and `resend` are seconds: how often to send, and after how long an unchanged value goes again.
    """

    name: str
    interval: float
    resend: float

    def render(self, snapshot: Snapshot) -> Sequence[Update]:
        """Everything the target should show now. Pure."""
        ...

    async def write(self, updates: Sequence[Update]) -> None:
        """Send; raises SinkError when the target did not take all of them."""
        ...

    async def close(self) -> None:
        """Let go of connections; may be called twice."""
        ...
