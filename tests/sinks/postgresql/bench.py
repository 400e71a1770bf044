"""A gateway's history and its courier beside a real server, on a clock that the test turns."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.postgresql import OWNER, OWNER_PASSWORD, Postgres
from tests.store.making import DAY, ONE, TWO, Clock, Maker, new_store
from topbms.engine.courier import Courier
from topbms.model.alarms import Alarm
from topbms.model.event import Event, EventKind
from topbms.model.health import Health, LinkHealth, SinkHealth
from topbms.model.reading import Pack, PackReading, Reported
from topbms.model.words import words
from topbms.sinks import Site
from topbms.sinks.postgresql.settings import Settings
from topbms.sinks.postgresql.setup import Owner, SetupResult, Wish, setup
from topbms.sinks.postgresql.sink import PostgresqlSink
from topbms.store.store import Store

PASSWORD = "gateway's own"
POLL = 10.0
CELLS = (3.346, 3.345, 3.363, 3.35) * 4


def settings(server: Postgres, **changes: object) -> Settings:
    where = {"host": "127.0.0.1", "port": server.port, "password": PASSWORD}
    return Settings.model_validate({**where, **changes})


async def set_up(server: Postgres, wish: Wish | None = None, **changes: object) -> SetupResult:
    owner = Owner(OWNER, OWNER_PASSWORD)
    return await setup(settings(server, **changes), owner, wish or Wish(PASSWORD), words("en"))


@dataclass
class Clocks:
    """The store's clock, as a courier looks at it."""

    clock: Clock

    def monotonic(self) -> float:
        return self.clock.now

    def utc(self) -> float:
        return self.clock.begin + self.clock.now

    def is_known(self) -> bool:
        return True


class Bench:
    """One gateway. What `life` appends is numbered through all kinds."""

    def __init__(self, store: Store, maker: Maker, server: Postgres, site: str = "home", **changes: object) -> None:
        self.store = store
        self.maker = maker
        self._site = site
        self._settings = settings(server, **changes)
        self.courier = self.started()

    def started(self) -> Courier:
        """As after a start of the gateway: a new connection, and the cursor that was noted last."""
        place = Site(self._site, (ONE, TWO), words("en"), self._recall, self._remember, lambda: self.store.gateway_id)
        sink = PostgresqlSink(self._settings, place)
        newest = lambda: self.store.last_sequence + self.maker.sequence  # noqa: E731 -- never below what was given out
        clocks = Clocks(self.maker.clock)
        self.courier = Courier(sink, self.store, clocks, newest, self._recall, self._remember)
        self.courier.cursor = 0
        return self.courier

    async def live(self, seconds: float) -> None:
        """Poll two packs for so long; a health each minute, an event each hour."""
        clock = self.maker.clock
        end = clock.now + seconds
        while clock.now < end:
            clock.now += POLL
            self.read(ONE)
            self.read(TWO)
            if clock.now % 60 == 0:
                self.report()
            if clock.now % 3600 == 0:
                self.happen()
                await self.store.flush()

    def read(self, pack: Pack = ONE, alarms: tuple[Alarm, ...] = (), **values: Reported) -> PackReading:
        found: dict[str, Reported] = {
            "voltage": 53.5 + self.maker.sequence / 1e6,
            "cell_voltages": CELLS,
            "temperatures": (21, 22.5),
        }
        reading = self.maker.reading(pack, {**found, **values}, alarms)
        self.store.append(reading)
        return reading

    def happen(self, kind: EventKind = EventKind.LINK_DOWN, subject: str = "usr1", text: str = "") -> int:
        self.maker.sequence += 1
        self.store.record(Event(kind, self.maker.clock.now, subject, text, self.maker.sequence))
        return self.maker.sequence

    def report(self, *, error: str = "", version: str = "0.2.0", lag: float = 0.0) -> int:
        self.maker.sequence += 1
        now = self.maker.clock.now
        links = (LinkHealth("usr1", up=not error, replies=7, faults={"echo": 1}, answer_time=0.05, last_error=error),)
        sinks = (SinkHealth("domoticz"), SinkHealth("postgresql", lag=lag, written=5))
        at = self.maker.clock.begin + now
        self.store.report(Health(self.maker.sequence, at, now, version, "abc", now, fresh=2, links=links, sinks=sinks))
        return self.maker.sequence

    async def deliver(self) -> None:
        """Bring all there is; the target must be well."""
        before = None
        while before != self.courier.cursor:
            before = self.courier.cursor
            await self.courier.turn()
        assert self.courier.attempts.last_error is None

    async def fail(self) -> str:
        """One try that must fail; what is told."""
        assert await self.courier.turn() > 0
        return str(self.courier.attempts.last_error)

    async def _recall(self) -> Mapping[str, str]:
        return await self.store.recall("postgresql")

    async def _remember(self, notes: Mapping[str, str]) -> None:
        await self.store.remember("postgresql", notes)


@asynccontextmanager
async def bench(
    path: Path, server: Postgres, *, site: str = "home", raw: float = 30 * DAY, **changes: object
) -> AsyncIterator[Bench]:
    """A gateway with a history of its own; `raw` (seconds) is how long that keeps single readings."""
    clock = Clock()
    store = new_store(path, clock, raw=raw)
    await store.open()
    one = Bench(store, Maker(clock), server, site, **changes)
    try:
        yield one
    finally:
        await one.courier.close()
        await store.close()


async def kept(server: Postgres) -> list[int]:
    """All numbers of all kinds as the tables hold them, sorted; one that is there twice shows."""
    rows = await server.query(
        "SELECT sequence FROM topbms.reading UNION ALL SELECT sequence FROM topbms.event "
        "UNION ALL SELECT sequence FROM topbms.health ORDER BY 1"
    )
    return [number for (number,) in rows]


async def in_order_of_arrival(server: Postgres) -> list[int]:
    """The numbers of the readings as the rows lie in a table that was never tidied."""
    return [number for (number,) in await server.query("SELECT sequence FROM topbms.reading ORDER BY ctid")]
