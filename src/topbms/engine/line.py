"""One ask and one answer on an open connection. Knows deadlines, spacing and matching; no packs, no schedule.

A reply counts only when it matches its request: echoes of our own request, late replies and replies of other packs
are counted and passed over, and never shown as this pack's.
"""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from topbms.dialects.contract import Message
from topbms.dialects.explain import explain
from topbms.engine.counters import LinkCounters, smoothed
from topbms.engine.settings import PollSettings
from topbms.engine.turns import Turns
from topbms.errors import FrameError, LinkError, ReplyError
from topbms.protocol.frame import Frame
from topbms.protocol.stream import Damage, StreamDecoder
from topbms.transport.connection import Connection

LOG = logging.getLogger(__name__)

_BITS = 10  # start bit, 8 data bits, stop bit
_USUAL_REPLY = 160  # characters: measured values of 16 cells
_LEAST_SPACING, _MOST_SPACING = 0.005, 0.2
_NO_ANSWER = LinkError("no answer")


@dataclass(slots=True)
class _Hearing:
    """What was heard since a request: characters, those of the reply, and the first fault, if nothing better comes.

    `is_relayed` tells that somebody else asks, whose silences are no fault of the link. `damaged` is what was no frame.
    """

    reader: "Reader"
    is_relayed: bool = False
    characters: int = 0
    reply: int = 0
    fault: FrameError | None = None
    damaged: bytes = b""


class Reader(Protocol):
    """What a line needs of a dialect: the meaning of an answer. See `topbms.dialects.contract.Dialect`."""

    @property
    def longest_reply(self) -> int:
        """Characters of the longest reply it knows."""
        ...

    def decode(self, frame: Frame, request: Frame) -> Message:
        """What the answer to a request says; raises ReplyError or FrameError."""
        ...


@dataclass(frozen=True, slots=True)
class Relayed:
    """What came of somebody else's request: its meaning where there was a reply, and damaged characters if not."""

    answer: Message | None = None
    damaged: bytes = b""


