"""CPU of one reading, from the socket to Domoticz, against the old scripts' 96 ms a reply (measured by the project).

All that lies on this way takes part: port, line, decoding, assembly, plausibility, meters, feed, outlet, HTTP. The
history, which the scripts did not have, has figures of its own. The battery and Domoticz run in another process; the
gateway's clock is turned by hand, so that a day passes in seconds.
"""

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.peers import Peers, peers
from benchmarks.row import Row
from topbms.app import site
from topbms.cli.loop import runner
from topbms.dialects.topbms import DIALECT
from topbms.engine.assembly import Assembler, Moment
from topbms.engine.conversation import Patience, converse
from topbms.engine.counters import LinkCounters
from topbms.engine.feed import Feed
from topbms.engine.line import Line
from topbms.engine.metering import Metering
from topbms.engine.once import opened
from topbms.engine.outlet import Outlet
from topbms.engine.settings import PackSettings, PollSettings
from topbms.model.reading import Pack
from topbms.sinks import LatestSink
from topbms.sinks.domoticz import Settings, build
from topbms.store.settings import Settings as HistorySettings
from topbms.store.store import Store

SCRIPTS = 0.096  # s of CPU a reply
INTERVAL = 10.0
DAY = 86_400.0
EACH_TIME = 500
ROUNDS = 3  # the quickest counts: other programs can only make it slower


class HandClock:
    """Turned by hand; UTC is always known."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now

    def utc(self) -> float:
        return 1_763_000_000.0 + self.now

    def is_known(self) -> bool:
        return True


def measure() -> Iterable[Row]:
    with peers(pace=False) as found:
        every = min(_measured(found, EACH_TIME, always=True) for _ in range(ROUNDS))
        yield _row("CPU a reading, five devices sent each time", every, 80)
        day = min(_measured(found, int(DAY / INTERVAL), always=False) for _ in range(ROUNDS))
        yield _row("CPU a reading, a day at the default interval", day, 500)


def _row(what: str, seconds: float, times: int) -> Row:
    measured = f"{1e6 * seconds:.0f} us, 1/{SCRIPTS / seconds:.0f} of the scripts"
    return Row(what, measured, f"1/{times} ({1e6 * SCRIPTS / times:.0f} us)", seconds <= SCRIPTS / times)


def _measured(found: Peers, readings: int, *, always: bool) -> float:
    with runner() as loop:
        return loop.run(_cpu(found, readings, always=always))


async def _cpu(found: Peers, readings: int, *, always: bool) -> float:
    """Seconds of CPU a reading."""
    with TemporaryDirectory() as folder:
        clock = HandClock()
        history = HistorySettings(path=Path(folder) / "history.db")
        store = Store(history.path, history, stamp=lambda monotonic: monotonic + 1_763_000_000.0, now=clock.monotonic)
        await store.open()
        pack = Pack("battery1", "Battery 1", "bench", 1)
        feed = Feed(clock, INTERVAL)
        feed.expect([pack])
        metering = Metering(feed, lambda *_: None, lambda moment: moment)
        feed.subscribe(metering.take)
        feed.count_by(metering.counted)
        settings = Settings.model_validate({"url": found.domoticz, "idx": {pack.id: found.idx}})
        (sink,) = build(settings, site("bench", [pack], "en", store, "domoticz"))
        assert isinstance(sink, LatestSink)
        outlets = _outlets(sink, feed, clock, always=always)
        try:
            return await _polled(found.lines[0], feed, metering, outlets, clock, pack, readings)
        finally:
            await sink.close()
            await store.close()


def _outlets(sink: LatestSink, feed: Feed, clock: HandClock, *, always: bool) -> Iterator[Outlet]:
    """The outlet for each reading: one that remembers what it has sent, or always a new one, which sends all."""
    outlet = Outlet(sink, feed.snapshot, clock)
    while True:
        yield outlet
        if always:
            outlet = Outlet(sink, feed.snapshot, clock)


async def _polled(
    url: str, feed: Feed, metering: Metering, outlets: Iterator[Outlet], clock: HandClock, pack: Pack, readings: int
) -> float:
    assembler = Assembler(pack, PackSettings(address=pack.address))
    patience = Patience(2)
    async with opened(url, 9600) as connection:
        line = Line(connection, DIALECT, 9600, PollSettings(spacing=0.0), LinkCounters())
        began = 0.0
        for number in range(-20, readings):
            if number == 0:
                began = time.process_time()
            clock.now += INTERVAL
            fragments = await converse(line, DIALECT.conversation(1, 0x21, identify=False), patience)
            moment = Moment(clock.monotonic(), clock.utc())
            reading = assembler.assemble(fragments, feed.number, moment, feed.counted(pack.id))
            assert reading is not None
            feed.publish(reading)
            metering.watch()
            outlet = next(outlets)
            if outlet.wait == 0:
                await outlet.turn()
        return (time.process_time() - began) / readings
