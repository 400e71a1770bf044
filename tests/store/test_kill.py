"""kill -9 at any moment loses at most what was not committed, and never the file."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from topbms.store.session import RESERVE

from .making import BEGIN, HOUR, ROOT, Clock, opened

WRITER = """
import asyncio, sys
from pathlib import Path
from tests.store.making import HOUR, ONE, TWO, Clock, Maker, new_store

async def main():
    clock = Clock()
    store = new_store(Path(sys.argv[1]), clock, raw=6 * HOUR)
    await store.open()
    maker = Maker(clock, store.last_sequence)
    print("open", flush=True)
    while True:
        for _ in range(6):
            clock.now += 40
            for pack in (ONE, TWO):
                store.append(maker.reading(pack))
        before = store.counters.commits
        await store.flush()
        print(maker.sequence, flush=True)

asyncio.run(main())
"""


@pytest.mark.parametrize("lines", [0, 1, 2, 5, 16, 17, 40, 121])
async def test_what_was_committed_survives(tmp_path: Path, lines: int) -> None:
    """Killed while it opens, commits, rolls up and prunes; the moment within that is the machine's choice."""
    path = tmp_path / "history.db"
    committed = write_and_kill(path, lines)
    if lines:
        assert integrity(path) == "ok"
    async with opened(path, Clock(), raw=6 * HOUR) as (store, maker):
        assert store.last_sequence >= committed
        last = 0
        while found := await store.read_after(last, 1000):
            last = found[-1].sequence
        assert committed <= last <= committed + 12 * 2
        assert store.last_sequence == (last and RESERVE) or not last
        minutes = store.history("battery1", ["soc"], BEGIN, BEGIN + 100 * HOUR, resolution="15min")
        counted = sum([bucket.count async for bucket in minutes])
        assert counted == last // 2
        store.append(maker.reading())
        await store.flush()
        assert store.healthy


def write_and_kill(path: Path, lines: int) -> int:
    """Let the writer go on until it has said so many lines; the last number it said."""
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert writer.stdout is not None
    said = [writer.stdout.readline().strip() for _ in range(lines)]
    writer.kill()
    said += writer.stdout.read().split()
    writer.stdout.close()
    writer.wait()
    return max([int(word) for word in said if word.isdigit()], default=0)


def integrity(path: Path) -> str:
    connection = sqlite3.connect(path)
    (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
    connection.close()
    return str(verdict)
