"""`topbms status`, and `read` and `watch` on a port that the running gateway holds, as programs beside a gateway."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

from tests.cli.running import Running
from tests.rights import no_rights_to
from topbms.cli.asking.gateway import status_at
from topbms.cli.lock import Holder
from topbms.config import load
from topbms.errors import LinkError
from topbms.sim.faults import Mute
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp
from topbms.web.statussocket import place

_PROGRAM = (sys.executable, "-c", "import sys; from topbms.cli import main; sys.exit(main())")


class Ended(NamedTuple):
    code: int | None
    out: str
    errors: str


class House:
    """A folder with a config, and two packs on one line; `url` is its port."""

    def __init__(self, folder: Path, url: str, line: SimulatedLine) -> None:
        self.folder, self.url, self.line = folder, url, line
        self.config = folder / "topbms.toml"
        packs = "".join(f'[[link.pack]]\naddress = {n}\nid = "battery{n}"\nname = "Battery {n}"\n' for n in (1, 2))
        self.config.write_text(
            'language = "en"\n[poll]\ninterval = "200ms"\ndeadline = "100ms"\n[web]\nenabled = false\n'
            f'[[link]]\nid = "usr1"\nurl = "{url}"\nbaud = 115200\n{packs}',
            encoding="utf-8",
        )

    async def typed(self, *words: str) -> Ended:
        """A verb, to its end."""
        process = await self.begun(*words)
        out, errors = await process.communicate()
        return Ended(process.returncode, out.decode(), errors.decode())

    async def begun(self, *words: str, stdout: int = asyncio.subprocess.PIPE) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *(*_PROGRAM, *words),
            stdout=stdout,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, "LC_ALL": "C.UTF-8", "TOPBMS_CONFIG": str(self.config), "COLUMNS": "160"},
        )

    async def until_well(self) -> None:
        """Until both packs are read."""
        async with asyncio.timeout(60):
            while (await self.typed("status", "--quiet")).code != 0:
                pass


@pytest.fixture
async def house() -> AsyncIterator[House]:
    line = SimulatedLine([SimulatedPack(n, seed=n, soc=50 + n) for n in (1, 2)], pace=False, speed=0)
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())  # short: the path of a socket has 107 bytes at most
        port = await stack.enter_async_context(serve_tcp(line))
        yield House(Path(folder), port.url, line)


async def test_without_a_gateway_that_is_said(house: House) -> None:
    ended = await house.typed("status")
    assert (ended.code, ended.out) == (1, "")
    assert ended.errors == (
        f"topbms: nobody answers at {house.folder}/history.db.sock; does the gateway run? "
        "See: systemctl status topbms\n"
    )


async def test_links_packs_and_the_history_are_shown(house: House) -> None:
    async with Running(house.config) as gateway:
        await house.until_well()
        ended = await house.typed("status")
        assert (ended.code, ended.errors) == (0, "")
        lines = [" ".join(line.split()) for line in ended.out.splitlines()]
        assert lines[0].startswith("topbms ")
        assert f"site home, process {gateway.process.pid}, running for " in lines[0]
        assert any(line.startswith(f"usr1 {house.url} up ") for line in lines)
        assert any(line.startswith("Battery 1 ") and " 51 " in line for line in lines)
        assert any(line.startswith("Battery 2 ") and " 52 " in line for line in lines)
        assert lines[-1].startswith("history: ")
        assert "nothing to report" not in ended.out
        assert await house.typed("status", "-q") == Ended(0, "", "")
        assert await gateway.ends() == 0


async def test_json_is_one_line_with_all_of_it(house: House) -> None:
    async with Running(house.config) as gateway:
        await house.until_well()
        ended = await house.typed("status", "--json")
        assert ended.out.count("\n") == 1
        content = json.loads(ended.out)
        assert [pack["id"] for pack in content["packs"]] == ["battery1", "battery2"]
        assert content["packs"][1]["reading"]["values"]["soc"] == 52
        assert content["process"] == gateway.process.pid
        assert content["problems"] == []


async def test_what_is_not_well_is_exit_code_1(house: House) -> None:
    house.line.faults.set(Mute(pack=2))
    async with Running(house.config) as gateway:
        await gateway.says("first reading")
        ended = await house.typed("status")
        assert ended.code == 1
        assert any(line.startswith(" Battery 2") and line.rstrip().endswith("never") for line in ended.out.splitlines())


async def test_a_gateway_that_was_killed_leaves_nothing_that_misleads(house: House) -> None:
    async with Running(house.config) as gateway:
        await house.until_well()
        await gateway.ends(signal.SIGKILL)
    assert place(house.folder / "history.db").is_socket()
    assert (await house.typed("status")).errors.startswith("topbms: nobody answers at ")
    async with Running(house.config) as gateway:
        await house.until_well()
        assert await gateway.ends() == 0
    assert not place(house.folder / "history.db").exists()


async def test_who_may_not_ask_is_told_what_to_do(house: House) -> None:
    async with Running(house.config) as gateway:
        await house.until_well()
        holder = Holder(load(house.config), gateway.process.pid)
        with no_rights_to(place(house.folder / "history.db")), pytest.raises(LinkError) as caught:
            status_at(house.url, holder)
    said = str(caught.value)
    assert said.startswith(
        f"{house.url} is polled by the running gateway (process {gateway.process.pid}), which cannot"
    )
    assert "no permission to ask the gateway; try with sudo" in said


async def test_read_shows_what_the_gateway_read_and_says_so(house: House) -> None:
    async with Running(house.config) as gateway:
        await house.until_well()
        ended = await house.typed("read", house.url, "--pack", "2", "--json")
        assert ended.code == 0
        row = json.loads(ended.out)
        assert (row["id"], row["address"], row["soc"]) == ("battery2", 2, 52)
        assert ended.errors.startswith(f"read by the running gateway (process {gateway.process.pid}) ")
        table = await house.typed("read", house.url)
        assert table.out.startswith("Battery 1\n")


async def test_read_names_the_packs_there_are(house: House) -> None:
    async with Running(house.config):
        await house.until_well()
        ended = await house.typed("read", house.url, "--pack", "3")
        assert (ended.code, ended.out) == (1, "")
        assert ended.errors == f"topbms: the running gateway knows no pack 3 on {house.url}; it knows 1, 2\n"


async def test_read_does_not_show_a_pack_that_never_answered(house: House) -> None:
    house.line.faults.set(Mute(pack=2))
    async with Running(house.config) as gateway:
        await gateway.says("first reading")
        ended = await house.typed("read", house.url, "--pack", "2")
        assert (ended.code, ended.out) == (1, "")
        assert ended.errors == f"topbms: pack 2 on {house.url} has not answered the running gateway yet\n"


async def test_watch_shows_what_the_gateway_reads_until_ctrl_c(house: House) -> None:
    async with Running(house.config) as gateway:
        await house.until_well()
        watch = await house.begun("watch", house.url, "--interval", "0.5")
        assert watch.stdout is not None
        seen = b""
        while seen.count(b"Battery 2") < 2 or b"replies, 0 faults" not in seen:
            seen += await watch.stdout.readline()
        await gateway.ends()
        while b"cannot be asked" not in seen and b"nobody answers" not in seen:
            seen += await watch.stdout.readline()
        watch.send_signal(signal.SIGINT)
        _, errors = await watch.communicate()
        assert (watch.returncode, errors) == (0, b"")


async def test_watch_shows_one_pack_as_a_whole(house: House) -> None:
    async with Running(house.config):
        await house.until_well()
        watch = await house.begun("watch", house.url, "--interval", "0.5", "--pack", "2")
        assert watch.stdout is not None
        seen = b""
        while b"Full capacity" not in seen:
            seen += await watch.stdout.readline()
        assert b"Battery 1" not in seen
        watch.send_signal(signal.SIGINT)
        await watch.communicate()
        assert watch.returncode == 0


async def test_watch_is_drawn_over_in_a_terminal(house: House) -> None:
    async with Running(house.config):
        await house.until_well()
        terminal, far = os.openpty()
        watch = await house.begun("watch", house.url, stdout=far)
        os.close(far)
        shown = await asyncio.to_thread(_read_until, terminal, b"replies, 0 faults")
        watch.send_signal(signal.SIGINT)
        _, errors = await watch.communicate()
        os.close(terminal)
        assert b"Battery 2" in shown
        assert (watch.returncode, errors) == (0, b"")


def _read_until(terminal: int, end: bytes) -> bytes:
    shown = b""
    while end not in shown:
        shown += os.read(terminal, 65_536)
    return shown
