"""Learning from what others ask on one link, without a word. Knows its packs; what a frame teaches is for others."""

import asyncio

from topbms.engine.clock import Clock
from topbms.engine.condition import Condition
from topbms.engine.hearsay import Hearsay
from topbms.engine.overhearing import Overhearing, direction
from topbms.engine.pulse import Pulse
from topbms.engine.roster import Roster
from topbms.protocol.frame import STARTS, Frame
from topbms.protocol.stream import StreamDecoder
from topbms.transport.connection import Connection

_LOOK = 5.0  # s between two looks at a silent line
_SILENCE = 60.0  # s without a byte on a line that has a master


class Listening:
    """What is heard on one link, over one connection after another."""

    def __init__(self, hearsay: Hearsay, roster: Roster, condition: Condition, clock: Clock, pulse: Pulse) -> None:
        self._hearsay = hearsay
        self._roster = roster
        self._condition = condition
        self._clock = clock
        self._pulse = pulse

    async def run(self, connection: Connection, *, may_be_half_open: bool) -> None:
        """Listen until the line was silent for so long that it may be dead; raises LinkError for a cut."""
        loop = asyncio.get_running_loop()
        overhearing, decoder = Overhearing(), StreamDecoder(STARTS)
        heard = loop.time()
        while loop.time() < heard + _SILENCE or not may_be_half_open:
            self._pulse.beat()
            self._hearsay.doubt()
            data = await connection.read(loop.time() + _LOOK)
            heard = loop.time() if data else heard
            for found in decoder.feed(data):
                if isinstance(found, Frame):
                    await self._hear(overhearing, found)

    async def _hear(self, overhearing: Overhearing, frame: Frame) -> None:
        self._condition.counters.frames.append((self._clock.monotonic(), direction(frame), frame))
        self._condition.exchanged()
        overhearing.only(self._hearsay.dialect)
        told = overhearing.hear(frame)
        for learned in told:
            if self._roster.hear(learned.number, learned.fragments):
                self._condition.counters.replies += 1
        if told:
            await self._hearsay.fitted(told[0].spoken)
