"""What the packs of one link speak: as the config says, as remembered from before, or found by asking.

Knows when to look, and what was found; the line that is asked on is handed in.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from topbms.dialects.contract import Dialect
from topbms.engine.clock import Clock
from topbms.engine.discovery import ADDRESSES
from topbms.engine.line import Line, Reader
from topbms.engine.recognition import ANYBODY, LONG, PAUSE, Search, Spoken, spoken_to
from topbms.engine.settings import LinkSettings
from topbms.errors import FrameError, ReplyError

LOG = logging.getLogger(__name__)


async def _nothing() -> str:
    return ""


async def _forget(text: str) -> None:
    del text


@dataclass(frozen=True, slots=True)
class Memory:
    """Where a link keeps what its packs turned out to speak, as a text that is empty at first; neither call raises."""

    recall: Callable[[], Awaitable[str]] = _nothing
    remember: Callable[[str], Awaitable[None]] = _forget


class Speech:
    """The speech of one link; without a `dialect` it is looked for.

    `spoken` is None while it is not known. While nothing of a remembered or found dialect is answered for LONG, the
    others are tried again; it is given up only for one that is answered.
    """

    def __init__(self, settings: LinkSettings, dialect: Dialect | None, clock: Clock, memory: Memory | None) -> None:
        version = int(settings.version, 16) if settings.version else None
        self.spoken = Spoken(dialect, version or dialect.request_versions[0]) if dialect else None
        addresses = [pack.address for pack in settings.pack] or ADDRESSES
        self._search = None if dialect else Search(addresses, version, clock.monotonic())
        self._link = settings.id
        self._clock = clock
        self._memory = memory or Memory()
        self._is_told = False

    @property
    def reader(self) -> Reader:
        """Who reads the answers."""
        return self.spoken.dialect if self.spoken else ANYBODY

    @property
    def due(self) -> list[float]:
        """The monotonic second of the next try, if there is one."""
        return [self._search.due] if self._search else []

    @property
    def fruitless(self) -> int:
        """Rounds in a row that found nothing."""
        return self._search.fruitless if self._search else 0

    async def recall(self) -> None:
        """Begin with what was found before."""
        if self._search is None or self.spoken is not None:
            return
        self.spoken = Spoken.of(await self._memory.recall())
        if self.spoken is not None:
            self.answered()
            LOG.info("asks in dialect %s, as found before", self.spoken.dialect.name, extra={"link": self._link})

    def answered(self) -> None:
        """Somebody answered in the dialect that is known."""
        if self._search is not None:
            self._search.restart(self._clock.monotonic() + LONG)

    def reopened(self) -> None:
        """The port was just opened: look at once where nothing is known."""
        if self._search is not None and self.spoken is None:
            self._search.restart(self._clock.monotonic())

    async def look(self, line: Line) -> Spoken | None:
        """Try one request, if it is time: what it shows to be spoken when that is new. Raises LinkError for a cut."""
        pause = LONG if self.spoken else PAUSE
        request = self._search.next_request(self._clock.monotonic(), pause) if self._search else None
        if request is None:
            self._tell_unknown()
            return None
        try:
            found = await spoken_to(line, request)
        except (FrameError, ReplyError):
            return None  # counted and logged by the line
        return await self._take(found, line) if found else None

    async def _take(self, found: Spoken, line: Line) -> Spoken | None:
        self.answered()
        if found == self.spoken:
            return None
        self.spoken, line.reader, self._is_told = found, found.dialect, False
        text = "the battery speaks dialect %s (VER %02X), found by asking"
        LOG.info(text, found.dialect.name, found.version, extra={"link": self._link})
        await self._memory.remember(str(found))
        return found

    def _tell_unknown(self) -> None:
        if self.fruitless and self.spoken is None and not self._is_told:
            self._is_told = True
            text = "no pack answers in any dialect that is known; all are asked again and again"
            LOG.warning(text, extra={"link": self._link})
