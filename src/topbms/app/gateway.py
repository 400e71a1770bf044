"""One running gateway: starts its parts, looks after them, exchanges them for those of another config, stops them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from hashlib import sha256

import topbms
from topbms import systemd
from topbms.app import meters
from topbms.app.apidoor import door_of
from topbms.app.doors import check, doors
from topbms.app.outlets import Feeder, feeders
from topbms.app.settingsnotes import Notes
from topbms.app.supporting.desk import Desk
from topbms.app.supporting.evidence import Witness
from topbms.app.tongues import memory, named
from topbms.config import Config, Loaded
from topbms.dialects.memory import Topic
from topbms.engine import checkup
from topbms.engine.checkup import Checkup
from topbms.engine.clock import LONGEST_WAIT, Clock, Stamps, SystemClock
from topbms.engine.dossiers import Dossiers
from topbms.engine.feed import Feed
from topbms.engine.freezing import freezing
from topbms.engine.inquiry import Enough, Told, endless
from topbms.engine.link import Link
from topbms.engine.metering import Metering
from topbms.engine.pulse import Pulse
from topbms.engine.schedule import EVERYDAY, Pace
from topbms.errors import TopbmsError
from topbms.log import Kept
from topbms.model.event import EventKind
from topbms.model.health import Health
from topbms.model.words import Words, words
from topbms.store.store import Store
from topbms.transport.connection import shown
from topbms.web.api.live import Live
from topbms.web.view import View

LOG, OURS = logging.getLogger(__name__), logging.getLogger("topbms")

_WATCH = 1.0
_WATCHDOG = 30.0  # s without a watch after which systemd, too, takes the gateway for hung
_RESTART = 5.0
_STOP_WITHIN = 1.0
_MIGRATION_TIME = 60_000_000  # microseconds that systemd grants at each sign of a migration going on


class Gateway:
    """One running gateway: links, feed, store and outlets of one config, which may be exchanged while it runs."""

    def __init__(self, loaded: Loaded, clock: Clock | None = None, pace: Pace = EVERYDAY) -> None:
        self.clock = clock or SystemClock()
        self.stamps = Stamps(self.clock)
        self.links: list[Link] = []
        self.feeders: list[Feeder] = []
        self.loaded = loaded
        self._pace = pace
        self._pulse = Pulse(self.clock, _WATCHDOG)
        self._tasks: list[asyncio.Task[None]] = []
        history = loaded.settings.history
        self.store = Store(history.path, history, stamp=self.stamps.stamp, now=self.clock.monotonic)
        self.feed = Feed(self.clock, loaded.settings.poll.interval)
        self._metering = Metering(self.feed, self.store.meter, self.stamps.stamp)
        self._notes = Notes(self.store)
        self.dossiers = Dossiers(self.feed, self.clock, self._notes.keep)
        self._checkup = Checkup(
            self.clock, self.clock.monotonic(), topbms.__version__, _digest(loaded.settings), self.store.health
        )
        self._log = Kept()
        self.desk = Desk(
            Witness(self.view, self.clock, self.store, self.dossiers, lambda: self.links, self._log.lines),
            lambda: self.loaded,
        )
        self.door = door_of(self, lambda words: self._examine(0, words))
        self._live = Live(self.door)

    async def start(self) -> None:
        """Open the history and begin to poll; raises StoreError for a history that must not be touched.

        Raises ConfigError, before anything is opened, when a target cannot be built.
        """
        links, feeding = self._make(self.loaded.settings, lambda: self.store.last_sequence)
        OURS.addHandler(self._log)
        await self.store.open(migrating=_ask_for_time)
        self.feed.continue_after(self.store.last_sequence)
        for reading in await self.store.latest():
            self.feed.recall(reading)
        self.feed.subscribe(self.store.append)
        self.feed.listen(self.store.record)
        self.feed.listen(freezing(lambda: self.links))
        self.feed.check(self.store.report)
        self.feed.subscribe(self._live.reading)
        self.feed.listen(self._live.event)
        self.feed.check(self._live.health)
        self.feed.happen(EventKind.START)
        if not self.clock.is_known():
            LOG.info(
                "no time server keeps this machine's clock yet: nothing is stored or sent with a time stamp before one "
                "does, or %.0f min after the machine's start",
                LONGEST_WAIT / 60,
            )
        await self._notes.recall(self.dossiers)
        await meters.begin(self._metering, self.feed, self.store, self.clock.monotonic())
        self._begin(links, feeding)

    async def inquire(self, pack: str, topic: Topic, enough: Enough = endless) -> Told | None:
        """What a pack tells about a topic, asked between the polls; None for a pack that is on no link.

        Raises LinkError for a cut, ConfigError for a dialect that knows of no topics.
        """
        for link in self.links:
            for polled in link.packs:
                if polled.id == pack:
                    return await link.inquire(polled.address, topic, enough)
        return None

    def view(self) -> View:
        """The gateway as it is shown to others."""
        return View(
            site=self.loaded.settings.site,
            gateway=lambda: self.store.gateway_id,
            snapshot=self.feed.snapshot,
            health=lambda: self._examine(0, self._words()),
            ports=lambda: {link.id: shown(link.url) for link in self.links},
            overdue=self._overdue,
            words=self._words,
        )

    async def stop(self) -> None:
        """Stop polling, close the targets and commit everything."""
        self.feed.happen(EventKind.STOP)
        self._live.close()
        await self._end_tasks()
        self._metering.end()
        await self._notes.close()
        await self.store.close()
        OURS.removeHandler(self._log)

    async def reload(self, loaded: Loaded) -> None:
        """Go on with another config; the history stays the same until the next start.

        Raises ConfigError before anything is stopped when the config cannot be used.
        """
        newest = self.feed.newest()
        links, feeding = self._make(loaded.settings, lambda: newest)
        await self._end_tasks()
        if loaded.settings.history != self.loaded.settings.history:
            LOG.warning("changes of [history] take effect at the next start")
        self.loaded = loaded
        self._checkup = replace(self._checkup, config=_digest(loaded.settings))
        self._begin(links, feeding)
        LOG.info("goes on with the config as it is now", extra={"path": loaded.path})

    def _make(self, settings: Config, begin: Callable[[], int]) -> tuple[list[Link], list[Feeder]]:
        """The links and feeders of a config, none of them running; ConfigError where a part of it cannot be used.

        `begin` tells the number of the record behind which a target that is new in it begins.
        """
        check(settings.web)
        poll = settings.poll
        links = [
            Link(
                link,
                poll,
                named(link.dialect),
                self.feed,
                self.clock,
                self._pace,
                self.dossiers,
                memory=memory(self.store, link.id),
            )
            for link in settings.link
        ]
        packs = [pack for link in links for pack in link.packs]
        return links, list(feeders(settings, packs, self.store, self.feed, self.clock, begin))

    def _begin(self, links: list[Link], feeding: list[Feeder]) -> None:
        self.links, self.feeders = links, feeding
        self.feed.forget_others([pack for link in links for pack in link.packs])
        for link in links:
            self._spawn(link.id, link.run)
        for feeder in feeding:
            self.feed.alert(feeder.notice)
            self._spawn(feeder.name, feeder.run)
        self._spawn("watch", self._watch)
        self._spawn("health", self._tell_health)
        for name, door in doors(self.loaded.settings, self.view(), self.door):
            self._spawn(name, door)

    def _spawn(self, name: str, run: Callable[[], Coroutine[None, None, None]]) -> None:
        self._tasks.append(asyncio.create_task(_for_ever(name, run), name=name))

    async def _end_tasks(self) -> None:
        """Cancel all tasks and close the sinks, within a second even if a target hangs."""
        self.feed.quiet()
        for task in self._tasks:
            task.cancel()
        closing = [asyncio.create_task(feeder.close()) for feeder in self.feeders]
        if self._tasks or closing:
            await asyncio.wait([*self._tasks, *closing], timeout=_STOP_WITHIN)
        self._tasks, self.feeders = [], []

    async def _watch(self) -> None:
        """Look after silence, the clock and the watchdog, once a second."""
        while True:
            self._pulse.beat(_WATCH)
            await asyncio.sleep(_WATCH)
            self.feed.watch()
            self._metering.watch()
            step = self.stamps.step()
            if step is not None:
                LOG.warning("the clock stepped by %.1f s", step)
                self.feed.happen(EventKind.CLOCK_STEP, text=f"{step:+.1f} s")
            systemd.notify(WATCHDOG=1)

    async def _tell_health(self) -> None:
        """Keep and publish the gateway's own health, each minute."""
        while True:
            await asyncio.sleep(checkup.INTERVAL)
            self.feed.report(self._examine(self.feed.number(), self._words()))

    def _examine(self, number: int, words: Words) -> Health:
        """The gateway's health now, in a language; a number of 0 is that of one that nobody keeps."""
        return self._checkup.take(number, self.feed.snapshot(), self.links, self.feeders, words)

    def _words(self) -> Words:
        """Those of the config in force."""
        return words(self.loaded.settings.language)

    def _overdue(self) -> dict[str, float]:
        """The loops that do not turn any more, with the seconds that each is late."""
        pulses = [("watch", self._pulse)]
        pulses += [(f"link {link.id}", link.pulse) for link in self.links]
        pulses += [(f"sink {feeder.name}", feeder.pulse) for feeder in self.feeders]
        late = {name: pulse.overdue for name, pulse in pulses} | {"history": self.store.overdue}
        return {name: seconds for name, seconds in late.items() if seconds}


