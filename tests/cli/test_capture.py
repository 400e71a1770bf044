"""`topbms capture` and `topbms replay` against the simulator, and against each other."""

import asyncio
import re
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.terminal import batteries
from tests.cli.verbs import Typed
from tests.sim.captured import ANALOG_REPLY, ANALOG_REQUEST
from topbms.dialects.explain import explain
from topbms.errors import ConfigError, LinkError
from topbms.protocol.capture import Captured, read_capture, write_capture
from topbms.sim.faults import Mute
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp

QUICK = ("--baud", "115200")
_CODE = "import sys; from topbms.cli.program import run; run(sys.argv[1:])"
REQUEST, REPLY = Captured("~21014642E00201FD34", "request"), Captured("~520146040000FD99", "response")


def captured(path: Path, *options: str, count: int = 1) -> list[Captured]:
    with batteries(count) as url:
        typed = Typed("capture", url, "-o", str(path), *options, *QUICK)
    assert typed.code == 0
    frames = list(read_capture(path))
    assert f": {len(frames)};" in typed.stdout.replace("\n", "")
    return frames


@contextmanager
def replayed(path: Path, *options: str) -> Iterator[str]:
    """The URL at which a capture is replayed, by a process of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def begin() -> tuple[asyncio.subprocess.Process, str]:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", _CODE, "replay", str(path), "--tcp", "0", *options, *QUICK),
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode()
        found = re.search(r"socket://[^ :]+:\d+", line)
        assert found, line
        return process, found[0]

    async def end(process: asyncio.subprocess.Process) -> None:
        process.send_signal(signal.SIGINT)
        assert (await process.communicate())[0] == b""
        assert process.returncode == 0

    process, url = asyncio.run_coroutine_threadsafe(begin(), loop).result()
    try:
        yield url
    finally:
        asyncio.run_coroutine_threadsafe(end(process), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def test_everything_is_asked_and_nothing_private_kept(tmp_path: Path) -> None:
    path = tmp_path / "pack.jsonl"
    frames = captured(path)
    kinds = {explain(frame.parsed()).kind for frame in frames if frame.direction == "request"}
    assert kinds >= {"analog", "alarms", "product", "barcode", "identity", "parameters", "clock", "calibration"}
    assert not kinds & {"data_record", "alarm_record"}
    assert all(frame.time is not None for frame in frames)
    assert sum(frame.scrubbed for frame in frames) >= 2
    assert b"SIM-00000001-01".hex().encode().upper() not in path.read_bytes()


def test_raw_keeps_all(tmp_path: Path) -> None:
    path = tmp_path / "pack.jsonl"
    frames = captured(path, "--raw")
    assert not any(frame.scrubbed for frame in frames)
    assert b"SIM-00000001-01".hex().encode().upper() in path.read_bytes()


def test_packs_and_logs(tmp_path: Path) -> None:
    frames = captured(tmp_path / "pack.jsonl", "-p", "1", "-p", "2", "--logs", count=2)
    requests = [frame.parsed() for frame in frames if frame.direction == "request"]
    assert {request.cid2 for request in requests} >= {0x4B, 0x4C}
    assert {request.address for request in requests} == {1, 2}


def test_again_and_again(tmp_path: Path) -> None:
    frames = captured(tmp_path / "pack.jsonl", "--seconds", "0.001")
    assert len(frames) > 10


def test_another_dialect(tmp_path: Path) -> None:
    path = tmp_path / "pack.jsonl"
    with batteries(1) as url:
        typed = Typed("capture", url, "-o", str(path), "--dialect", "topband", *QUICK)
    assert typed.code == 0
    assert (
        len({frame.frame for frame in read_capture(path) if frame.direction == "request"}) == 1
    )  # of which the answer fits nothing


@pytest.mark.parametrize("name", ["topband", "pylontech", "daren"])
async def test_a_family_that_nobody_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / "pack.jsonl"
    line = SimulatedLine([SimulatedPack(1, seed=1)], dialect=name, pace=False, speed=0)
    async with serve_tcp(line) as port:
        typed = await asyncio.to_thread(Typed, "capture", port.url, "-o", str(path), *QUICK)
    assert typed.code == 0
    replies = [frame.parsed() for frame in read_capture(path) if frame.direction == "response"]
    assert name in {explain(reply).dialect for reply in replies if reply.info}


def test_a_silent_battery(tmp_path: Path) -> None:
    with batteries(1, Mute()) as url:
        typed = Typed("capture", url, "-o", str(tmp_path / "pack.jsonl"), *QUICK)
    assert isinstance(typed.error, LinkError)
    assert "nothing was heard at 115200 baud" in str(typed.error)
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_not_there(tmp_path: Path) -> None:
    typed = Typed("capture", "socket://127.0.0.1:1", "-o", str(tmp_path / "pack.jsonl"))
    assert isinstance(typed.error, LinkError)


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    typed = Typed("capture", "socket://127.0.0.1:1", "-o", str(tmp_path / "none" / "pack.jsonl"))
    assert isinstance(typed.error, ConfigError)


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "pack.jsonl"
    path.write_text("mine", encoding="utf-8")
    assert isinstance(Typed("capture", "socket://127.0.0.1:1", "-o", str(path)).error, ConfigError)
    assert path.read_text(encoding="utf-8") == "mine"
    assert len(captured(path, "--force")) > 10


def test_what_came_before_a_cut_is_kept(tmp_path: Path) -> None:
    """Whoever speaks hangs up before the time is over."""
    path = tmp_path / "pack.jsonl"
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor() as pool:
        speaking = pool.submit(_speak, server, ANALOG_REQUEST + ANALOG_REPLY)
        typed = Typed("capture", f"socket://127.0.0.1:{server.getsockname()[1]}", "-o", str(path), "--listen")
        speaking.result()
    assert typed.code == 0
    assert [(frame.direction, frame.frame) for frame in read_capture(path)] == [
        ("request", ANALOG_REQUEST[:-1].decode()),
        ("response", ANALOG_REPLY[:-1].decode()),
    ]


def _speak(server: socket.socket, said: bytes) -> None:
    client, _ = server.accept()
    with client:
        client.sendall(said)


async def test_ctrl_c_keeps_what_came(tmp_path: Path) -> None:
    """Stopped at the third question: by then the answers to two were heard."""
    path, asked = tmp_path / "pack.jsonl", asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(2):
            await reader.readuntil(b"\r")
            writer.write(ANALOG_REPLY)
        await reader.readuntil(b"\r")
        asked.set()
        await reader.read()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        url = f"socket://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", _CODE, "capture", url, "-o", str(path), "--seconds", "600"),
            *("--dialect", "topbms", *QUICK),
            stdout=asyncio.subprocess.PIPE,
        )
        await asked.wait()
        process.send_signal(signal.SIGINT)
        out = (await process.communicate())[0].decode()
    assert process.returncode == 0
    frames = list(read_capture(path))
    assert [frame.direction for frame in frames[:4]] == ["request", "response", "request", "response"]
    assert f": {len(frames)};" in out.replace("\n", "")


def test_listening_hears_nothing_where_nobody_speaks(tmp_path: Path) -> None:
    with batteries(1) as url:
        typed = Typed("capture", url, "-o", str(tmp_path / "pack.jsonl"), "--listen", "--seconds", "0")
    assert isinstance(typed.error, LinkError)


def test_a_battery_again(tmp_path: Path) -> None:
    path = tmp_path / "pack.jsonl"
    frames = captured(path)
    with replayed(path) as url:
        again = tmp_path / "again.jsonl"
        assert Typed("capture", url, "-o", str(again), *QUICK).code == 0
        read = Typed("read", url, "--json", *QUICK)
    assert [(frame.direction, frame.frame) for frame in read_capture(again)] == [(f.direction, f.frame) for f in frames]
    assert read.code == 0


def test_one_of_several_links(tmp_path: Path) -> None:
    path = tmp_path / "support.jsonl"
    frames = [Captured(one.frame, one.direction, link=link) for link in ("a", "b") for one in (REQUEST, REPLY)]
    write_capture(path, frames)
    with replayed(path, "--link", "b") as url:
        assert url
    several, unknown = Typed("replay", str(path)), Typed("replay", str(path), "--link", "c")
    assert str(several.error) == "the file has frames of several links; add one of: --link a, --link b"
    assert "no frames of link c" in str(unknown.error)


def test_what_was_kept_around_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "support.jsonl"
    write_capture(path, [*(Captured(one.frame, one.direction, frozen=3) for one in (REQUEST, REPLY)), REQUEST])
    with replayed(path, "--frozen", "3") as url:
        assert url
    assert "no request with its reply" in str(Typed("replay", str(path)).error)
    assert str(Typed("replay", str(path), "--frozen", "2").error) == "the file keeps nothing of number 2; it has 3"
    path.write_text("", encoding="utf-8")
    assert str(Typed("replay", str(path), "--frozen", "2").error) == "the file keeps nothing of number 2; it has -"


@pytest.mark.parametrize("text", ["", "hello", '{"about": "config"}'])
def test_what_is_no_capture(tmp_path: Path, text: str) -> None:
    path = tmp_path / "pack.jsonl"
    path.write_text(text, encoding="utf-8")
    assert isinstance(Typed("replay", str(path)).error, ConfigError)
    assert isinstance(Typed("replay", str(tmp_path / "none.jsonl")).error, ConfigError)
