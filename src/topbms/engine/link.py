"""One link: keeps its port open, polls its packs in turn, for as long as the gateway runs.

Knows the schedule and the port; hands fragments to assemblers and readings to the feed. A fault of a pack, of the
bytes or of the port never ends it.
"""

import asyncio
import logging
import random
from dataclasses import dataclass

from topbms.dialects.contract import Conversation, Dialect
from topbms.dialects.memory import Topic
from topbms.engine import freshness, schedule
from topbms.engine.assembly import Assembler, Moment
from topbms.engine.clock import Clock
from topbms.engine.conversation import Patience, converse
from topbms.engine.counters import LinkCounters
from topbms.engine.discovery import Discovery
from topbms.engine.dossiers import Dossiers
from topbms.engine.errands import Errands
from topbms.engine.feed import Feed
from topbms.engine.inquiry import Told
from topbms.engine.line import Line
from topbms.engine.overhearing import Overhearing
from topbms.engine.pulse import Pulse
from topbms.engine.schedule import EVERYDAY, Pace, Turn
from topbms.engine.settings import LinkSettings, PackSettings, PollSettings
from topbms.engine.speech import Memory, Speech
from topbms.errors import ConfigError, LinkError
from topbms.model.dossier import Dossier
from topbms.model.event import EventKind
from topbms.model.reading import Analog, Fragment, Pack, PackReading
from topbms.protocol.frame import STARTS, Frame
from topbms.protocol.stream import StreamDecoder
from topbms.transport.connection import Connection, connect, is_network

LOG = logging.getLogger(__name__)

_MOST_REQUESTS = 4
_MARGIN = 60.0
_LISTEN = 5.0  # s between two looks at a silent line
_SILENCE = 60.0  # s without a byte on a line that has a master
_WIRE = 2.0  # s. A request and its reply at the slowest speed that packs are known to speak, 1200 baud


@dataclass(slots=True)
class _Polled:
    """A pack of this link: its assembler, when it is asked next, and the seconds that asking it took last.

    `is_read` tells whether there ever was a reading.
    """

    assembler: Assembler
    turn: Turn
    patience: Patience
    cost: float | None = None
    is_read: bool = False


