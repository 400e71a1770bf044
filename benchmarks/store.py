"""The history: bytes written a day, size of the first year and of each one after, CPU of a reading, charts.

A fortnight of two simulated packs at 10 s polls goes through the gateway's own assembler and meters into a store with
the default settings; the clock is turned by hand. What is written is what the kernel counts for this process, so that
WAL, checkpoints, roll-ups and pruning all take part. Sizes are measured with everything in, then without the single
readings, then without the minutes; each part is counted for as long as it is kept.
"""

import asyncio
import shutil
import sqlite3
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.row import Row
from topbms.engine.assembly import Assembler, Moment
from topbms.engine.feed import Feed
from topbms.engine.metering import Metering
from topbms.engine.settings import PackSettings
from topbms.model.reading import Pack, PackReading
from topbms.sim.history import past
from topbms.sim.pack import SimulatedPack
from topbms.store.settings import Settings
from topbms.store.store import Store

PACKS = 2
DAYS = 14
INTERVAL = 10.0
HOUR = 3600.0
DAY = 24 * HOUR
YEAR = 365
BEGIN = 1_735_689_600.0  # 2025-01-01 UTC
MEGABYTE = 1e6

MOST_WRITTEN = 60
MOST_FIRST_YEAR = 80
MOST_LATER_YEAR = 8
MOST_CHART = 0.05  # s


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Bytes of the file as it is, compacted, and compacted without readings, and without minutes besides."""

    file: int
    compact: int
    rolled_up: int
    kept_for_ever: int


def measure() -> Iterable[Row]:
    with TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as name:  # on a disk, where others may be memory
        path = Path(name) / "history.db"
        yield from asyncio.run(_fortnight(path))
        yield from _size_rows(_sizes(path))


class _HandClock:
    """Turned by hand; UTC is always known."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now

    def utc(self) -> float:
        return BEGIN + self.now

    def is_known(self) -> bool:
        return True


async def _fortnight(path: Path) -> list[Row]:
    settings, clock = Settings(path=path), _HandClock()
    store = Store(path, settings, stamp=lambda monotonic: BEGIN + monotonic, now=clock.monotonic)
    await store.open()
    feed = Feed(clock, INTERVAL)
    metering = Metering(feed, store.meter, lambda monotonic: BEGIN + monotonic)
    store.tell_committed(metering.committed)
    for subscriber in (store.append, metering.take):
        feed.subscribe(subscriber)
    feed.count_by(metering.counted)
    written, busy = _bytes_written(), 0.0
    committed = tidied = -1.0
    for readings in _rounds(feed):
        clock.now = readings[0].monotonic
        began = time.process_time()
        for reading in readings:
            feed.publish(reading)
        metering.watch()
        if clock.now - committed >= settings.commit:
            committed = clock.now
            await store.flush()
            await asyncio.sleep(0)  # so that the meters learn what was committed
        if clock.now // HOUR > tidied:
            tidied = clock.now // HOUR
            await store.tidy()
        busy += time.process_time() - began
    written = _bytes_written() - written
    charts = [await _chart_row(store, *chart) for chart in _CHARTS]
    await store.close()
    count = PACKS * DAYS * DAY / INTERVAL
    return [_written_row(written / DAYS), _cpu_row(busy / count), *charts]


def _rounds(feed: Feed) -> Iterator[list[PackReading]]:
    """A reading of each pack every 10 s."""
    packs = [SimulatedPack(1, seed=number) for number in range(PACKS)]
    pasts = [past(pack, until=BEGIN + DAYS * DAY, days=DAYS, every=INTERVAL) for pack in packs]
    assemblers = [
        Assembler(Pack(f"battery{number}", f"Battery {number}", "bench", 1), PackSettings(address=1))
        for number in range(PACKS)
    ]
    feed.expect(assembler.pack for assembler in assemblers)
    for moments in zip(*pasts, strict=True):
        readings = []
        for assembler, (at, analog, alarms) in zip(assemblers, moments, strict=True):
            counted, moment = feed.counted(assembler.pack.id), Moment(at - BEGIN, at)
            reading = assembler.assemble((analog, alarms), feed.number, moment, counted)
            assert reading is not None
            readings.append(reading)
        yield readings


_FIVE = ("soc", "power", "voltage", "current", "mean_temperature")
_CHARTS = (("a day of 5 quantities", 1, _FIVE), ("a week of 16 cells", 7, ("cell_voltages",)))


async def _chart_row(store: Store, what: str, days: float, keys: tuple[str, ...]) -> Row:
    end = BEGIN + DAYS * DAY
    taken = [await _timed(lambda: store.chart("battery0", keys, end - days * DAY, end, 1000)) for _ in range(9)]
    seconds = median(taken)
    return Row(f"chart of {what}", f"{seconds * 1000:.0f} ms", f"{MOST_CHART * 1000:.0f} ms", seconds <= MOST_CHART)


async def _timed(action: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await action()
    return time.perf_counter() - began


def _bytes_written() -> int:
    """What this process has sent to the disk, by the kernel's count."""
    lines = Path("/proc/self/io").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("write_bytes"))


def _written_row(a_day: float) -> Row:
    measured = a_day / MEGABYTE
    what = f"history written a day, {PACKS} packs"
    return Row(what, f"{measured:.1f} MB", f"{MOST_WRITTEN} MB", 0 < measured <= MOST_WRITTEN)


def _cpu_row(seconds: float) -> Row:
    return Row("history: CPU of a reading, roll-ups included", f"{seconds * 1e6:.0f} us", "(no target)", met=True)


def _sizes(path: Path) -> _Sizes:
    whole = path.stat().st_size
    copy = path.with_name("copy.db")
    shutil.copy(path, copy)
    return _Sizes(
        whole,
        _compacted(copy),
        _compacted(copy, "DELETE FROM reading"),
        _compacted(copy, "DELETE FROM block WHERE span = 60"),
    )


def _compacted(path: Path, *statements: str) -> int:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        for statement in (*statements, "VACUUM"):
            connection.execute(statement)
    return path.stat().st_size


def _size_rows(sizes: _Sizes) -> Iterator[Row]:
    """Each part for as long as it is kept; the file's own slack is counted on all of it."""
    slack = sizes.file / sizes.compact
    days = Settings()
    raw = (sizes.compact - sizes.rolled_up) * days.raw / DAY
    minutes = (sizes.rolled_up - sizes.kept_for_ever) * days.minutes / DAY
    later = sizes.kept_for_ever * YEAR
    unit = slack / DAYS / PACKS / MEGABYTE
    yield _size_row("a pack's first year", (raw + minutes + later) * unit, MOST_FIRST_YEAR)
    yield _size_row("a pack's year after", later * unit, MOST_LATER_YEAR)


def _size_row(what: str, measured: float, most: int) -> Row:
    return Row(f"history: {what}", f"{measured:.1f} MB", f"{most} MB", measured <= most)
