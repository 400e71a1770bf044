"""The API over HTTP: charts of a year of history, and how late polls are while a hundred streams are open.

Two simulated packs live a year, read every 4 h at first, every minute in its last fortnight and every 10 s on its
last day, into a history with the default settings. Then the gateway runs on it, in this process, and polls the same
packs; whoever asks does so in a process of its own, as a browser would. A chart's time is from the request to its last
byte, packed. A poll is late by as much as the event loop is, which is looked at every few milliseconds.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

from tests.servers.real import free_port

from benchmarks.row import Row
from topbms.app import Gateway
from topbms.cli.loop import runner
from topbms.config import Loaded, parse
from topbms.engine.assembly import Assembler, Moment
from topbms.engine.settings import PackSettings
from topbms.model.reading import Pack, PackReading
from topbms.sim.history import past
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp
from topbms.store.settings import Settings
from topbms.store.store import Store

MOST_CHART = 0.05  # s
MOST_LATE = 0.05  # s
STREAMS = 100

DAY = 86_400.0
_PHASES = ((350.0, 14_400.0), (14.0, 60.0), (1.0, 10.0))  # (days, s between two readings), the oldest first
_BATCH = 5000
_FIVE = ("soc", "power", "voltage", "current", "mean_temperature")
_CHARTS = (
    ("a live day of 5 quantities", "battery0", 1, _FIVE),
    ("a week of 16 cells", "battery0", 7, ("cell_voltages",)),
    ("a year of 5 quantities", "battery0", 365, _FIVE),
    ("a live day of the bank", "bank", 1, ("soc", "power")),
    ("a year of the bank", "bank", 365, ("soc", "power")),
)
_TIMES = 15
_LISTEN = 40.0  # s
_ALONE = 20.0  # s
_TICK = 0.002  # s


def measure() -> Iterable[Row]:
    # On a disk, where others may be memory.
    with TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as name, runner() as loop:
        yield from loop.run(_measure(Path(name)))


async def _measure(folder: Path) -> list[Row]:
    packs = [SimulatedPack(1, seed=number) for number in range(2)]
    await fill(folder / "history.db", packs)
    async with running(folder, packs) as (gateway, url):
        charts = [await _chart_row(url, *chart) for chart in _CHARTS]
        return [*charts, *await _late_rows(gateway, url)]


async def fill(path: Path, packs: list[SimulatedPack]) -> None:
    """Let the packs live a year, into a history at `path`."""
    now, begin = time.time(), time.time() - time.monotonic()
    clock = [now - begin]
    store = Store(path, Settings(path=path), stamp=lambda monotonic: begin + monotonic, now=lambda: clock[0])
    await store.open()
    for count, reading in enumerate(_readings(packs, now, begin), 1):
        clock[0] = reading.monotonic
        store.append(reading)
        if count % _BATCH == 0:
            await store.flush()
            await store.tidy()
    await store.flush()
    await store.tidy()
    await store.close()


def _readings(packs: list[SimulatedPack], now: float, begin: float) -> Iterator[PackReading]:
    assemblers = [
        Assembler(Pack(f"battery{number}", f"Battery {number}", f"usr{number}", 1), PackSettings(address=1))
        for number in range(len(packs))
    ]
    sequence = iter(range(1, 1 << 62))
    left = sum(days for days, _ in _PHASES)
    for days, every in _PHASES:
        left -= days
        lives = [past(pack, until=now - left * DAY, days=days, every=every) for pack in packs]
        for moments in zip(*lives, strict=True):
            for assembler, (at, analog, alarms) in zip(assemblers, moments, strict=True):
                reading = assembler.assemble((analog, alarms), lambda: next(sequence), Moment(at - begin, at))
                if reading is not None:
                    yield reading


@asynccontextmanager
async def running(folder: Path, packs: list[SimulatedPack]) -> AsyncIterator[tuple[Gateway, str]]:
    """The gateway on that history and these packs, and the address of its API."""
    listen = f"127.0.0.1:{free_port()}"
    async with AsyncExitStack() as stack:
        urls = [(await stack.enter_async_context(serve_tcp(SimulatedLine([pack])))).url for pack in packs]
        gateway = Gateway(_config(folder, listen, urls))
        await gateway.start()
        stack.push_async_callback(gateway.stop)
        url = f"http://{listen}/api/v1"
        await _until_served(listen)
        yield gateway, url


def _config(folder: Path, listen: str, urls: list[str]) -> Loaded:
    links = [
        {"id": f"usr{number}", "url": url, "pack": [{"address": 1, "id": f"battery{number}"}]}
        for number, url in enumerate(urls)
    ]
    content = {"link": links, "history": {"path": str(folder / "history.db")}, "web": {"listen": listen}}
    return Loaded(parse(content), folder / "topbms.toml", folder)


async def _until_served(listen: str) -> None:
    host, _, port = listen.rpartition(":")
    async with asyncio.timeout(30):
        while True:
            try:
                _, writer = await asyncio.open_connection(host, int(port))
            except OSError:
                await asyncio.sleep(0.1)
                continue
            writer.close()
            return


async def _chart_row(url: str, what: str, pack: str, days: float, keys: tuple[str, ...]) -> Row:
    """The clock starts anew each time at another begin of the range, so that nothing is known already."""
    begin = time.time() - days * DAY
    asked = [
        [("from", f"{begin + shift:.0f}"), ("points", "1000"), *(("quantity", key) for key in keys)]
        for shift in range(_TIMES)
    ]
    urls = [f"{url}/packs/{pack}/history?{urlencode(query)}" for query in asked]
    said = await _visitors("ask", *urls)
    seconds = median(float(line) for line in said.split())
    return Row(f"API: {what}", f"{seconds * 1000:.0f} ms", f"{MOST_CHART * 1000:.0f} ms", seconds <= MOST_CHART)


async def _late_rows(gateway: Gateway, url: str) -> list[Row]:
    """The machine has its own delays: those beside nobody are named with the others."""
    alone = await _latest(asyncio.create_task(asyncio.sleep(_ALONE)))
    listening = asyncio.create_task(_visitors("listen", f"{url}/stream", str(STREAMS), str(_LISTEN)))
    opening = await _latest(asyncio.create_task(_all_there(gateway)))
    worst = await _latest(listening)
    assert int(listening.result()) >= STREAMS, "not every stream was told something"
    beside = f"{worst * 1000:.0f} ms ({alone * 1000:.0f} ms beside none)"
    return [
        Row(f"API: latest poll beside {STREAMS} streams", beside, f"{MOST_LATE * 1000:.0f} ms", worst <= MOST_LATE),
        Row("API: the same, while all of them come at once", f"{opening * 1000:.0f} ms", "(no target)", met=True),
    ]


async def _latest(until: asyncio.Task[Any]) -> float:
    """By how many seconds the loop is late at worst until something is done."""
    worst = 0.0
    while not until.done():
        began = time.perf_counter()
        await asyncio.sleep(_TICK)
        worst = max(worst, time.perf_counter() - began - _TICK)
    return worst


async def _all_there(gateway: Gateway) -> None:
    async with asyncio.timeout(_LISTEN):
        while len(gateway.door.hub) < STREAMS:  # noqa: ASYNC110 - nothing would set an event
            await asyncio.sleep(0.01)


async def _visitors(*arguments: str) -> str:
    command = [sys.executable, "-m", "benchmarks.visitors", *arguments]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    said, _ = await process.communicate()
    return said.decode()
