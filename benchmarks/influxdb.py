"""Catching up: readings a second from a filled history, through the courier, into a real database on this machine.

All that lies on this way takes part: the history's thread, rendering, gzip, HTTP, and the database itself, which has
to share the machine with us. Readings have all that a pack tells: 16 cells, 6 temperatures, alarms and states. InfluxDB
1 works longer at a reading than we do; so its figure is shown beside the target, but says more of it than of us.
"""

import asyncio
import resource
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, TypeAlias

from tests.servers.lineservers import Influxd, VictoriaMetrics

from benchmarks.catchup import COUNT, LEAST, ROUNDS, Effort, caught_up, fill, opened
from benchmarks.row import Row
from topbms.app.outlets import site
from topbms.cli.loop import runner
from topbms.sinks.influxdb import Settings, build

PROGRAMS = {"influxd": Influxd, "victoria-metrics": VictoriaMetrics}

JUDGED = "victoria-metrics"

Server: TypeAlias = Influxd | VictoriaMetrics


class Figures(NamedTuple):
    """Seconds a reading: by the clock, of this process' CPU, and of the database's."""

    wall: float
    ours: float
    theirs: float


def measure() -> Iterable[Row]:
    with TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as name:  # on a disk, where others may be memory
        folder = Path(name)
        asyncio.run(fill(folder))
        for program, make in PROGRAMS.items():
            if shutil.which(program) is None:
                yield Row(f"catching up to {program}", "not installed", f"{LEAST} readings/s", met=False)
                continue
            yield from _rows(program, [_measured(folder, make) for _ in range(ROUNDS)])


def _rows(program: str, rounds: Sequence[Figures]) -> Iterator[Row]:
    wall = min(figures.wall for figures in rounds)
    target = f"{LEAST} readings/s" if program == JUDGED else f"(no target; {LEAST} readings/s with the other)"
    met = program != JUDGED or 1 / wall >= LEAST
    yield Row(f"catching up to {program}", f"{1 / wall:.0f} readings/s", target, met)
    ours, theirs = (min(one) for one in zip(*((one.ours, one.theirs) for one in rounds), strict=True))
    yield Row("its CPU a reading", f"{ours * 1e6:.0f} us ours, {theirs * 1e6:.0f} us theirs", "(no target)", met=True)


def _measured(folder: Path, make: Callable[[Path], Server]) -> Figures:
    before = _of_children()
    with runner() as loop, TemporaryDirectory(dir=folder) as name:
        wall, ours = loop.run(_caught_up(folder, make(Path(name))))
    return Figures(wall / COUNT, ours / COUNT, (_of_children() - before) / COUNT)


def _of_children() -> float:
    """CPU seconds of the processes that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


async def _caught_up(folder: Path, server: Server) -> Effort:
    await server.prepare()
    async with opened(folder) as store:
        (sink,) = build(Settings(url=server.url), site("bench", [], "en", store, "influxdb"))
        effort = await caught_up(store, sink)
    await server.stop()
    return effort