class Link:
    """Polls the packs of one port.

    Without a `dialect` it asks in the way of each until one is answered, and keeps that one in `memory`.
    `is_up` tells whether the port is open and has carried at least one exchange, `pulse` that the link turns.
    """

    def __init__(
        self,
        settings: LinkSettings,
        poll: PollSettings,
        dialect: Dialect | None,
        feed: Feed,
        clock: Clock,
        pace: Pace = EVERYDAY,
        dossiers: Dossiers | None = None,
        memory: Memory | None = None,
    ) -> None:
        self.id = settings.id
        self.url = settings.url
        self.counters = LinkCounters()
        self.is_up = False
        self.changed_at: float | None = None
        """Monotonic seconds of when it came up or went down; None before the first try."""
        self.pulse = Pulse(clock, _longest_turn(poll))
        self._settings = settings
        self._poll = poll
        self._dialect = dialect
        self._speech = Speech(settings, dialect, clock, memory)
        self._feed = feed
        self._clock = clock
        self._pace = pace
        self._discovery = Discovery(clock.monotonic()) if settings.packs == "auto" else None
        self._told: set[str] = set()
        self._errands = Errands(self._speech, dossiers, self._learn)
        self._resting: asyncio.Future[None] | None = None
        self._packs: dict[int, _Polled] = {}
        for pack in settings.pack:
            self._add(pack)

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The packs that are polled here."""
        return tuple(polled.assembler.pack for polled in self._packs.values())

    async def inquire(self, address: int, topic: Topic) -> Told:
        """What a pack tells about a topic, asked between the polls; raises LinkError for a cut, now or until then.

        Raises ConfigError for a dialect that knows of no topics.
        """
        if self._settings.listen:
            raise LinkError("{link} only listens; set listen = false to ask", link=self.id)
        answer = self._errands.want(address, topic)
        if self._resting is not None and not self._resting.done():
            self._resting.set_result(None)
        return await answer

    async def run(self) -> None:
        """Poll until cancelled."""
        try:
            await self._run()
        finally:
            self._errands.drop(
                LinkError("{link}: nothing can be asked any more, the port is being closed", link=self.id)
            )

    async def _run(self) -> None:
        await self._speech.recall()
        while True:
            tried = self._clock.monotonic()
            self.pulse.beat()
            try:
                connection = await connect(self.url, self._settings.baud)
            except (LinkError, ConfigError) as error:
                self._went_down(error)
            else:
                await self._use(connection)
            since = self._clock.monotonic() - tried
            await self._rest(schedule.reconnect_delay(self._pace, since, random.random()))  # noqa: S311 - jitter

    async def _use(self, connection: Connection) -> None:
        """Poll, or listen, over an open connection until it is cut or half open."""
        self.counters.connects += 1
        self._ask_all_at_once()
        line = Line(connection, self._speech.reader, self._settings.baud, self._poll, self.counters)
        try:
            await (self._listen(connection) if self._settings.listen else self._poll_in_turn(line))
        except LinkError as error:
            self._went_down(error)
        finally:
            await connection.close()

    async def _listen(self, connection: Connection) -> None:
        """Learn from what others ask, without a word, until the line was silent for so long that it may be dead."""
        loop = asyncio.get_running_loop()
        overhearing, decoder = Overhearing(self._dialect), StreamDecoder(STARTS)
        heard = loop.time()
        while loop.time() < heard + _SILENCE or not is_network(self.url):
            self.pulse.beat()
            data = await connection.read(loop.time() + _LISTEN)
            heard = loop.time() if data else heard
            for found in decoder.feed(data):
                if isinstance(found, Frame):
                    self._overhear(overhearing, found)
        self._tell_half_open()

    def _overhear(self, overhearing: Overhearing, frame: Frame) -> None:
        self.counters.frames.append((self._clock.monotonic(), "unknown", frame))
        self._exchanged()
        for number, fragments, dialect in overhearing.hear(frame):
            if number not in self._packs and self._settings.packs == "auto":
                self._add(PackSettings(address=number))
                LOG.info("dialect %s is heard", dialect.name, extra={"link": self.id})
            if number in self._packs:
                self.counters.replies += 1
                self._told.discard(_HALF_OPEN)
                self._heard(self._packs[number], fragments)

    def _heard(self, polled: _Polled, fragments: tuple[Fragment, ...]) -> None:
        """Values once an interval, however often others ask; the rest is kept for the next of them."""
        now = self._clock.monotonic()
        is_measured = any(isinstance(fragment, Analog) for fragment in fragments)
        if is_measured and polled.turn.due <= now:
            self._answered(polled, fragments, now)
        else:
            rest = [fragment for fragment in fragments if not isinstance(fragment, Analog)]
            polled.assembler.assemble(rest, self._feed.number, Moment(now, self._clock.utc()))

    async def _poll_in_turn(self, line: Line) -> None:
        """Ask one pack that is due, try one address where packs are looked for, and so on, until it is half open."""
        while not self._is_half_open():
            self.pulse.beat()
            has_tried = await self._look_for_dialect(line)
            has_asked = await self._ask_next(line)
            has_looked = await self._look_for_packs(line)
            has_inquired = await self._run_errand(line, is_free=not (has_tried or has_asked or has_looked))
            if not (has_tried or has_asked or has_looked or has_inquired):
                await self._rest(self._pause())
        self._tell_half_open()

    async def _rest(self, seconds: float) -> None:
        """Do nothing for so long, or until somebody wants to know something."""
        self.pulse.beat(seconds)
        loop = asyncio.get_running_loop()
        resting = self._resting = loop.create_future()
        timer = loop.call_later(seconds, _end, resting)
        try:
            await resting
        finally:
            timer.cancel()
            self._resting = None

    async def _run_errand(self, line: Line, *, is_free: bool) -> bool:
        """Ask one question beside the polls."""
        return await self._errands.step(line, self._answering, self._clock.monotonic(), is_free=is_free)

    def _answering(self) -> dict[int, str]:
        """The ids of the packs that answer, by address."""
        known = self._packs.items()
        return {at: each.assembler.pack.id for at, each in known if each.is_read and not each.turn.silences}

    def _learn(self, address: int, dossier: Dossier) -> None:
        self._packs[address].assembler.learn(dossier)

    async def _look_for_dialect(self, line: Line) -> bool:
        """Where dialect = "auto": try one request of all there are, when nothing that is known is answered."""
        asked = self.counters.requests
        found = await self._speech.look(line)
        has_asked = self.counters.requests > asked
        if has_asked:
            self._exchanged()
        if found is not None:
            self._ask_all_at_once()
        return has_asked

    async def _ask_next(self, line: Line) -> bool:
        if self._speech.spoken is None:
            return False
        now = self._clock.monotonic()
        address = schedule.next_due({key: polled.turn for key, polled in self._packs.items()}, now)
        if address is not None:
            await self._ask(line, self._packs[address], now)
        return address is not None

    async def _ask(self, line: Line, polled: _Polled, began: float) -> None:
        assembler = polled.assembler
        conversation = self._conversation(assembler.pack.address, identify=assembler.wants_identity)
        fragments = await self._converse(line, conversation, polled.patience)
        now = self._clock.monotonic()
        polled.cost = now - began
        if fragments:
            self._answered(polled, fragments, now)
        else:
            self._stayed_silent(polled, now)

    def _answered(self, polled: _Polled, fragments: tuple[Fragment, ...], now: float) -> None:
        if polled.turn.silences:
            self._log_pack(logging.INFO, polled, "answers again")
        polled.turn = schedule.answered(polled.turn, now, self._poll.interval)
        counted = self._feed.counted(polled.assembler.pack.id)
        moment = Moment(now, self._clock.utc())
        reading = polled.assembler.assemble(fragments, self._feed.number, moment, counted)
        if reading is not None:
            self._publish(polled, reading)

    def _publish(self, polled: _Polled, reading: PackReading) -> None:
        self.counters.held.update(reading.held)
        costs = [each.cost for each in self._packs.values()]
        self._feed.publish(reading, freshness.achieved(costs, self._poll.interval))
        for news in polled.assembler.news:
            self._feed.happen(EventKind.VALUE_HELD, reading.pack.id, news)
        if not polled.is_read:
            polled.is_read = True
            self._log_pack(logging.INFO, polled, "first reading")

    def _stayed_silent(self, polled: _Polled, now: float) -> None:
        trouble = polled.patience.trouble
        polled.turn = schedule.silent(polled.turn, now, self._pace.mute, was_heard=trouble is not None)
        if polled.turn.silences == 1:
            self._log_pack(logging.WARNING, polled, str(trouble or "no answer"))

    async def _look_for_packs(self, line: Line) -> bool:
        """Where packs = "auto": ask one address that nobody was found at yet, when it is time."""
        if self._discovery is None or self._speech.spoken is None:
            return False
        address = self._discovery.next_address(self._packs, self._clock.monotonic())
        if address is None:
            return False
        patience = Patience(self._poll.retries, is_stranger=True)
        if await self._converse(line, self._conversation(address, identify=False), patience):
            self._add(PackSettings(address=address))
            self._log_pack(logging.INFO, self._packs[address], "found")
        return True

    def _conversation(self, address: int, *, identify: bool) -> Conversation:
        spoken = self._speech.spoken
        assert spoken is not None  # noqa: S101 - nobody is asked before
        return spoken.dialect.conversation(address, spoken.version, identify=identify)

    async def _converse(self, line: Line, conversation: Conversation, patience: Patience) -> tuple[Fragment, ...]:
        fragments = await converse(line, conversation, patience)
        self._exchanged()
        if fragments:
            self._told.discard(_HALF_OPEN)
            self._speech.answered()
        return fragments

    def _exchanged(self) -> None:
        """Only after an exchange the link counts as up: a converter that is taken may accept and hang up."""
        if not self.is_up:
            self._came_up()

    def _add(self, settings: PackSettings) -> None:
        pack_id = settings.id or f"{self.id}-{settings.address}"
        pack = Pack(pack_id, settings.name or pack_id, self.id, settings.address)
        turn = Turn(self._clock.monotonic())
        self._packs[settings.address] = _Polled(Assembler(pack, settings), turn, Patience(self._poll.retries))
        self._feed.expect([pack])

    def _ask_all_at_once(self) -> None:
        """The port was just opened: nobody waits for the turn that he had before."""
        now = self._clock.monotonic()
        for polled in self._packs.values():
            polled.turn = schedule.reopened(polled.turn, now)
        if self._discovery is not None:
            self._discovery.restart(now)
        self._speech.reopened()

    def _pause(self) -> float:
        """Seconds in which nothing is to be done."""
        moments = self._speech.due + self._errands.due
        if self._speech.spoken is not None:
            moments += [polled.turn.due for polled in self._packs.values()]
            moments += [self._discovery.due] if self._discovery else []
        return schedule.pause(moments, self._clock.monotonic(), self._poll.interval)

    def _is_half_open(self) -> bool:
        rounds = [polled.turn.rounds for polled in self._packs.values()]
        if self._discovery is not None and not rounds:
            rounds = [self._discovery.fruitless]
        if self._speech.spoken is None:
            rounds = [self._speech.fruitless]
        return is_network(self.url) and schedule.is_half_open(rounds)

    def _tell_half_open(self) -> None:
        """Opening anew a connection on which nobody speaks is no event, and told once until somebody does."""
        self.counters.failed("half_open", _HALF_OPEN, self._clock.monotonic())
        level = logging.DEBUG if _HALF_OPEN in self._told else logging.WARNING
        LOG.log(level, _HALF_OPEN, extra={"link": self.id})
        self._told.add(_HALF_OPEN)

    def _came_up(self) -> None:
        self.is_up = True
        self.changed_at = self._clock.monotonic()
        self._told.clear()
        LOG.info("link is up", extra={"link": self.id})
        self._feed.happen(EventKind.LINK_UP, self.id)

    def _went_down(self, error: LinkError | ConfigError) -> None:
        """Tell of a link that is down once, and of each cause once; tries that fail again are counted."""
        message = str(error)
        self.counters.failed("link", message, self._clock.monotonic())
        LOG.log(logging.DEBUG if message in self._told else logging.WARNING, "%s", message, extra={"link": self.id})
        if self.is_up or not self._told:
            self.changed_at = self._clock.monotonic()
            self._feed.happen(EventKind.LINK_DOWN, self.id, message)
        self.is_up = False
        self._errands.drop(error)
        self._told.add(message)

    def _log_pack(self, level: int, polled: _Polled, what: str) -> None:
        pack = polled.assembler.pack
        LOG.log(level, "pack at address %d: %s", pack.address, what, extra={"link": self.id, "pack": pack.id})


def _end(resting: asyncio.Future[None]) -> None:
    if not resting.done():
        resting.set_result(None)


def _longest_turn(poll: PollSettings) -> float:
    """Seconds that asking one pack everything, and trying one address, may take in the worst case."""
    return 2 * _MOST_REQUESTS * (poll.retries + 1) * (poll.deadline + _WIRE) + _MARGIN


_HALF_OPEN = f"no pack answered for {schedule.MUTE_ROUNDS} rounds, the connection is opened anew"
