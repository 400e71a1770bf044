"""Links that poll simulated packs, and a witness of all that the feed tells; on a time that jumps."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from tests.engine.jumping import LoopClock
from topbms.dialects.contract import Dialect
from topbms.dialects.topbms import DIALECT
from topbms.engine.feed import Feed
from topbms.engine.link import Link
from topbms.engine.settings import LinkSettings, PackSettings, PollSettings
from topbms.engine.speech import Memory
from topbms.model.event import EventKind
from topbms.model.reading import PackReading
from topbms.sim.line import SimulatedLine


def link_to(url: str, *addresses: int, id: str = "usr1", **settings: Any) -> LinkSettings:  # noqa: A002 - the field's name
    """A link with these packs, or one that looks for its packs."""
    packs = tuple(PackSettings(address=address) for address in addresses)
    return LinkSettings(id=id, url=url, pack=packs, packs=None if packs else "auto", **settings)


@dataclass
class Site:
    """What a test sees of links that run. Moments are seconds since the links were started."""

    feed: Feed
    links: list[Link]
    begin: float
    readings: list[PackReading]
    happenings: list[tuple[float, EventKind, str]]
    _awaited: dict[str, asyncio.Future[None]] = field(default_factory=dict)

    @property
    def link(self) -> Link:
        return self.links[0]

    @property
    def now(self) -> float:
        return asyncio.get_running_loop().time() - self.begin

    def moments(self, pack: str) -> list[float]:
        """When a pack was read."""
        return [reading.monotonic - self.begin for reading in self.readings if reading.pack.id == pack]

    def of(self, *kinds: EventKind) -> list[tuple[EventKind, str]]:
        """What happened of these kinds, and to whom."""
        return [(kind, subject) for _, kind, subject in self.happenings if kind in kinds]

    async def until(self, moment: float) -> None:
        """Let it run until so many seconds after the start."""
        await asyncio.sleep(moment - self.now)

    async def next_reading(self, pack: str) -> float:
        """Wait for a pack's next reading; the seconds that it took."""
        begin = self.now
        awaited = self._awaited[pack] = asyncio.get_running_loop().create_future()
        await awaited
        return self.now - begin

    def take(self, reading: PackReading) -> None:
        self.readings.append(reading)
        awaited = self._awaited.pop(reading.pack.id, None)
        if awaited is not None:
            awaited.set_result(None)


@asynccontextmanager
async def polling(
    *settings: LinkSettings, dialect: Dialect | None = DIALECT, memory: Memory | None = None, **poll: Any
) -> AsyncIterator[Site]:
    """Links that poll until the test is through; without a dialect they look for it."""
    clock = LoopClock()
    options = PollSettings(**poll)
    feed = Feed(clock, options.interval)
    links = [Link(link, options, dialect, feed, clock, memory=memory) for link in settings]
    site = Site(feed, links, clock.monotonic(), [], [])
    feed.subscribe(site.take)
    feed.listen(lambda event: site.happenings.append((event.monotonic - site.begin, event.kind, event.subject)))
    tasks = [asyncio.create_task(run) for run in (_watch(feed), *(link.run() for link in links))]
    try:
        yield site
    finally:
        await _end(tasks)


async def _watch(feed: Feed) -> None:
    while True:
        await asyncio.sleep(5)
        feed.watch()


async def _end(tasks: Iterable[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def asked(line: SimulatedLine, address: int, command: int = 0x42) -> list[float]:
    """The moments at which a pack heard a command."""
    return [at for at, frame in line.heard if (frame.address, frame.cid2) == (address, command)]


def gaps(moments: list[float]) -> list[float]:
    return [after - before for before, after in pairwise(moments)]
