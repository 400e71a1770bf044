"""Ten to ten thousand packs in one process: CPU a pack, the latest poll, memory. With SQLite and MQTT.

The gateway is the program itself, on one core; packs and broker are on the other. A poll is late by how much longer
than its interval it comes after the one before, as the history tells.
"""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.servers.real import free_port

from benchmarks.crowd import A_LINE
from benchmarks.row import Row

SIZES = (10, 100, 1_000, 10_000)
INTERVAL = 10.0
WARM_UP = 40.0
MEASURED = 60.0
FLAT = 0.2
_TICKS = os.sysconf("SC_CLK_TCK")
_MOSQUITTO = "/usr/sbin/mosquitto"


@dataclass(frozen=True, slots=True)
class _Seen:
    """Share of a core, resident MB, how many packs were read, and by how much the latest poll was late in s."""

    cpu: float
    memory: float
    read: int
    latest: float


def measure() -> Iterable[Row]:
    idle = _run(0).cpu
    seen = {size: _run(size) for size in SIZES}
    costs = {size: (found.cpu - idle) / size for size, found in seen.items()}
    flat = costs[SIZES[-1]]
    for size, found in seen.items():
        yield Row(
            f"scale: {size} packs, 16 a link, each every 10 s",
            f"{1e6 * costs[size]:.0f} us/s a pack, {100 * found.cpu:.1f} % of a core, {found.memory:.0f} MB, "
            f"{found.read} read, latest {found.latest:+.1f} s",
            f"all read, none later than {INTERVAL:.0f} s, CPU a pack +- {100 * FLAT:.0f} % of 10,000",
            found.read == size and found.latest <= INTERVAL and abs(costs[size] - flat) <= FLAT * flat,
        )


def _run(packs: int) -> _Seen:
    with TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as name, _crowd(packs) as urls, _broker(name) as mqtt:
        folder = Path(name)
        config = folder / "topbms.toml"
        config.write_text(_config(urls, packs, mqtt), encoding="utf-8")
        program = Path(sys.executable).with_name("topbms")
        with subprocess.Popen([program, "run", "--config", config], stderr=subprocess.DEVNULL) as gateway:
            os.sched_setaffinity(gateway.pid, {0})
            time.sleep(WARM_UP)
            before = _cpu(gateway.pid)
            began = time.time()
            time.sleep(MEASURED)
            cpu = (_cpu(gateway.pid) - before) / (time.time() - began)
            memory = _resident(gateway.pid)
            gateway.terminate()
        return _Seen(cpu, memory, *_polls(folder / "history.db", began))


@contextmanager
def _crowd(packs: int) -> Iterator[list[str]]:
    command = [sys.executable, "-m", "benchmarks.crowd", str(packs)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        os.sched_setaffinity(process.pid, {1})
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())
        finally:
            process.kill()


@contextmanager
def _broker(folder: str) -> Iterator[int]:
    port = free_port()
    file = Path(folder) / "mosquitto.conf"
    file.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\n", encoding="utf-8")
    with subprocess.Popen([_MOSQUITTO, "-c", file], stderr=subprocess.DEVNULL) as process:
        os.sched_setaffinity(process.pid, {1})
        try:
            yield port
        finally:
            process.kill()


def _config(urls: list[str], packs: int, mqtt: int) -> str:
    links = []
    for i, url in enumerate(urls):
        links.append(f'[[link]]\nid = "l{i}"\nurl = "{url}"\ndialect = "topbms"\n')
        members = range(1, min(A_LINE, packs - A_LINE * i) + 1)
        links += [f"[[link.pack]]\naddress = {address}\n" for address in members]
    return f'site = "bench"\n[mqtt]\nurl = "mqtt://127.0.0.1:{mqtt}"\ndiscovery = false\n' + "".join(links)


def _cpu(pid: int) -> float:
    """Seconds of CPU so far, of all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1000


def _polls(path: Path, since: float) -> tuple[int, float]:
    """How many packs were read since then, and by how many seconds the latest of their readings was late."""
    query = (
        "SELECT pack, max(gap) FROM (SELECT pack, at - lag(at) OVER (PARTITION BY pack ORDER BY sequence) AS gap "
        "FROM reading WHERE at >= ?) GROUP BY pack"
    )
    with closing(sqlite3.connect(path)) as connection:
        gaps = [gap for _, gap in connection.execute(query, (since * 1000,)) if gap is not None]
    return len(gaps), max(gaps, default=0) / 1000 - INTERVAL
