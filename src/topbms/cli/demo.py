"""`topbms demo`: the whole gateway on simulated packs, with a week of history behind them. Needs nothing.

Everything happens in a folder that is gone afterwards, unless one is named; targets and page are those of a config, if
given.
"""

import asyncio
import logging
import signal
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from topbms import log
from topbms.app import Gateway, meters
from topbms.cli.keeping.naming import naming
from topbms.cli.loop import runner
from topbms.cli.options import ConfigOption
from topbms.cli.speech import say, speak, spoken
from topbms.cli.watch import show_live
from topbms.config import Loaded, load, parse
from topbms.engine.assembly import Assembler, Moment
from topbms.engine.clock import SystemClock
from topbms.engine.feed import Feed
from topbms.engine.metering import Metering
from topbms.engine.settings import PackSettings
from topbms.model.fragment import Clock
from topbms.model.reading import Pack
from topbms.sim.history import past
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp
from topbms.store.store import Store

_DAYS = 7.0
_EVERY = 60.0
_AN_HOUR = int(3600 / _EVERY)
SEED = 2026
"""Of the first pack; the others count on."""

_MOMENT = 0.1


def command(
    packs: Annotated[
        int, typer.Option("--packs", min=1, max=16, help="How many packs, each on a port of its own.")
    ] = 2,
    folder: Annotated[Path | None, typer.Option("--folder", help="Keep the history here.")] = None,
    seconds: Annotated[
        float | None, typer.Option("--seconds", min=1, help="End after so long; default: Ctrl-C.")
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Run the gateway on simulated packs; nothing but a terminal is needed."""
    loaded = None if config is None else load(config)
    if loaded is not None:
        speak(loaded.settings.language)
    with _state(folder) as state, runner() as loop:
        loop.run(_demo(packs, state, seconds, loaded))
    if folder is not None:
        print(say("The history was kept in {folder}.", folder=folder))


@contextmanager
def _state(folder: Path | None) -> Iterator[Path]:
    if folder is not None:
        with naming(folder):
            folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with TemporaryDirectory(prefix="topbms-demo-") as name:
        yield Path(name)


async def _demo(count: int, state: Path, seconds: float | None, loaded: Loaded | None) -> None:
    batteries = [SimulatedPack(1, seed=SEED + i, time=_second_of_day()) for i in range(count)]
    for battery in batteries:
        battery.memory.set_clock(Clock(1, datetime.now().isoformat(timespec="seconds")))  # noqa: DTZ005 - it has no zone
    async with _lines(batteries) as urls:
        settings = _config(urls, state, loaded)
        await live_through_a_week(batteries, settings)
        await _run(settings, seconds)


@asynccontextmanager
async def _lines(batteries: Sequence[SimulatedPack]) -> AsyncIterator[list[str]]:
    """Each pack on a TCP port of its own, as behind a converter with several ports."""
    async with AsyncExitStack() as stack:
        yield [(await stack.enter_async_context(serve_tcp(SimulatedLine([battery])))).url for battery in batteries]


def _config(urls: Sequence[str], state: Path, loaded: Loaded | None) -> Loaded:
    links: list[dict[str, Any]] = [
        {"id": f"demo{i}", "url": url, "pack": [{"address": 1, "id": f"battery{i}", "name": _name(i)}]}
        for i, url in enumerate(urls, 1)
    ]
    settings = parse(
        {"site": "demo", "language": spoken().language, "link": links, "history": {"path": state / "history.db"}}
    )
    if loaded is not None:
        settings = settings.model_copy(update={**dict(loaded.settings.sinks()), "web": loaded.settings.web})
    return Loaded(settings, Path("demo"), state)


async def live_through_a_week(batteries: Sequence[SimulatedPack], loaded: Loaded) -> None:
    """Write the packs' last week into the history, unless one is there from an earlier demo."""
    clock = SystemClock()
    offset = clock.utc() - clock.monotonic()
    history = loaded.settings.history
    store = Store(history.path, history, stamp=lambda monotonic: monotonic + offset, now=clock.monotonic)
    await store.open()
    try:
        if not await store.latest():
            await _fill(store, batteries, Moment(clock.monotonic(), clock.utc()))
    finally:
        await store.close()


async def _fill(store: Store, batteries: Sequence[SimulatedPack], now: Moment) -> None:
    """A reading a minute of each pack, metered; rows are numbered in the order of time."""
    assemblers = [Assembler(_pack(i), PackSettings(address=1)) for i in range(1, len(batteries) + 1)]
    pasts = [past(battery, until=now.utc, days=_DAYS, every=_EVERY) for battery in batteries]
    clock = _Past(now)
    feed = Feed(clock, _EVERY)
    feed.continue_after(store.last_sequence)
    feed.expect(assembler.pack for assembler in assemblers)
    metering = Metering(feed, store.meter, clock.stamp)
    await meters.begin(metering, feed, store, clock.monotonic())
    feed.subscribe(store.append)
    for count, moments in enumerate(zip(*pasts, strict=True), 1):
        for assembler, (at, analog, alarms) in zip(assemblers, moments, strict=True):
            clock.moment = Moment(now.monotonic - (now.utc - at), at)
            counted = feed.counted(assembler.pack.id)
            reading = assembler.assemble((analog, alarms), feed.number, clock.moment, counted)
            if reading is not None:
                feed.publish(reading)
        metering.watch()
        if count % _AN_HOUR == 0:
            await store.flush()  # before the tail is longer than the store lets it grow
            await asyncio.sleep(0)  # and let the meters hear of it


class _Past:
    """The clocks of a moment that is over."""

    def __init__(self, now: Moment) -> None:
        self.moment = now
        self._offset = now.utc - now.monotonic

    def monotonic(self) -> float:
        return self.moment.monotonic

    def utc(self) -> float:
        return self.moment.utc

    def is_known(self) -> bool:
        return True

    def stamp(self, monotonic: float) -> float:
        return monotonic + self._offset


async def _run(loaded: Loaded, seconds: float | None) -> None:
    gateway = Gateway(loaded)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    log.set_up(stream=_ErrorStream())
    await gateway.start()
    drawing = asyncio.create_task(_draw(gateway))
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        pass
    finally:
        drawing.cancel()
        await gateway.stop()


async def _draw(gateway: Gateway) -> None:
    """The live table, from the first readings on; where nobody looks (no terminal), log lines are enough."""
    if not sys.stdout.isatty():
        return
    logging.getLogger("topbms").setLevel(logging.WARNING)
    print(say("Simulated packs with a week of history. Ctrl-C ends the demo."))
    while not all(state.reading for state in gateway.feed.snapshot().packs):  # noqa: ASYNC110 - a moment, once
        await asyncio.sleep(_MOMENT)
    await show_live(gateway.feed, gateway.links, SystemClock())


class _ErrorStream:
    """Standard error as it is at each line: the live table puts a stream of its own in its place."""

    def write(self, text: str, /) -> object:
        return sys.stderr.write(text)


def _pack(number: int) -> Pack:
    return Pack(f"battery{number}", _name(number), f"demo{number}", 1)


def _name(number: int) -> str:
    return say("Battery {number}", number=number)


def _second_of_day() -> float:
    now = time.localtime()
    return float(now.tm_hour * 3600 + now.tm_min * 60 + now.tm_sec)
