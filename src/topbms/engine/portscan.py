"""One port looked at step by step: heard first, then asked for its dialect, then for its packs. Says nothing itself.

What is known of it stands in `findings` at any moment, also when it is ended before its time.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import TypeAlias

from topbms.dialects.contract import Dialect
from topbms.engine.counters import LinkCounters
from topbms.engine.discovery import ADDRESSES
from topbms.engine.findings import UNFITTING, Findings, Misfit
from topbms.engine.once import line_on, opened
from topbms.engine.recognition import ANYBODY, Spoken, trials
from topbms.engine.scan import LISTEN, QUICK, USUAL_BAUD, bauds, deadline_after, listen, questions, urgent, walk
from topbms.errors import FrameError, ReplyError
from topbms.model.reading import PackReading
from topbms.protocol.frame import Frame
from topbms.transport.connection import Connection, shown


@dataclass(frozen=True, slots=True)
class Way:
    """How to look; None for a dialect, speed or VER of requests that is to be found.

    `listen` in seconds; `force` asks even where another master was heard.
    """

    dialect: Dialect | None = None
    baud: int | None = None
    version: int | None = None
    listen: float = LISTEN
    force: bool = False


@dataclass(frozen=True, slots=True)
class Listening:
    """Nobody is asked for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Asking:
    """The dialect is asked for: `done` of `of` questions."""

    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Walking:
    """The packs are asked for: `done` of `of` addresses; the pack of the newest, None where nobody answered."""

    done: int
    of: int
    reading: PackReading | None = None


Step: TypeAlias = Listening | Asking | Walking


Opener: TypeAlias = Callable[[str, int], AbstractAsyncContextManager[Connection]]
"""Opens a URL at a speed, and closes it at the end; raises LinkError."""


class PortScan:
    """Looks at one port; `link_id` names the packs that are found."""

    def __init__(self, url: str, link_id: str, way: Way, opener: Opener = opened) -> None:
        self.url = url
        self.link_id = link_id
        tried = (way.baud,) if way.baud else bauds(url)
        named = Spoken(way.dialect, way.version or way.dialect.request_versions[0]) if way.dialect else None
        self.findings = Findings(shown(url), tried, tried[0], named, is_named=named is not None)
        self._way = way
        self._opened = opener
        self._answer_time: float | None = None

    async def steps(self) -> AsyncIterator[Step]:
        """Look at each speed until somebody answers, or is heard to ask already; raises LinkError."""
        for baud in self.findings.bauds:
            self.findings.baud = baud
            async with self._opened(self.url, baud) as connection:
                async for step in self._look(connection):
                    yield step
            if self.findings.is_settled:
                return

    async def _look(self, connection: Connection) -> AsyncIterator[Step]:
        found = self.findings
        yield Listening(self._way.listen)
        heard = await listen(connection, self._way.listen, found.frames.append)
        found.heard = found.heard.joined(heard)
        found.is_busy = heard.has_master and not self._way.force
        if found.is_busy:
            return
        if not found.is_named:
            async for asking in self._find(connection):
                yield asking
        if found.spoken is not None:
            async for walking in self._walk(connection, found.spoken):
                yield walking

    async def _find(self, connection: Connection) -> AsyncIterator[Asking]:
        """Ask for the dialect: at the usual speed in a hurry first, then with everyday patience."""
        found = self.findings
        patient = questions(found.baud, self._way.version)
        hasty = urgent(self._way.version) if found.baud == USUAL_BAUD else []
        done, of = 0, len(hasty) + len(patient)
        for asked, deadline in ((hasty, QUICK), (patient, None)):
            yield Asking(done, of)
            async for answer in self._answers(connection, asked, deadline):
                done += 1
                yield Asking(done, of)
                if isinstance(answer, FrameError | ReplyError) and deadline is None:
                    found.doubt(answer)
            if found.spoken is not None:
                return
        found.doubt_strangers()

    async def _answers(
        self, connection: Connection, asked: Sequence[Frame], deadline: float | None
    ) -> AsyncIterator[Spoken | Misfit | None]:
        found, counters = self.findings, self._counters()
        async for answer in trials(line_on(connection, ANYBODY, found.baud, deadline, counters), asked):
            if isinstance(answer, Spoken):
                found.spoken, self._answer_time = answer, counters.answer_time
            yield answer
        found.echoes += counters.faults["echo"]

    async def _walk(self, connection: Connection, spoken: Spoken) -> AsyncIterator[Walking]:
        found, counters = self.findings, self._counters()
        deadline = None if found.is_named else deadline_after(self._answer_time)
        line = line_on(connection, spoken.dialect, found.baud, deadline, counters)
        yield Walking(0, len(ADDRESSES))
        async for address, reading, trouble in walk(line, spoken.dialect, self.link_id, spoken.version):
            found.take(address, reading, trouble)
            found.fitting = counters.replies
            found.unfitting = sum(counters.faults[kind] for kind in UNFITTING)
            yield Walking(address, len(ADDRESSES), reading)
        found.echoes += counters.faults["echo"]

    def _counters(self) -> LinkCounters:
        """Of their own for each errand; the frames are kept together."""
        return LinkCounters(frames=self.findings.frames)