class Line:
    """Asks over one connection, one request at a time; `reader` may be exchanged between two of them.

    Where others use the line too, `turns` tells when it is our turn.
    """

    def __init__(
        self,
        connection: Connection,
        reader: Reader,
        baud: int,
        settings: PollSettings,
        counters: LinkCounters,
        turns: Turns | None = None,
    ) -> None:
        self.reader = reader
        self._connection = connection
        self._second_per_character = _BITS / baud
        self._settings = settings
        self._counters = counters
        self._decoder = StreamDecoder()
        self._loop = asyncio.get_running_loop()
        self._free_at = 0.0
        self._longest_reply = _USUAL_REPLY
        self._answer_times: dict[int, float] = {}
        self._reply_lengths: dict[int, int] = {}
        self._mute: set[int] = set()
        self._turns = turns
        self._noise = 0
        self._told = ""

    @property
    def is_shared(self) -> bool:
        """Whether somebody else has just asked here, who must not be made to wait."""
        return self._turns is not None and self._turns.is_shared

    async def ask(self, request: Frame) -> Message | None:
        """The answer, or None for silence; waits for our turn.

        Raises ReplyError for a refusal, FrameError when only damaged or unfitting frames or mere noise came, LinkError
        for a cut.
        """
        if self._turns is None:
            return await self._exchange(request, _Hearing(self.reader))
        async with self._turns.own(self._expected(request)):
            return await self._exchange(request, _Hearing(self.reader))

    async def relay(self, request: Frame, reader: Reader) -> Relayed:
        """What comes of the request of somebody else, whose turn it is; raises ReplyError and LinkError as `ask`."""
        hearing = _Hearing(reader, is_relayed=True)
        try:
            return Relayed(await self._exchange(request, hearing))
        except FrameError:
            return Relayed(damaged=hearing.damaged)

    async def _exchange(self, request: Frame, hearing: _Hearing) -> Message | None:
        await self._wait_for_pause()
        self._drop_late()
        characters = request.encode()
        self._connection.send(characters)
        self._counters.requests += 1
        self._remember("request", request)
        try:
            return await self._listen(request, self._loop.time() + self._wire_time(len(characters)), hearing)
        finally:
            self._count_noise()
            self._free_at = self._loop.time() + self._spacing(request.address)

    async def _listen(self, request: Frame, sent: float, hearing: _Hearing) -> Message | None:
        while hearing.characters <= 2 * hearing.reader.longest_reply:
            data = await self._connection.read(self._deadline(sent, hearing))
            if not data:
                break
            hearing.characters += len(data)
            answer = self._first_match(self._decoder.feed(data), request, hearing)
            if answer is not None:
                self._learn(request, sent, hearing)
                return answer
        return self._last_match(request, hearing)

    def _last_match(self, request: Frame, hearing: _Hearing) -> Message | None:
        """What stands at the end of the time: a reply whose CR was lost, or what to say of the silence."""
        answer = self._first_match(self._decoder.close(), request, hearing)
        if answer is None:
            self._mute.add(request.address)
            self._tell_silence(hearing)
        else:
            self._counters.replies += 1
        return answer

    def _deadline(self, sent: float, hearing: _Hearing) -> float:
        """When to give up: beside the pack's time to answer, the reply needs its time on the wire.

        A converter may pass a reply on only when it is complete, so that time is granted before the first character.
        """
        characters = max(hearing.characters, self._longest_reply)
        return sent + self._settings.deadline + self._wire_time(characters)

    def _learn(self, request: Frame, sent: float, hearing: _Hearing) -> None:
        """How long the pack took to begin, and how long its replies are."""
        address = request.address
        self._mute.discard(address)
        self._reply_lengths[request.cid2] = hearing.reply
        self._longest_reply = max(self._longest_reply, hearing.reply)
        seconds = max(self._loop.time() - sent - self._wire_time(hearing.reply), 0.0)
        self._answer_times[address] = smoothed(self._answer_times.get(address), seconds)
        self._counters.answered(seconds)

    def _count_noise(self) -> None:
        if self._decoder.noise > self._noise:
            self._counters.faults["noise"] += self._decoder.noise - self._noise
            self._noise = self._decoder.noise

    def _tell_silence(self, hearing: _Hearing) -> None:
        noise = self._decoder.noise - self._noise
        if hearing.fault is None and noise:
            self._fault(b"", _only_noise(noise), hearing)
        if hearing.fault is not None:
            raise hearing.fault
        if not hearing.is_relayed:
            self._counters.failed("silence", _NO_ANSWER, self._loop.time())

    def _first_match(self, items: Iterable[Frame | Damage], request: Frame, hearing: _Hearing) -> Message | None:
        answer = None
        for item in items:
            if isinstance(item, Damage):
                self._remember("response", b"~" + item.text)
                hearing.damaged += b"~%b\r" % item.text
                self._fault(item.text, item.error, hearing)
            elif answer is None:
                answer = self._match(item, request, hearing)
        return answer

    def _match(self, frame: Frame, request: Frame, hearing: _Hearing) -> Message | None:
        if frame == request:
            self._counters.faults["echo"] += 1
            return None
        self._remember("response", frame)
        try:
            answer = hearing.reader.decode(frame, request)
        except ReplyError as error:
            self._refused_or_foreign(error)
            return None
        except FrameError as error:
            if _answers_another(frame, request):
                self._counters.faults["late"] += 1
            else:
                self._fault(frame.encode()[1:-1], error, hearing)
            return None
        hearing.reply = frame.characters
        return answer

    def _refused_or_foreign(self, error: ReplyError) -> None:
        kind = "foreign" if error.code is None else "refused"
        self._counters.failed(kind, error, self._loop.time())
        if error.code is not None:
            raise error
        LOG.log(self._level(logging.INFO, str(error)), "passed over: %s", error, extra={"port": self._connection.name})

    def _fault(self, text: bytes, error: FrameError, hearing: _Hearing) -> None:
        """Count and log what cannot be used; the first fault of an ask is kept, in case nothing better comes."""
        self._counters.failed(error.kind, error, self._loop.time())
        level = logging.DEBUG if hearing.fault else self._level(logging.WARNING, str(error))
        frame = text.decode("ascii", "backslashreplace")
        LOG.log(level, "%s", error, extra={"port": self._connection.name, "kind": error.kind, "frame": frame})
        hearing.fault = hearing.fault or error

    def _level(self, level: int, message: str) -> int:
        """`level` for news, and quietly what was said last already."""
        if message == self._told:
            return logging.DEBUG
        self._told = message
        return level

    async def _wait_for_pause(self) -> None:
        pause = self._free_at - self._loop.time()
        if pause > 0:
            await asyncio.sleep(pause)

    def _drop_late(self) -> None:
        """What still arrived after the last deadline belongs to no request."""
        self._decoder.close()
        if self._connection.discard():
            self._counters.faults["late"] += 1

    def _expected(self, request: Frame) -> float:
        """Seconds from now until the line will be free again, if this is asked; of one who may be silent, all of them.

        A reply is taken to be as long as the last one to its command.
        """
        address = request.address
        wait = max(self._free_at - self._loop.time(), 0.0) + self._spacing(address)
        reply = self._reply_lengths.get(request.cid2, self._longest_reply)
        answer = self._answer_times.get(address)
        if answer is None or address in self._mute:
            answer = self._settings.deadline
        return wait + self._wire_time(request.characters + reply) + answer

    def _spacing(self, address: int) -> float:
        """Seconds to leave the pack alone after an ask; by default as long as it takes to answer, within reason."""
        if self._settings.spacing != "auto":
            return self._settings.spacing
        return min(max(self._answer_times.get(address, 0.0), _LEAST_SPACING), _MOST_SPACING)

    def _wire_time(self, characters: int) -> float:
        return characters * self._second_per_character

    def _remember(self, direction: str, frame: Frame | bytes) -> None:
        self._counters.frames.append((self._loop.time(), direction, frame))


def _answers_another(frame: Frame, request: Frame) -> bool:
    """Whether a reply that does not fit is that to an earlier request, perhaps of a connection before this one."""
    try:
        return explain(frame).kind not in {None, explain(request).kind}
    except (FrameError, ReplyError):
        return False


def _only_noise(count: int) -> FrameError:
    return FrameError("syntax", "{count} bytes came that are no frame; is the baud rate right?", count=count)
