"""Energy that can be defended, whatever happens to the gateway, its disk and its clock.

No counter goes back, nothing is counted over a gap, and what is counted is the trapezoid of the time that was covered.
Feed, meters and history are the real ones; what happens is drawn by hypothesis, and the reckoning here is done anew.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from operator import le
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.making import left_by_a_crash
from topbms.app import meters
from topbms.engine.feed import Feed
from topbms.engine.metering import Metering
from topbms.model.bank import BANK
from topbms.model.reading import Pack, PackReading, Reported
from topbms.model.totals import Period, totals
from topbms.store.reader import reading
from topbms.store.settings import Settings
from topbms.store.store import Store

Happening: TypeAlias = tuple[Any, ...]
"""A method of Story, and what to call it with."""

ONE = Pack("battery1", "Batterie 1", "usr1", 1)
TWO = Pack("battery2", "Batterie 2", "usr2", 1)
PACKS = (ONE, TWO)
JOULES = 3.6e6  # in a kWh
LONGEST = 30.0  # s that are no gap


@dataclass
class Clock:
    """Both clocks, turned by hand; UTC may be unknown, and may step."""

    now: float = 0.0
    offset: float = 1_760_000_000.0
    known: bool = True

    def monotonic(self) -> float:
        return self.now

    def utc(self) -> float:
        return self.now + self.offset

    def is_known(self) -> bool:
        return self.known

    def stamp(self, moment: float) -> float | None:
        return moment + self.offset if self.known else None


@dataclass
class Reckoning:
    """What one owner's meter must hold: joules net, and gaps; `safe` is as of the last commit."""

    net: float = 0.0
    gaps: int = 0
    safe: tuple[float, int] = (0.0, 0)
    before: tuple[float, float] | None = None
    is_kept: bool = False

    def sample(self, at: float, power: float) -> None:
        if self.before is None:
            self.gaps += self.is_kept  # the first one after a start, unless it is the first of all
        elif at - self.before[0] > LONGEST:
            self.gaps += 1
        else:
            self.net += (self.before[1] + power) / 2 * (at - self.before[0])
        self.before = at, power

    def commit(self) -> None:
        if self.before is not None:
            self.safe, self.is_kept = (self.net, self.gaps), True

    def restart(self) -> None:
        (self.net, self.gaps), self.before = self.safe, None


