"""Those who use a link's line through us: what each asks, one request after the other, and what he gets.

Knows frames, turns and what may pass; where guests come in is another's. Only reads reach the line, see
`topbms.dialects.contract.is_read`; anything else is refused in the pack's place.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable

from topbms.dialects.contract import Dialect, Message, is_read
from topbms.engine.clock import Clock
from topbms.engine.condition import Condition
from topbms.engine.line import Line
from topbms.engine.overhearing import learned
from topbms.engine.passing import pass_on
from topbms.engine.roster import Roster
from topbms.engine.speech import Speech
from topbms.engine.turns import Turns
from topbms.errors import LinkError
from topbms.protocol.frame import STARTS, Frame
from topbms.protocol.stream import StreamDecoder

LOG = logging.getLogger(__name__)

MOST_WAITING = 4
"""Requests of one guest that may wait; he is not read on before they are fewer."""

_NOT_VALID = 0x06
_REMEMBERED = 8
_MOST_TOLD = 32
"""Refusals that are told: nobody is to fill the log by trying them all."""


class Session:
    """One guest: `name` is who he is, `deliver` sends to him, `hold` tells whether he is to be left unread."""

    def __init__(self, name: str, deliver: Callable[[bytes], object], hold: Callable[[bool], None]) -> None:
        self.name = name
        self.has_left = False
        self._deliver = deliver
        self._hold = hold
        self._decoder = StreamDecoder(STARTS)
        self._waiting: asyncio.Queue[Frame | None] = asyncio.Queue()
        self._sent: deque[bytes] = deque(maxlen=_REMEMBERED)

    def feed(self, data: bytes) -> None:
        """Take what the guest sent; damaged frames are not answered, as no pack would."""
        for found in self._decoder.feed(data):
            if isinstance(found, Frame):
                self._waiting.put_nowait(found)
        self._hold(self._waiting.qsize() >= MOST_WAITING)

    def leave(self) -> None:
        """The guest is gone: nothing of what he asked is of interest to anybody."""
        self.has_left = True
        self._waiting.put_nowait(None)

    async def next(self) -> Frame | None:
        """What he asks next; None when he is gone.

        An echo of what he was sent is no request: answering it would go on for ever.
        """
        while not self.has_left:
            found = await self._waiting.get()
            self._hold(self._waiting.qsize() >= MOST_WAITING)
            if found is not None and found.encode() not in self._sent and not self.has_left:
                return found
        return None

    def send(self, data: bytes) -> None:
        """Send to him, if he is still there."""
        if data and not self.has_left:
            self._sent.append(data)
            self._deliver(data)


class Guests:
    """The guests of one link, whose line comes and goes; `turns` are those of the line."""

    def __init__(self, link: str, speech: Speech, roster: Roster, condition: Condition, clock: Clock) -> None:
        self.turns = Turns(clock)
        self._link = link
        self._speech = speech
        self._roster = roster
        self._condition = condition
        self._line: Line | None = None
        self._told: set[tuple[str, int]] = set()

    def use(self, line: Line | None) -> None:
        """Answer over this line from now on; over none, guests meet with silence, as of packs that are away."""
        self._line = line

    async def serve(self, session: Session) -> None:
        """Answer one guest until he leaves."""
        guest = self.turns.newcomer()
        while (request := await session.next()) is not None:
            dialect = None if self._speech.spoken is None else self._speech.spoken.dialect
            if self._line is None or dialect is None:
                await asyncio.sleep(0)
            elif not is_read(dialect, request):
                self._refuse(session, dialect, request)
                await asyncio.sleep(0)  # others are to be served too, however many of these he sends
            else:
                async with self.turns.of(guest, request.cid2):
                    if not session.has_left:
                        session.send(await self._asked(dialect, request))

    async def _asked(self, dialect: Dialect, request: Frame) -> bytes:
        """What comes of a read, none for silence; what it tells is taken as if we had asked."""
        line = self._line
        if line is None:  # it was cut while the guest waited for his turn
            return b""
        try:
            data, message = await pass_on(line, dialect, request)
        except LinkError:  # the link tells of it, when it comes to ask
            self._line = None
            return b""
        self._condition.counters.relayed += 1
        self._condition.exchanged()
        if message is not None:
            self._learn(dialect, message, request)
        return data

    def _learn(self, dialect: Dialect, message: Message, request: Frame) -> None:
        self._speech.answered()
        for each in learned(dialect, message, request):
            self._roster.hear(each.number, each.fragments, is_early=True)

    def _refuse(self, session: Session, dialect: Dialect, request: Frame) -> None:
        self._condition.counters.denied += 1
        session.send(dialect.refuse(request, _NOT_VALID).encode())
        if (session.name, request.cid2) not in self._told and len(self._told) < _MOST_TOLD:
            self._told.add((session.name, request.cid2))
            text = "a guest at %s sent command %02X (VER %02X), which is no read of dialect %s: refused"
            LOG.warning(text, session.name, request.cid2, request.version, dialect.name, extra={"link": self._link})
