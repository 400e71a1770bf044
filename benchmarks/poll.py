"""What polling costs beside the wire: at a true line pace on a pseudo-terminal, and from start to first reading.

The packs live in a process of their own, answer at once and send at 9600 baud. They wait for the right moment wide
awake, because the event loop's timers are up to a millisecond late, which would be taken for our own slowness.
"""

import asyncio
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from subprocess import PIPE, Popen
from tempfile import TemporaryDirectory
from time import monotonic, perf_counter

from benchmarks.row import Row
from topbms.dialects.topbms import DIALECT
from topbms.engine.conversation import Patience, converse
from topbms.engine.counters import LinkCounters
from topbms.engine.line import Line
from topbms.engine.once import opened
from topbms.engine.settings import PollSettings
from topbms.protocol.frame import Frame
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_pty, serve_tcp

BAUD = 9600
MOST_BESIDE = 0.003
"""s a poll beside the wire time."""

MOST_TO_START = 2.0
"""s from the start of the program to its first reading."""

_POLLS = 20
_STARTS = 5
_CHARACTER = 10 / BAUD
_DOZE = 0.002  # s by which a sleep may end late
_CONFIG = """
[[link]]
id = "usr1"
url = "{url}"
[[link.pack]]
address = 1
[[link.pack]]
address = 2
"""


def measure() -> Iterable[Row]:
    """A poll is two exchanges, values and alarms."""
    wire, beside = _polls()
    yield Row(
        f"poll: values and alarms at {BAUD} baud, spacing off",
        f"{1000 * wire:.1f} ms + {1000 * beside:.1f} ms",
        f"wire time + at most {1000 * MOST_BESIDE:.0f} ms",
        beside <= MOST_BESIDE,
    )
    seconds = _start()
    yield Row(
        "poll: from the start of topbms run to the first reading",
        f"{seconds:.2f} s",
        f"at most {MOST_TO_START:.0f} s",
        seconds <= MOST_TO_START,
    )


def _polls() -> tuple[float, float]:
    """Seconds on the wire and beside it, of a poll."""
    with packs("pty") as url:
        polls = asyncio.run(_timed(url))
    return median(wire for wire, _ in polls), median(taken - wire for wire, taken in polls)


async def _timed(url: str) -> list[tuple[float, float]]:
    counters = LinkCounters()
    async with opened(url, BAUD) as connection:
        line = Line(connection, DIALECT, BAUD, PollSettings(spacing=0.0), counters)
        return [await _poll(line, counters) for _ in range(_POLLS)]


async def _poll(line: Line, counters: LinkCounters) -> tuple[float, float]:
    """What a poll had to take, by its characters, and what it took."""
    counters.frames.clear()
    begin = perf_counter()
    await converse(line, DIALECT.conversation(1, DIALECT.request_versions[0], identify=False), Patience(0))
    taken = perf_counter() - begin
    characters = sum(frame.characters for _, _, frame in counters.frames if isinstance(frame, Frame))
    return characters * _CHARACTER, taken


def _start() -> float:
    with packs("tcp") as url, TemporaryDirectory() as folder:
        config = Path(folder) / "topbms.toml"
        config.write_text(_CONFIG.format(url=url), encoding="utf-8")
        config.chmod(0o600)
        return median(_first_reading(config) for _ in range(_STARTS))


def _first_reading(config: Path) -> float:
    topbms = str(Path(sys.executable).with_name("topbms"))
    begin = perf_counter()
    with _running([topbms, "run", "--config", str(config)]) as gateway:
        assert gateway.stderr is not None
        lines = []
        for line in gateway.stderr:
            lines.append(line)
            if "first reading" in line:
                return perf_counter() - begin
    raise RuntimeError("".join(lines))


@contextmanager
def packs(port: str) -> Iterator[str]:
    """The URL of a line with two packs, in a process of its own."""
    with _running([sys.executable, "-m", "benchmarks.poll", port]) as simulator:
        assert simulator.stdout is not None
        yield simulator.stdout.readline().strip()


@contextmanager
def _running(command: list[str]) -> Iterator["Popen[str]"]:
    with Popen(command, stdout=PIPE, stderr=PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()


class _WideAwake:
    """A clock whose sleeps end on time."""

    def monotonic(self) -> float:
        return monotonic()

    async def sleep(self, seconds: float) -> None:
        end = monotonic() + seconds
        await asyncio.sleep(seconds - _DOZE)
        while monotonic() < end:
            pass


async def _serve(port: str) -> None:
    packs = [SimulatedPack(address, seed=1) for address in (1, 2)]
    line = SimulatedLine(packs, baud=BAUD, turnaround=0.0, clock=_WideAwake())
    serve = serve_pty if port == "pty" else serve_tcp
    async with serve(line) as served:
        print(served.url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1]))
