"""A half-duplex line with batteries on it: bytes in, bytes out, at the pace of a real one.

Knows characters and moments: when a request has arrived, when its answer begins, when each piece of it is through.
What is answered is `topbms.sim.responder`'s business, where the bytes come from a port's (`topbms.sim.server`).
"""

import asyncio
import re
from collections import deque
from collections.abc import Callable, Iterable

from topbms.dialects import dialect as dialect_named
from topbms.dialects.contract import starts
from topbms.protocol.frame import LONGEST, STARTS, Frame
from topbms.protocol.stream import StreamDecoder
from topbms.sim.clock import Clock, MachineClock
from topbms.sim.faults import Fault
from topbms.sim.house import DAY
from topbms.sim.inforce import Faults
from topbms.sim.responder import Answer, Answerer, LivingBattery, Responder

Deliver = Callable[[bytes], None]

TURNAROUND = 0.005
"""s between a request's last character and its answer's first."""

_BITS = 10  # a character on the wire: start, eight bits, stop
_PIECE = 16  # characters passed on together: the depth of a serial chip's buffer
_ENDED = re.compile(rb"[^\r]*\r|[^\r]+")
_REMEMBERED = 1000


class SimulatedLine:
    """Packs on one line that speak a dialect; everyone who is connected gets every byte they send.

    `baud` 0, or `pace` False, means at once. Otherwise characters take their time both ways: a request has arrived
    when its own wire time is over, the answer starts `turnaround` s later, and its last character comes exactly on
    time. The packs live `speed` times as fast as `clock`, and catch up when they are asked (0: they stand still).
    `faults` may be ordered at any time, by attribute; `seed` makes noise repeatable. `heard` holds the newest
    requests with their moments of arrival, `damaged` counts what began like a frame and was none.
    An `answerer` answers in the packs' place: one that needs no packs, such as a capture.
    Raises ConfigError for an unknown dialect or two packs with one address.
    """

    def __init__(
        self,
        packs: Iterable[LivingBattery],
        *,
        dialect: str = "topbms",
        baud: int = 9600,
        pace: bool = True,
        turnaround: float = TURNAROUND,
        speed: float = 1.0,
        faults: Iterable[Fault] = (),
        seed: int = 0,
        clock: Clock | None = None,
        answerer: Answerer | None = None,
    ) -> None:
        self.faults = Faults(faults)
        self.heard: deque[tuple[float, Frame]] = deque(maxlen=_REMEMBERED)
        self.damaged = 0
        spoken = dialect_named(dialect)
        self._responder = answerer or Responder(packs, spoken, self.faults, seed)
        self._clock = clock or MachineClock()
        self._character = _BITS / baud if pace and baud else 0.0
        self._turnaround = turnaround if self._character else 0.0
        self._speed = speed
        self._decoder = StreamDecoder(STARTS if answerer else starts(spoken))
        self._listeners: list[Deliver] = []
        self._lived = dict.fromkeys(self.packs, self._clock.monotonic())
        self._arrived = 0.0  # when the last character so far is through to the packs
        self._free = 0.0  # when the packs' own last character is through
        self._held: list[bytes] = []
        self._turn = asyncio.Lock()
        self._sending: set[asyncio.Task[None]] = set()

    @property
    def packs(self) -> tuple[LivingBattery, ...]:
        """The packs, in the order given."""
        return self._responder.packs

    def wire_time(self, characters: int) -> float:
        """Seconds that so many characters take; 0 on a line without pace."""
        return characters * self._character

    def connect(self, deliver: Deliver) -> Callable[[], None]:
        """Have every byte of the packs passed to `deliver`; returns what ends that."""
        self._listeners.append(deliver)
        return lambda: self._listeners.remove(deliver)

    def feed(self, data: bytes) -> None:
        """Take bytes from whoever is connected. Never raises; needs a running event loop."""
        for piece in _ENDED.findall(data):
            self._hear(len(piece))
            for found in self._decoder.feed(piece):
                if isinstance(found, Frame):
                    self._take(found)
                else:
                    self.damaged += 1

    async def close(self) -> None:
        """Drop the answers that are still on their way."""
        sending = list(self._sending)
        for task in sending:
            task.cancel()
        await asyncio.gather(*sending, return_exceptions=True)
        self._held.clear()

    def _hear(self, characters: int) -> None:
        """Move on the moment of arrival; a converter holds no more than one frame, the rest is lost time."""
        now = self._clock.monotonic()
        arrived = max(self._arrived, now) + self.wire_time(characters)
        self._arrived = min(arrived, now + self.wire_time(LONGEST))

    def _take(self, request: Frame) -> None:
        self.heard.append((self._arrived, request))
        held, self._held = self._held, []
        for data in held:
            self._send(data, self._arrived)
        pack = self._responder.asked(request)
        if pack is not None:
            self._catch_up(pack)
        answer = self._responder.answer(request)
        if answer is not None:
            self._send_or_hold(answer)

    def _catch_up(self, pack: LivingBattery) -> None:
        """Live what has passed since the pack was last asked; of many days only the last, or a reply would wait."""
        now = self._clock.monotonic()
        seconds, self._lived[pack] = (now - self._lived[pack]) * self._speed, now
        pack.advance(seconds if seconds < 2 * DAY else DAY + seconds % DAY)

    def _send_or_hold(self, answer: Answer) -> None:
        if answer.held:
            self._held.append(answer.data)
        else:
            self._send(answer.data, self._arrived + self._turnaround + answer.delay)

    def _send(self, data: bytes, at: float) -> None:
        """Send at a moment, at once if that has come and nothing else is on its way."""
        if not self._character and not self._sending and at <= self._clock.monotonic():
            self._deliver(data)
            return
        task = asyncio.create_task(self._transmit(data, at))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _transmit(self, data: bytes, at: float) -> None:
        """Each piece is passed on when its last character is through: moments are absolute, so no delay adds up."""
        await self._wait(at)
        async with self._turn:
            begin = max(at, self._free)
            self._free = begin + self.wire_time(len(data))
            size = _PIECE if self._character else len(data)
            for first in range(0, len(data), size):
                piece = data[first : first + size]
                await self._wait(begin + self.wire_time(first + len(piece)))
                self._deliver(piece)

    async def _wait(self, until: float) -> None:
        seconds = until - self._clock.monotonic()
        if seconds > 0:
            await self._clock.sleep(seconds)

    def _deliver(self, data: bytes) -> None:
        for listener in list(self._listeners):
            listener(data)
