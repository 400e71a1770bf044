"""Learning from what others ask on one link, without a word. Knows its packs; what a frame teaches is for others."""

import asyncio
import logging

from topbms.dialects.contract import Dialect
from topbms.engine.clock import Clock
from topbms.engine.condition import Condition
from topbms.engine.overhearing import Learned, Overhearing, direction
from topbms.engine.pulse import Pulse
from topbms.engine.roster import Roster
from topbms.protocol.frame import STARTS, Frame
from topbms.protocol.stream import StreamDecoder
from topbms.transport.connection import Connection

LOG = logging.getLogger(__name__)

_LOOK = 5.0  # s between two looks at a silent line
_SILENCE = 60.0  # s without a byte on a line that has a master


class Listening:
    """What is heard on one link, over one connection after another; without a `dialect`, in whichever alone fits."""

    def __init__(
        self, link: str, dialect: Dialect | None, roster: Roster, condition: Condition, clock: Clock, pulse: Pulse
    ) -> None:
        self._link = link
        self._dialect = dialect
        self._roster = roster
        self._condition = condition
        self._clock = clock
        self._pulse = pulse

    async def run(self, connection: Connection, *, may_be_half_open: bool) -> None:
        """Listen until the line was silent for so long that it may be dead; raises LinkError for a cut."""
        loop = asyncio.get_running_loop()
        overhearing, decoder = Overhearing(self._dialect), StreamDecoder(STARTS)
        heard = loop.time()
        while loop.time() < heard + _SILENCE or not may_be_half_open:
            self._pulse.beat()
            data = await connection.read(loop.time() + _LOOK)
            heard = loop.time() if data else heard
            for found in decoder.feed(data):
                if isinstance(found, Frame):
                    self._hear(overhearing, found)

    def _hear(self, overhearing: Overhearing, frame: Frame) -> None:
        self._condition.counters.frames.append((self._clock.monotonic(), direction(frame), frame))
        self._condition.exchanged()
        for learned in overhearing.hear(frame):
            self._take(learned)

    def _take(self, learned: Learned) -> None:
        number, fragments, dialect = learned
        if number not in self._roster.by_address and self._roster.is_open:
            self._roster.find(number)
            LOG.info("dialect %s is heard", dialect.name, extra={"link": self._link})
        polled = self._roster.by_address.get(number)
        if polled is not None:
            self._condition.counters.replies += 1
            self._condition.answered()
            self._roster.overheard(polled, fragments)
