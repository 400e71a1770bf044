"""Readings to order, a clock turned by hand, and stores under it."""

import sqlite3
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from topbms.model.alarms import Alarm, AlarmReport
from topbms.model.reading import Pack, PackReading, Reported
from topbms.store.settings import Settings
from topbms.store.store import Store

HOUR = 3600.0
DAY = 24 * HOUR
ROOT = Path(__file__).parents[2]
"""Where subprocesses find `tests`."""

BEGIN = 1_735_689_600.0
"""2025-01-01 00:00:00 UTC, where the clock by hand stands at monotonic 0."""

ONE = Pack("battery1", "Batterie 1", "usr1", 1)
TWO = Pack("battery2", "Batterie 2", "usr2", 1)

VALUES: Mapping[str, Reported] = {
    "voltage": 53.58,
    "current": 3.84,
    "soc": 88,
    "cell_voltages": (3.346, 3.345, 3.363),
    "temperatures": (21, 22),
    "time_to_full": None,
}


@dataclass
class Clock:
    """Both clocks; `is_known` is whether UTC can be believed."""

    now: float = 0.0
    begin: float = BEGIN
    is_known: bool = True

    def monotonic(self) -> float:
        return self.now

    def stamp(self, monotonic: float) -> float | None:
        return self.begin + monotonic if self.is_known else None


@dataclass
class Maker:
    """Makes readings of this moment, numbered on and on."""

    clock: Clock
    sequence: int = 0

    def reading(
        self,
        pack: Pack = ONE,
        values: Mapping[str, Reported] = VALUES,
        alarms: tuple[Alarm, ...] | None = None,
        age: float = 0.25,
    ) -> PackReading:
        self.sequence += 1
        return PackReading(
            pack=pack,
            sequence=self.sequence,
            at=self.clock.begin + self.clock.now,
            monotonic=self.clock.now,
            values=values,
            alarms=None if alarms is None else AlarmReport(1, alarms),
            alarms_age=None if alarms is None else age,
        )


def new_store(path: Path, clock: Clock, *, bound: int = 10_000, **changes: float) -> Store:
    """A store with the default settings, but for these."""
    settings = Settings().model_copy(update={"path": path, **changes})
    return Store(path, settings, stamp=clock.stamp, now=clock.monotonic, bound=bound)


Opened: TypeAlias = tuple[Store, Maker]


@asynccontextmanager
async def opened(path: Path, clock: Clock, *, bound: int = 10_000, **changes: float) -> AsyncIterator[Opened]:
    """A store, and a maker of readings that follow what it holds."""
    store = new_store(path, clock, bound=bound, **changes)
    await store.open()
    try:
        yield store, Maker(clock, store.last_sequence)
    finally:
        await store.close()


def left_by_a_crash(path: Path) -> Path:
    """A copy of the history and what belongs to it, as the files are while it is open: what a crash would leave."""
    for part in list(path.parent.glob(f"{path.name}*")):
        part.with_name(f"left-{part.name}").write_bytes(part.read_bytes())
    return path.with_name(f"left-{path.name}")


def damage(path: Path, first: int) -> None:
    """Overwrite everything from this byte on."""
    content = path.read_bytes()
    path.write_bytes(content[:first] + b"\xa5" * (len(content) - first))


def names(folder: Path) -> list[str]:
    """The files in a folder."""
    return sorted(entry.name for entry in folder.iterdir())


async def readings_after(store: Store, sequence: int = 0, limit: int = 1000) -> list[PackReading]:
    """The readings among the records behind this number."""
    return [record for record in await store.read_after(sequence, limit) if isinstance(record, PackReading)]


async def execute(store: Store, statement: str) -> object:
    """Something SQLite itself does to the store's connection."""
    return await store._ask(lambda session, _: session.connection.execute(statement).fetchone())


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Another program keeps the history from being written meanwhile."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()