class Gateway:
    """Feed, meters and history under one clock. Commits when it is told to."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.clock = clock
        kept = Settings().model_copy(update={"path": path, "commit": 1e6})
        self.store = Store(path, kept, stamp=clock.stamp, now=clock.monotonic)
        self.feed = Feed(clock, 10.0)
        self.feed.expect(PACKS)
        self.metering = Metering(self.feed, self.store.meter, clock.stamp)

    async def start(self) -> None:
        await self.store.open()
        self.feed.continue_after(self.store.last_sequence)
        self.feed.subscribe(self.store.append)
        await meters.begin(self.metering, self.feed, self.store, self.clock.now)

    def read(self, pack: Pack, power: float) -> PackReading:
        values: dict[str, Reported] = {"power": power, "current": power / 50, **self.feed.counted(pack.id)}
        one = PackReading(pack, self.feed.number(), self.clock.utc(), self.clock.now, values)
        self.feed.publish(one)
        return one

    async def commit(self) -> bool:
        """Whether the disk took it."""
        await self.store._do(self.store._journal.commit)
        await self.store.latest()
        return self.store.healthy

    async def refuse(self, *, on: bool) -> None:
        statement = f"PRAGMA query_only = {'ON' if on else 'OFF'}"
        await self.store._ask(lambda session, _: session.connection.execute(statement).fetchone())


COUNTERS = ("charge_energy", "discharge_energy", "charged_capacity", "discharged_capacity")


@dataclass
class Story:
    """A gateway's life: what happens to it, and what must come of it."""

    folder: Path
    clock: Clock = field(default_factory=Clock)
    reckoned: dict[str, Reckoning] = field(default_factory=lambda: {pack.id: Reckoning() for pack in PACKS})
    shown: dict[str, list[list[float]]] = field(default_factory=dict)
    is_refused: bool = False
    lives: int = 0

    async def begin(self, path: Path) -> None:
        self.path, self.gateway, self.is_refused = path, Gateway(path, self.clock), False
        await self.gateway.start()

    async def live(self, happenings: list[Happening]) -> None:
        await self.begin(self.folder / "history.db")
        for what, *values in happenings:
            await getattr(self, what)(*values)
        await self.vouch()
        await self.refuse(on=False)
        await self.read(5.0, (0.0, 0.0))
        await self.commit()
        await self.gateway.store.close()

    async def read(self, seconds: float, powers: tuple[float | None, float | None]) -> None:
        self.clock.now += seconds
        for pack, power in zip(PACKS, powers, strict=True):
            if power is not None:
                one = self.gateway.read(pack, power)
                self.reckoned[pack.id].sample(self.clock.now, power)
                self.note(pack.id, one.values)
        self.gateway.feed.watch()
        self.gateway.metering.watch()
        self.note(BANK, self.gateway.feed.snapshot().bank.values)

    def note(self, owner: str, values: Mapping[str, Reported]) -> None:
        """What anybody could see of an owner's counters."""
        counters = [number for key in COUNTERS if isinstance(number := values.get(key), float)]
        if counters:
            self.shown.setdefault(owner, []).append(counters)

    async def commit(self) -> None:
        if await self.gateway.commit() and self.clock.known:
            self.settle()

    def settle(self) -> None:
        for one in self.reckoned.values():
            one.commit()

    async def refuse(self, on: bool) -> None:
        """The disk takes nothing, or takes it again."""
        self.is_refused = on
        await self.gateway.refuse(on=on)

    async def kill(self, known: bool) -> None:
        """As kill -9 would: the files as they are, and nothing of what was in memory."""
        self.lives += 1
        left = left_by_a_crash(self.path)
        after = self.folder / str(self.lives)
        after.mkdir()
        for part in list(left.parent.glob(f"{left.name}*")):
            part.rename(after / part.name.removeprefix("left-"))
        await self.gateway.store.close()
        await self.again(after / self.path.name, known=known)

    async def stop(self, known: bool) -> None:
        """A clean end: what the disk takes is safe, also by a clock that nobody vouches for."""
        self.gateway.metering.end()
        await self.gateway.store.close()
        if not self.is_refused:
            self.settle()
        await self.again(self.path, known=known)

    async def again(self, path: Path, *, known: bool) -> None:
        for one in self.reckoned.values():
            one.restart()
        self.clock.now += 60
        self.clock.known = known
        await self.begin(path)

    async def step(self, seconds: float) -> None:
        """The clock is set."""
        self.clock.offset += seconds

    async def vouch(self) -> None:
        """The clock is known to be right from now on."""
        self.clock.known = True
        self.gateway.metering.watch()

    def check(self) -> None:
        for owner, counters in self.shown.items():
            for before, after in pairwise(counters):
                assert all(map(le, before, after)), f"a counter of {owner} went back"
        with reading(self.path) as reader:
            kept = reader.meters()
            standings = {owner: reader.standings(owner) for owner in kept}
        for owner, one in self.reckoned.items():
            meter = kept[owner].meter
            assert (meter.charge_energy - meter.discharge_energy) * JOULES == pytest.approx(one.net, abs=1.0)
            assert (meter.charged_capacity - meter.discharged_capacity) * 3600 * 50 == pytest.approx(one.net, abs=1.0)
            assert meter.gaps == one.gaps
        for owner, rows in standings.items():
            days = totals(rows, Period.DAY)
            assert all(day.charge_energy >= 0 and day.discharge_energy >= 0 for day in days)
            assert sum(day.charge_energy for day in days) <= kept[owner].meter.charge_energy + 1e-9


POWERS = st.one_of(st.none(), st.floats(-5000, 5000), st.sampled_from([0.0, 3000.0, -3000.0]))
STEPS = st.one_of(st.just(10.0), st.just(10.0), st.floats(0.5, 29.0), st.floats(31.0, 4000.0))
READ = st.tuples(st.just("read"), STEPS, st.tuples(POWERS, POWERS))
HAPPENING = st.one_of(
    *(READ, READ, READ, READ),
    *(st.tuples(st.just("commit")), st.tuples(st.just("commit"))),
    st.tuples(st.just("kill"), st.booleans()),
    st.tuples(st.just("stop"), st.booleans()),
    st.tuples(st.just("refuse"), st.booleans()),
    st.tuples(st.just("step"), st.floats(-90_000, 90_000)),
    st.tuples(st.just("vouch")),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(HAPPENING, min_size=5, max_size=40))
def test_no_counter_goes_back_and_what_is_counted_is_the_trapezoid_of_the_time_covered(
    happenings: list[Happening],
) -> None:
    with TemporaryDirectory() as folder:
        story = Story(Path(folder))
        asyncio.run(story.live(happenings))
        story.check()
