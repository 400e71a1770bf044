"""One ask and one answer on an open connection. Knows deadlines, spacing and matching; no packs, no schedule.

A reply counts only when it matches its request: echoes of our own request, late replies and replies of other packs
are counted and passed over, and never shown as this pack's.
"""

import asyncio
import logging
from dataclasses import dataclass

from topbms.dialects.contract import Dialect, Message
from topbms.engine.counters import LinkCounters
from topbms.engine.settings import PollSettings
from topbms.errors import FrameError, ReplyError
from topbms.protocol.frame import Frame
from topbms.protocol.stream import Damage, StreamDecoder
from topbms.transport.connection import Connection

LOG = logging.getLogger(__name__)

_BITS = 10  # start bit, 8 data bits, stop bit
_LEAST_SPACING, _MOST_SPACING = 0.005, 0.2


@dataclass(slots=True)
class _Hearing:
    """What was heard since a request: characters so far, and the first fault, to name if nothing better comes."""

    characters: int = 0
    fault: FrameError | None = None


class Line:
    """Asks over one connection, one request at a time."""

    def __init__(
        self, connection: Connection, dialect: Dialect, baud: int, settings: PollSettings, counters: LinkCounters
    ) -> None:
        self._connection = connection
        self._dialect = dialect
        self._second_per_character = _BITS / baud
        self._settings = settings
        self._counters = counters
        self._decoder = StreamDecoder()
        self._free_at = 0.0
        self._loop = asyncio.get_running_loop()

    async def ask(self, request: Frame) -> Message | None:
        """The answer, or None for silence.

        Raises ReplyError for a refusal, FrameError when only damaged or unfitting frames came, LinkError for a cut.
        """
        await self._wait_for_pause()
        self._drop_late()
        characters = request.encode()
        self._connection.send(characters)
        self._counters.requests += 1
        self._remember("request", str(request))
        try:
            return await self._listen(request, self._loop.time() + self._wire_time(len(characters)))
        finally:
            self._free_at = self._loop.time() + self._spacing()

    async def _listen(self, request: Frame, sent: float) -> Message | None:
        hearing = _Hearing()
        while hearing.characters <= 2 * self._dialect.longest_reply:
            deadline = sent + self._settings.deadline + self._wire_time(hearing.characters)
            data = await self._connection.read(deadline)
            if not data:
                break
            if not hearing.characters:
                self._counters.answered(max(self._loop.time() - sent - self._wire_time(len(data)), 0.0))
            hearing.characters += len(data)
            answer = self._first_match(data, request, hearing)
            if answer is not None:
                self._counters.replies += 1
                return answer
        self._tell_silence(hearing)
        return None

    def _tell_silence(self, hearing: _Hearing) -> None:
        for item in self._decoder.close():
            self._fault(item, hearing)
        if hearing.fault is not None:
            raise hearing.fault
        self._counters.failed("silence", "no answer", self._loop.time())

    def _first_match(self, data: bytes, request: Frame, hearing: _Hearing) -> Message | None:
        noise = self._decoder.noise
        answer = None
        for item in self._decoder.feed(data):
            if answer is None:
                answer = self._match(item, request, hearing)
        self._counters.faults["noise"] += self._decoder.noise - noise
        return answer

    def _match(self, item: Frame | Damage, request: Frame, hearing: _Hearing) -> Message | None:
        if isinstance(item, Damage):
            self._fault(item, hearing)
            return None
        if item == request:
            self._counters.faults["echo"] += 1
            return None
        self._remember("response", str(item))
        try:
            return self._dialect.decode(item, request)
        except ReplyError as error:
            self._refused_or_foreign(error)
        except FrameError as error:
            self._fault(Damage(item.encode()[1:-1], error), hearing)
        return None

    def _refused_or_foreign(self, error: ReplyError) -> None:
        kind = "foreign" if error.code is None else "refused"
        self._counters.failed(kind, str(error), self._loop.time())
        if error.code is not None:
            raise error
        LOG.info("passed over: %s", error, extra={"port": self._connection.name})

    def _fault(self, item: Frame | Damage, hearing: _Hearing) -> None:
        """Count and log a frame that cannot be used; keep the first fault, in case nothing better comes."""
        if isinstance(item, Frame):
            return
        text = item.text.decode("ascii", "backslashreplace")
        self._remember("response", "~" + text)
        self._counters.failed(item.error.kind, str(item.error), self._loop.time())
        LOG.warning("%s", item.error, extra={"port": self._connection.name, "kind": item.error.kind, "frame": text})
        hearing.fault = hearing.fault or item.error

    async def _wait_for_pause(self) -> None:
        pause = self._free_at - self._loop.time()
        if pause > 0:
            await asyncio.sleep(pause)

    def _drop_late(self) -> None:
        """What still arrived after the last deadline belongs to no request."""
        self._decoder.close()
        if self._connection.discard():
            self._counters.faults["late"] += 1

    def _spacing(self) -> float:
        if self._settings.spacing != "auto":
            return self._settings.spacing
        return min(max(self._counters.answer_time or 0.0, _LEAST_SPACING), _MOST_SPACING)

    def _wire_time(self, characters: int) -> float:
        return characters * self._second_per_character

    def _remember(self, direction: str, frame: str) -> None:
        self._counters.frames.append((self._loop.time(), direction, frame))
