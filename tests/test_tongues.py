"""A gateway that is not told the dialect: it finds it, keeps it in the history, and begins with it the next time."""

import asyncio
import time
from pathlib import Path

import pytest

from tests.engine.forwardclock import QUICK, ForwardClock
from topbms.app import Gateway
from topbms.app.tongues import OWNER, memory, named
from topbms.config import Loaded, parse
from topbms.dialects import dialect
from topbms.errors import ConfigError
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp
from topbms.store.settings import Settings
from topbms.store.store import Store


def config(url: str, folder: Path) -> Loaded:
    settings = parse(
        {
            "poll": {"interval": "200ms", "deadline": "100ms", "spacing": "0ms"},
            "history": {"path": str(folder / "history.db"), "commit": "1s"},
            "web": {"enabled": False},
            "link": [{"id": "usr1", "url": url, "pack": [{"address": 1, "id": "battery1"}]}],
        }
    )
    return Loaded(settings, folder / "topbms.toml", folder)


async def read_once(loaded: Loaded) -> dict[str, str]:
    """Run a gateway until its pack is read; the notes it kept."""
    gateway, read = Gateway(loaded, ForwardClock(), QUICK), asyncio.Event()
    await gateway.start()
    gateway.feed.subscribe(lambda _: read.set())
    try:
        async with asyncio.timeout(20):
            await read.wait()
        return await gateway.store.recall(OWNER)
    finally:
        await gateway.stop()


async def test_the_dialect_is_found_once_and_then_known(tmp_path: Path) -> None:
    line = SimulatedLine([SimulatedPack(1, seed=1)], dialect="daren", pace=False, speed=0)
    async with serve_tcp(line) as port:
        loaded = config(port.url, tmp_path)
        assert await read_once(loaded) == {"usr1": "daren 22"}
        line.heard.clear()
        await read_once(loaded)
    assert {frame.version for _, frame in line.heard} == {0x22}


async def test_a_history_that_is_closed_is_no_memory(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = Store(tmp_path / "history.db", Settings(), stamp=lambda _: None, now=time.monotonic)
    await store.open()
    await store.close()
    kept = memory(store, "usr1")
    assert await kept.recall() == ""
    await kept.remember("topbms 21")
    assert [record.message.split(":")[0] for record in caplog.records] == [
        "what was found is not known",
        "what was found is not kept",
    ]


def test_a_setting_names_a_dialect_or_none() -> None:
    assert named("auto") is None
    assert named("pace") is dialect("pace")
    with pytest.raises(ConfigError, match="modbus"):
        named("modbus")
