"""`topbms run`: a process with simulated packs, seen by systemd, signals, and the history afterwards."""

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cli.running import Running
from topbms.cli.lock import holder_of
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp
from topbms.store.reader import reading

VALUES = 150
"""Characters of a reply with values of 16 cells; of others there are more or fewer."""


@pytest.fixture
def line() -> SimulatedLine:
    return SimulatedLine([SimulatedPack(1, seed=1)], pace=False)


@pytest.fixture
async def url(line: SimulatedLine) -> AsyncIterator[str]:
    async with serve_tcp(line) as port:
        yield port.url


def write_config(folder: Path, url: str, pack: str = "battery1") -> Path:
    path = folder / "topbms.toml"
    link = f'[[link]]\nid = "usr1"\nurl = "{url}"\n[[link.pack]]\naddress = 1\nid = "{pack}"\n'
    path.write_text(f'language = "en"\n[poll]\ninterval = "200ms"\n{link}', encoding="utf-8")
    return path


async def polled(line: SimulatedLine, times: int) -> None:
    """Wait until so many more replies with values have been sent; what is asked besides does not count."""
    replies: asyncio.Queue[bytes] = asyncio.Queue()
    end = line.connect(replies.put_nowait)
    async with asyncio.timeout(60):
        while times:
            times -= len(await replies.get()) == VALUES
    end()


def kept(folder: Path) -> int:
    """How many readings of today are in the history."""
    now = time.time()
    with reading(folder / "history.db") as reader:
        buckets = reader.history("battery1", ("soc",), now - 3600, now + 60, resolution="raw")
        return sum(bucket.count for bucket in buckets)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_with_everything_committed(
    line: SimulatedLine, url: str, tmp_path: Path, number: signal.Signals
) -> None:
    async with Running(write_config(tmp_path, url)) as gateway:
        await gateway.tells("READY=1")
        await polled(line, 5)  # one tells the dialect; the last is sent when three readings are complete
        assert await gateway.ends(number) == 0
        await gateway.tells("STOPPING=1")
    assert kept(tmp_path) >= 3


async def test_systemd_sees_that_it_lives(url: str, tmp_path: Path) -> None:
    async with Running(write_config(tmp_path, url)) as gateway:
        await gateway.tells("READY=1")
        await gateway.tells("WATCHDOG=1")
        await gateway.tells("WATCHDOG=1")


async def test_hangup_reads_the_config_again(line: SimulatedLine, url: str, tmp_path: Path) -> None:
    path = write_config(tmp_path, url)
    async with Running(path) as gateway, serve_tcp(SimulatedLine(line.packs, pace=False)) as other:
        await gateway.tells("READY=1")
        await polled(line, 1)
        assert holder_of(url, tmp_path) == gateway.process.pid
        write_config(tmp_path, other.url)
        gateway.process.send_signal(signal.SIGHUP)
        await gateway.says("goes on with the config as it is now")
        assert holder_of(url, tmp_path) is None
        assert holder_of(other.url, tmp_path) == gateway.process.pid
        assert await gateway.ends() == 0


async def test_a_wrong_config_at_hangup_is_told_and_the_old_goes_on(
    line: SimulatedLine, url: str, tmp_path: Path
) -> None:
    path = write_config(tmp_path, url)
    async with Running(path) as gateway:
        await gateway.tells("READY=1")
        path.write_text("[poll]\ninterval = 3\n", encoding="utf-8")
        gateway.process.send_signal(signal.SIGHUP)
        assert "poll.interval" in await gateway.says("config not taken")
        await polled(line, 3)
        assert holder_of(url, tmp_path) == gateway.process.pid
        assert await gateway.ends() == 0
    assert kept(tmp_path) >= 1


async def test_what_is_unwise_is_said_at_the_start(tmp_path: Path) -> None:
    path = tmp_path / "topbms.toml"
    path.write_text('language = "en"\n', encoding="utf-8")
    async with Running(path) as gateway:
        await gateway.says("no [[link]]")
        await gateway.tells("READY=1")
        assert await gateway.ends() == 0


async def test_killed_it_leaves_nothing_that_stops_the_next(line: SimulatedLine, url: str, tmp_path: Path) -> None:
    path = write_config(tmp_path, url)
    async with Running(path) as gateway:
        await gateway.tells("READY=1")
        await polled(line, 3)
        await gateway.ends(signal.SIGKILL)
    assert holder_of(url, tmp_path) is None
    async with Running(path) as gateway:
        await gateway.tells("READY=1")
        await polled(line, 3)  # one tells the dialect; the first reading is complete
        assert await gateway.ends() == 0
    assert kept(tmp_path) >= 1


def test_a_thread_that_waits_for_a_name_server_holds_nobody_up() -> None:
    code = """
import threading, time
from topbms.cli.run import leave_soon
threading.Thread(target=time.sleep, args=(600,)).start()
leave_soon()
"""
    done = subprocess.run([sys.executable, "-c", code], timeout=60, check=False)
    assert done.returncode == 0
