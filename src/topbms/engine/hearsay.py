"""What is spoken on a line that only is listened to: as the config says, as remembered from before, or as heard.

Knows what was heard last, and when; hears nothing itself.
"""

import logging

from topbms.dialects.contract import Dialect
from topbms.engine.clock import Clock
from topbms.engine.recognition import LONG, Spoken
from topbms.engine.speech import Memory

LOG = logging.getLogger(__name__)

_ENOUGH = 2
"""So many replies in a row must fit one dialect alone: a single one may be a chance."""


class Hearsay:
    """The dialect of one link where others ask; without a `dialect` it is learned, and kept in `memory`."""

    def __init__(self, link: str, dialect: Dialect | None, clock: Clock, memory: Memory | None) -> None:
        self._link = link
        self._told = dialect
        self._known: Dialect | None = None
        self._clock = clock
        self._memory = memory or Memory()
        self._kept = ""
        self._fitting: Spoken | None = None
        self._times = 0
        self._heard_at = clock.monotonic()

    @property
    def dialect(self) -> Dialect | None:
        """What to listen for; None for all there are, as long as none is known."""
        return self._told or self._known

    def doubt(self) -> None:
        """Listen for all again where nothing of what was learned was heard for LONG."""
        if self._known is not None and self._clock.monotonic() - self._heard_at > LONG:
            text = "nothing of dialect %s is heard any more; it may be another now"
            LOG.info(text, self._known.name, extra={"link": self._link})
            self._known, self._times = None, 0

    async def recall(self) -> None:
        """Begin with what was heard before."""
        if self._told is not None or self._known is not None:
            return
        self._kept = await self._memory.recall()
        spoken = Spoken.of(self._kept)
        if spoken is not None:
            self._known, self._heard_at = spoken.dialect, self._clock.monotonic()
            LOG.info("listens for dialect %s, as heard before", spoken.dialect.name, extra={"link": self._link})

    async def fitted(self, spoken: Spoken) -> None:
        """A reply was of this dialect alone."""
        self._heard_at = self._clock.monotonic()
        if self._told is not None or self._known is not None:
            return
        self._times = self._times + 1 if spoken == self._fitting else 1
        self._fitting = spoken
        if self._times >= _ENOUGH:
            await self._believe(spoken)

    async def _believe(self, spoken: Spoken) -> None:
        self._known = spoken.dialect
        text = "the battery speaks dialect %s (VER %02X), as others ask it"
        LOG.info(text, spoken.dialect.name, spoken.version, extra={"link": self._link})
        if str(spoken) != self._kept:
            self._kept = str(spoken)
            await self._memory.remember(self._kept)
