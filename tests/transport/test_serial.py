"""Serial ports, as pseudo-terminals and as paths that are none."""

import asyncio
import errno
import fcntl
import os
import subprocess
import sys
import termios
import tty
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.rights import no_rights_to
from topbms.errors import LinkError
from topbms.transport.connection import Connection, connect


@dataclass
class Terminal:
    """A pseudo-terminal: `near` is our end of it, `path` the port."""

    near: int
    far: int

    @property
    def path(self) -> str:
        return os.ttyname(self.far)

    def speed(self) -> int:
        return int(termios.tcgetattr(self.far)[4])


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    near, far = os.openpty()
    tty.setraw(far)
    made = Terminal(near, far)
    yield made
    for descriptor in (near, far):
        try:
            os.close(descriptor)
        except OSError:  # the test closed it
            continue


def soon(seconds: float = 20.0) -> float:
    return asyncio.get_running_loop().time() + seconds


async def test_bytes_go_both_ways(terminal: Terminal) -> None:
    connection = await connect(terminal.path, 9600)
    connection.send(b"~ask\r")
    assert os.read(terminal.near, 100) == b"~ask\r"
    os.write(terminal.near, b"~answer\r\n")
    data = b""
    while len(data) < 9:
        data += await connection.read(soon())
    assert data == b"~answer\r\n"
    await connection.close()
    await connection.close()


@pytest.mark.parametrize(("baud", "speed"), [(9600, termios.B9600), (19200, termios.B19200), (115200, termios.B115200)])
async def test_the_speed_is_the_configs(terminal: Terminal, baud: int, speed: int) -> None:
    connection = await connect(terminal.path, baud)
    assert terminal.speed() == speed
    await connection.close()


async def test_a_port_that_is_busy_names_what_finds_the_program(terminal: Terminal) -> None:
    fcntl.flock(terminal.far, fcntl.LOCK_EX)
    with pytest.raises(LinkError, match=f"in use by another program; find it with: sudo fuser -v {terminal.path}"):
        await connect(terminal.path, 9600)


async def test_a_port_is_held_against_others_until_it_is_closed(terminal: Terminal) -> None:
    connection = await connect(terminal.path, 9600)
    with pytest.raises(LinkError, match="in use"):
        await connect(terminal.path, 9600)
    await connection.close()
    again = await connect(terminal.path, 9600)
    await again.close()


async def test_an_adapter_that_is_unplugged_is_a_link_error(terminal: Terminal) -> None:
    connection = await connect(terminal.path, 9600)
    os.close(terminal.near)
    with pytest.raises(LinkError, match="went away; was the adapter unplugged"):
        await connection.read(soon())
    with pytest.raises(LinkError):
        connection.send(b"ask")
    await connection.close()


class Broken(asyncio.WriteTransport):
    """A transport whose port fails at the first byte."""

    def __init__(self) -> None:
        super().__init__()
        self.is_aborted = False

    def is_closing(self) -> bool:
        return False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        del data
        raise OSError(errno.EIO, "gone")

    def abort(self) -> None:
        self.is_aborted = True


async def test_a_port_that_fails_while_one_writes_is_a_link_error() -> None:
    connection, transport = Connection("/dev/ttyUSB0"), Broken()
    connection.connection_made(transport)
    with pytest.raises(LinkError, match="/dev/ttyUSB0 went away"):
        connection.send(b"ask")
    await connection.close()
    assert transport.is_aborted


def test_a_port_that_was_never_opened_cannot_be_written_to() -> None:
    with pytest.raises(LinkError, match="/dev/ttyUSB0: the connection is closed"):
        Connection("/dev/ttyUSB0").send(b"ask")


async def test_a_port_that_does_not_exist_says_where_to_look(tmp_path: Path) -> None:
    with pytest.raises(LinkError, match=r"does not exist; is the adapter plugged in.*ls /dev/serial/by-id"):
        await connect(str(tmp_path / "ttyUSB0"), 9600)


async def test_what_is_no_serial_port_is_said_to_be_none(tmp_path: Path) -> None:
    for path in (tmp_path, Path("/dev/null")):
        with pytest.raises(LinkError, match="is not a serial port"):
            await connect(str(path), 9600)


async def test_a_port_that_is_not_permitted_names_the_group(tmp_path: Path) -> None:
    path = tmp_path / "ttyUSB0"
    path.touch()
    with no_rights_to(path), pytest.raises(LinkError, match="no permission; try: sudo usermod -aG dialout"):
        await connect(str(path), 9600)


def test_a_missing_extra_names_what_installs_it() -> None:
    """In a process of its own, where the extra cannot be imported whether it is installed or not."""
    code = "import sys; sys.modules['aioesphomeapi'] = None; from topbms.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "read", "esphome://127.0.0.1:1"]
    found = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"}, check=False
    )
    assert found.returncode == 2
    assert "pip install 'topbms[esphome]'" in found.stderr


@pytest.mark.skipif(find_spec("aioesphomeapi") is None, reason="the extra is not installed")
async def test_a_proxy_that_is_not_there_is_a_link_error() -> None:
    with pytest.raises(LinkError, match="esphome://127"):
        await connect("esphome://127.0.0.1:1", 9600)
