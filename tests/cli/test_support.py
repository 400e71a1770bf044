"""`topbms support`: beside a running gateway, and where there is none; what it writes can be replayed."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.cli.running import Running
from tests.cli.test_status import House
from tests.cli.verbs import Typed
from topbms.app.supporting.parts import lines
from topbms.config import load
from topbms.errors import ConfigError, TopbmsError
from topbms.protocol.capture import read_capture
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.recorded import Recorded
from topbms.sim.server import serve_tcp

_SECRET = "hush-hush"
_SERIAL = "SIM00000001-01"


@pytest.fixture
async def home() -> AsyncIterator[House]:
    line = SimulatedLine([SimulatedPack(n, seed=n, soc=50 + n) for n in (1, 2)], pace=False, speed=0)
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())  # short: the path of a socket has 107 bytes at most
        port = await stack.enter_async_context(serve_tcp(line))
        yield House(Path(folder), port.url, line)


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def about(found: list[dict[str, Any]], what: str) -> dict[str, Any]:
    return next(row for row in found if row.get("about") == what)


async def test_beside_a_gateway(home: House) -> None:
    path = home.folder / "support.jsonl"
    async with Running(home.config) as gateway:
        await home.until_well()
        ended = await home.typed("support", str(path))
        assert (ended.code, ended.errors) == (0, "")
        status = json.loads((await home.typed("status", "--json")).out)
        assert "frames" not in status
        assert "log" not in status
        assert await gateway.ends() == 0
    found = rows(path)
    assert about(found, "gateway")["process"] == gateway.process.pid
    assert about(found, "gateway")["links"][0]["requests"] > 0
    assert about(found, "disk")["free"] > 0
    assert about(found, "versions")["libraries"]["serialx"]
    frames = list(read_capture(path))
    assert {frame.link for frame in frames} == {"usr1"}
    assert any(frame.scrubbed for frame in frames)
    assert f": {len(frames)};" in ended.out
    assert len(Recorded(frames).requests) >= 6
    afterwards = home.folder / "afterwards.jsonl"
    assert (await home.typed("support", str(afterwards))).code == 0
    assert about(rows(afterwards), "event")["kind"] == "start"
    text = path.read_text(encoding="utf-8")
    assert _SERIAL not in text
    assert _SERIAL.encode().hex().upper() not in text


def config(folder: Path) -> Path:
    path = folder / "topbms.toml"
    path.write_text(
        '[[link]]\nid = "usr1"\nurl = "socket://127.0.0.1:1"\n'
        f'[mqtt]\nurl = "mqtt://127.0.0.1"\nuser = "u"\npassword = "{_SECRET}"\n',
        encoding="utf-8",
    )
    return path


def test_without_a_gateway(tmp_path: Path) -> None:
    path = tmp_path / "support.jsonl"
    typed = Typed("support", str(path), "--config", str(config(tmp_path)))
    assert (typed.code, typed.error) == (0, None)
    found = rows(path)
    assert "nobody answers" in about(found, "gateway")["problem"]
    assert "no history" in about(found, "history")["problem"]
    assert about(found, "disk")["size"] == 0
    assert about(found, "config")["settings"]["mqtt.user"] == "u"
    assert _SECRET not in path.read_text(encoding="utf-8")
    assert list(read_capture(path)) == []


def test_a_disk_that_is_not_there(tmp_path: Path) -> None:
    path = config(tmp_path)
    path.write_text(path.read_text(encoding="utf-8") + f'[history]\npath = "{tmp_path}/none/h.db"\n', encoding="utf-8")
    found = map(json.loads, lines(load(path), TopbmsError("no gateway")))
    assert [part["problem"] for part in found if part["about"] == "disk"] == ["No such file or directory"]


def test_nothing_is_written_over(tmp_path: Path) -> None:
    path = config(tmp_path)
    taken = tmp_path / "support.jsonl"
    taken.write_text("", encoding="utf-8")
    assert isinstance(Typed("support", str(taken), "--config", str(path)).error, ConfigError)
    assert isinstance(Typed("support", str(path), "--config", str(path), "--force").error, ConfigError)
    assert Typed("support", str(taken), "--config", str(path), "--force").code == 0
