"""One link: keeps its port open, polls its packs in turn, for as long as the gateway runs.

Knows the schedule and the port; hands fragments to assemblers and readings to the feed. A fault of a pack, of the
bytes or of the port never ends it.
"""

import asyncio
import logging
import random
from dataclasses import dataclass

from topbms.dialects.contract import Dialect
from topbms.engine import schedule
from topbms.engine.assembly import Assembler, Moment
from topbms.engine.clock import Clock
from topbms.engine.conversation import Patience, converse
from topbms.engine.counters import LinkCounters
from topbms.engine.discovery import Discovery
from topbms.engine.feed import Feed
from topbms.engine.line import Line
from topbms.engine.schedule import Turn
from topbms.engine.settings import LinkSettings, PackSettings, PollSettings
from topbms.errors import ConfigError, LinkError
from topbms.model.event import EventKind
from topbms.model.reading import Pack, PackReading
from topbms.transport.connection import Connection, connect, is_network

LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class _Polled:
    """A pack of this link: its assembler, and when it is asked next."""

    assembler: Assembler
    turn: Turn
    patience: Patience


class Link:
    """Polls the packs of one port."""

    def __init__(self, settings: LinkSettings, poll: PollSettings, dialect: Dialect, feed: Feed, clock: Clock) -> None:
        self.id = settings.id
        self.url = settings.url
        self.counters = LinkCounters()
        self.is_up = False
        self._settings = settings
        self._poll = poll
        self._dialect = dialect
        self._version = int(settings.version, 16) if settings.version else dialect.request_versions[0]
        self._feed = feed
        self._clock = clock
        self._discovery = Discovery(clock.monotonic()) if settings.packs == "auto" else None
        self._packs: dict[int, _Polled] = {}
        for pack in settings.pack:
            self._add(pack)

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The packs that are polled here."""
        return tuple(polled.assembler.pack for polled in self._packs.values())

    async def run(self) -> None:
        """Poll until cancelled."""
        while True:
            try:
                connection = await connect(self._settings.url, self._settings.baud)
            except (LinkError, ConfigError) as error:
                self._went_down(error)
            else:
                await self._use(connection)
            await asyncio.sleep(schedule.reconnect_delay(random.random()))  # noqa: S311 - jitter, no secret

    async def _use(self, connection: Connection) -> None:
        """Poll over an open connection until it is cut or half open."""
        self._came_up()
        line = Line(connection, self._dialect, self._settings.baud, self._poll, self.counters)
        try:
            await self._poll_in_turn(line)
        except LinkError as error:
            self._went_down(error)
        finally:
            await connection.close()

    async def _poll_in_turn(self, line: Line) -> None:
        while True:
            await self._look_for_packs(line)
            address = min(self._packs, key=lambda key: self._packs[key].turn.due, default=None)
            wait = self._next_due(address) - self._clock.monotonic()
            if wait > 0 or address is None:
                await asyncio.sleep(wait)
                continue
            await self._ask(line, address)
            self._check_half_open()

    async def _ask(self, line: Line, address: int) -> None:
        polled = self._packs[address]
        assembler = polled.assembler
        conversation = self._dialect.conversation(address, self._version, identify=assembler.wants_identity)
        fragments = await converse(line, conversation, polled.patience)
        now = self._clock.monotonic()
        if not fragments:
            polled.turn = schedule.silent(polled.turn, now)
            self._log_silence(polled)
            return
        polled.turn = schedule.answered(polled.turn, now, self._poll.interval)
        reading = assembler.assemble(fragments, self._feed.number, Moment(now, self._clock.utc()))
        if reading is not None:
            self._publish(reading)

    def _publish(self, reading: PackReading) -> None:
        self.counters.held.update(reading.held)
        self._feed.publish(reading)

    async def _look_for_packs(self, line: Line) -> None:
        """Where packs = "auto": one address that nobody was found at yet, now and then."""
        if self._discovery is None:
            return
        address = self._discovery.next_address(self._packs, self._clock.monotonic())
        if address is None:
            return
        conversation = self._dialect.conversation(address, self._version, identify=False)
        if await converse(line, conversation, Patience(0)):
            self._add(PackSettings(address=address))

    def _next_due(self, address: int | None) -> float:
        times = [] if address is None else [self._packs[address].turn.due]
        if self._discovery is not None:
            times.append(self._discovery.due)
        return min(times)

    def _add(self, settings: PackSettings) -> None:
        pack_id = settings.id or f"{self.id}-{settings.address}"
        pack = Pack(pack_id, settings.name or pack_id, self.id, settings.address)
        turn = Turn(self._clock.monotonic())
        self._packs[settings.address] = _Polled(Assembler(pack, settings), turn, Patience(self._poll.retries))
        self._feed.expect([pack])

    def _check_half_open(self) -> None:
        turns = [polled.turn for polled in self._packs.values()]
        if is_network(self._settings.url) and schedule.is_half_open(turns):
            self.counters.faults["half_open"] += 1
            raise LinkError(
                "{port}: no pack answered for {rounds} rounds, the connection is opened anew",
                port=self.id,
                rounds=schedule.MUTE_ROUNDS,
            )

    def _came_up(self) -> None:
        self.is_up = True
        self.counters.connects += 1
        now = self._clock.monotonic()
        for polled in self._packs.values():
            polled.turn = schedule.reopened(polled.turn, now)
        LOG.info("link is up", extra={"link": self.id})
        self._feed.happen(EventKind.LINK_UP, self.id)

    def _went_down(self, error: LinkError | ConfigError) -> None:
        """Tell of a cut once; tries that fail again are counted and logged quietly."""
        self.counters.failed("link", str(error), self._clock.monotonic())
        LOG.log(
            logging.WARNING if self.is_up or not self.counters.connects else logging.DEBUG,
            "%s",
            error,
            extra={"link": self.id},
        )
        if self.is_up:
            self._feed.happen(EventKind.LINK_DOWN, self.id, str(error))
        self.is_up = False

    def _log_silence(self, polled: _Polled) -> None:
        if polled.turn.silences == 1:
            pack = polled.assembler.pack
            LOG.warning("no answer from pack at address %d", pack.address, extra={"link": self.id, "pack": pack.id})