async def run(loaded: Loaded, stop: asyncio.Event, reload: asyncio.Event, again: Callable[[], Loaded]) -> None:
    """Run until `stop`; at each `reload`, `again` reads the config anew, and a wrong one is reported and left."""
    gateway = Gateway(loaded)
    await gateway.start()
    systemd.notify(READY=1)
    try:
        while not stop.is_set():
            await _first(stop.wait(), reload.wait())
            if reload.is_set():
                reload.clear()
                await _reload(gateway, again)
    finally:
        systemd.notify(STOPPING=1)
        await gateway.stop()


async def _reload(gateway: Gateway, again: Callable[[], Loaded]) -> None:
    try:
        await gateway.reload(again())
    except TopbmsError as error:
        LOG.error("config not taken: %s", error)  # noqa: TRY400 - the message is for the user, who can mend it


async def _first(*waits: Coroutine[None, None, object]) -> None:
    """Until one of them is done; the others are cancelled."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()


async def _for_ever(name: str, run: Callable[[], Awaitable[None]]) -> None:
    """Keep one part running: a defect of ours in it is logged whole, and must not stop the others or itself."""
    while True:
        try:
            await run()
        except Exception:
            LOG.exception("%s failed by a defect of topbms; it starts again", name)
        await asyncio.sleep(_RESTART)


def _ask_for_time() -> None:
    systemd.notify(EXTEND_TIMEOUT_USEC=_MIGRATION_TIME)


def _digest(settings: Config) -> str:
    """A short hash that tells one config from another; secrets do not take part."""
    return sha256(settings.model_dump_json().encode()).hexdigest()[:12]
