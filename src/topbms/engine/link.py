"""One link: keeps its port open, and polls its packs or listens over it, for as long as the gateway runs.

Knows the port, and when to open it anew; what is done over it is for others. A fault of a pack, of the bytes or of the
port never ends it.
"""

import asyncio
import random

from topbms.dialects.contract import Dialect
from topbms.dialects.memory import Topic
from topbms.engine import schedule
from topbms.engine.clock import Clock
from topbms.engine.condition import Condition
from topbms.engine.dossiers import Dossiers
from topbms.engine.errands import Errands
from topbms.engine.feed import Feed
from topbms.engine.guests import Guests
from topbms.engine.hearsay import Hearsay
from topbms.engine.inquiry import Enough, Told, endless
from topbms.engine.line import Line
from topbms.engine.listening import Listening
from topbms.engine.polling import Polling, longest_turn
from topbms.engine.pulse import Pulse
from topbms.engine.reception import Reception
from topbms.engine.rest import Rest
from topbms.engine.roster import Roster
from topbms.engine.schedule import EVERYDAY, Pace
from topbms.engine.settings import LinkSettings, PollSettings
from topbms.engine.speech import Memory, Speech
from topbms.errors import ConfigError, LinkError
from topbms.model.reading import Pack
from topbms.transport.connection import Connection, connect, is_network


class Link:
    """Polls the packs of one port, or listens to who does.

    Without a `dialect` it asks in the way of each until one is answered, and keeps that one in `memory`. `pulse` tells
    that the link turns.
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
        self.pulse = Pulse(clock, longest_turn(poll))
        self.listens = settings.listen
        self._settings = settings
        self._poll = poll
        self._clock = clock
        self._pace = pace
        self._rest = Rest(self.pulse)
        self._condition = Condition(self.id, feed, clock)
        self.counters = self._condition.counters
        self._roster = roster = Roster(settings, poll, pace, feed, clock, self._condition)
        self._speech = Speech(settings, dialect, clock, memory)
        self._hearsay = Hearsay(self.id, dialect, clock, memory)
        self._errands = Errands(self._speech, dossiers, roster.learn)
        self._polling = Polling(
            roster, self._speech, self._errands, self._condition, poll, clock, self.pulse, self._rest
        )
        self._guests = Guests(self.id, self._speech, roster, self._condition, clock) if settings.share else None
        self._listening = Listening(self._hearsay, roster, self._condition, clock, self.pulse)

    @property
    def is_up(self) -> bool:
        """Whether the port is open and has carried at least one exchange."""
        return self._condition.is_up

    @property
    def changed_at(self) -> float | None:
        """Monotonic seconds of when it came up or went down; None before the first try."""
        return self._condition.changed_at

    @property
    def dialect(self) -> Dialect | None:
        """The one that its packs speak; None while it is not known."""
        if self.listens:
            return self._hearsay.dialect
        return None if self._speech.spoken is None else self._speech.spoken.dialect

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The packs that are polled here."""
        return self._roster.packs

    async def inquire(self, address: int, topic: Topic, enough: Enough = endless) -> Told:
        """What a pack tells about a topic, asked between the polls; raises LinkError for a cut, now or until then.

        Raises ConfigError for a dialect that knows of no topics.
        """
        if self.listens:
            raise LinkError("{link} only listens; set listen = false to ask", link=self.id)
        answer = self._errands.want(address, topic, enough)
        self._rest.end()
        return await answer

    async def run(self) -> None:
        """Poll, or listen, until cancelled."""
        try:
            await (self._run() if self._guests is None else self._share(self._guests))
        finally:
            self._errands.drop(
                LinkError("{link}: nothing can be asked any more, the port is being closed", link=self.id)
            )

    async def _share(self, guests: Guests) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(Reception(self._settings, guests).run())
            await self._run()

    async def _run(self) -> None:
        await (self._hearsay if self.listens else self._speech).recall()
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
            await self._rest.take(schedule.reconnect_delay(self._pace, since, random.random()))  # noqa: S311 - jitter

    async def _use(self, connection: Connection) -> None:
        """Poll, or listen, over an open connection until it is cut or half open."""
        self.counters.connects += 1
        try:
            await self._work(connection)
        except LinkError as error:
            self._went_down(error)
        else:
            self._condition.half_open()
        finally:
            await connection.close()

    async def _work(self, connection: Connection) -> None:
        may_be_half_open = is_network(self.url)
        if self._settings.listen:
            await self._listening.run(connection, may_be_half_open=may_be_half_open)
            return
        guests = self._guests
        turns = guests.turns if guests else None
        line = Line(connection, self._speech.reader, self._settings.baud, self._poll, self.counters, turns)
        if guests is None:
            await self._polling.run(line, may_be_half_open=may_be_half_open)
            return
        guests.use(line)
        try:
            await self._polling.run(line, may_be_half_open=may_be_half_open)
        finally:
            guests.use(None)

    def _went_down(self, error: LinkError | ConfigError) -> None:
        self._condition.went_down(error)
        self._errands.drop(error)
