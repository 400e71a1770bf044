"""A gateway's history and the courier that brings it to one target, on a clock turned by hand."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.sinks.influxdb.samples import PRODUCT, REPORT, sink
from tests.store.making import DAY, ONE, TWO, Clock, Maker, opened
from topbms.engine.courier import Courier
from topbms.model.event import Event, EventKind
from topbms.model.health import Health
from topbms.model.reading import Pack, PackReading
from topbms.store.store import Store

POLL = 10.0


class Rig:
    """`readings` are all that were ever polled, in order."""

    def __init__(self, store: Store, maker: Maker) -> None:
        self.store = store
        self.maker = maker
        self.readings: list[PackReading] = []
        self._couriers: list[Courier] = []

    def courier(self, url: str, **settings: Any) -> Courier:
        """As after a start of the gateway: only what was noted is known."""
        target = sink(url, **settings)
        recall, remember = (lambda: self.store.recall("influxdb")), self._remember
        made = Courier(target, self.store, _BothClocks(self.maker.clock), lambda: self.maker.sequence, recall, remember)
        self._couriers.append(made)
        return made

    async def poll(self, seconds: float, *packs: Pack) -> None:
        """A reading of each pack every 10 s, for so long; committed and rolled up every ten minutes."""
        clock = self.maker.clock
        for _ in range(round(seconds / POLL)):
            clock.now += POLL
            for pack in packs or (ONE, TWO):
                self.append(pack)
            if clock.now % 600 < POLL:
                await self.store.flush()
                await self.store.tidy()

    def append(self, pack: Pack, **changes: Any) -> PackReading:
        """One reading, of this moment; each has another power."""
        made = self.maker.reading(pack, {"power": self.maker.sequence / 10, "cell_voltages": (3.3, 3.4), "soc": 88})
        made = replace(made, product=PRODUCT, **changes)
        self.store.append(made)
        self.readings.append(made)
        return made

    def alarmed(self, pack: Pack) -> PackReading:
        """A reading with an alarm report."""
        return self.append(pack, alarms=REPORT, alarms_age=0.5)

    def happen(self, kind: EventKind, subject: str = "", text: str = "") -> None:
        self.maker.sequence += 1
        self.store.record(Event(kind, self.maker.clock.now, subject, text, self.maker.sequence))

    def report(self) -> None:
        self.maker.sequence += 1
        clock = self.maker.clock
        self.store.report(Health(self.maker.sequence, clock.begin + clock.now, clock.now, "0.2", "abc", clock.now))

    async def limit_pages(self, most: int) -> None:
        """What the history's disk has room for."""
        pragma = f"PRAGMA max_page_count = {most}"
        await self.store._ask(lambda session, _: session.connection.execute(pragma).fetchone())

    async def close(self) -> None:
        for courier in self._couriers:
            await courier.close()

    async def _remember(self, notes: Mapping[str, str]) -> None:
        await self.store.remember("influxdb", notes)


class _BothClocks:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def monotonic(self) -> float:
        return self._clock.now

    def utc(self) -> float:
        return self._clock.begin + self._clock.now

    def is_known(self) -> bool:
        return True


@asynccontextmanager
async def rigged(folder: Path, raw: float = 30 * DAY) -> AsyncIterator[Rig]:
    """A rig whose history is in this folder, and keeps single readings for so many seconds."""
    async with opened(folder / "history.db", Clock(), raw=raw) as (store, maker):
        rig = Rig(store, maker)
        try:
            yield rig
        finally:
            await rig.close()


async def bring(courier: Courier) -> None:
    """Let it bring all there is, as long as it gets on."""
    before: int | None = -1
    while courier.cursor != before:
        before = courier.cursor
        await courier.turn()


def stamps(readings: list[PackReading]) -> list[int]:
    """Where each stands in time at the target, ns."""
    return [round(one.at * 1000) * 1_000_000 + one.sequence % 1000 * 1000 for one in readings]


def powers(readings: list[PackReading]) -> list[float | None]:
    return [one.number("power") for one in readings]
