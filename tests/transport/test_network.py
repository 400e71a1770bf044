"""Connections over TCP: plain, and RFC 2217."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.util import find_spec

import pytest

from topbms.errors import ConfigError, LinkError
from topbms.transport.connection import Connection, connect


class Server:
    """A port; `peers` are the far ends of the connections to it, in order."""

    def __init__(self) -> None:
        self.peers: asyncio.Queue[Far] = asyncio.Queue()
        self.port = 0

    @property
    def url(self) -> str:
        return f"socket://127.0.0.1:{self.port}"


class Far(asyncio.Protocol):
    """The far end of one connection."""

    def __init__(self, server: Server) -> None:
        self.received: asyncio.Queue[bytes] = asyncio.Queue()
        self.ended = asyncio.Event()
        self._server = server

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._server.peers.put_nowait(self)

    def data_received(self, data: bytes) -> None:
        self.received.put_nowait(data)

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self.ended.set()


class Telnet(Far):
    """A serial server that speaks RFC 2217: agrees to everything, and acknowledges every setting."""

    settings: dict[int, bytes]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.settings = {}
        super().connection_made(transport)

    def data_received(self, data: bytes) -> None:
        for setting, value in re.findall(rb"\xff\xfa\x2c(.)(.*?)\xff\xf0", data, re.DOTALL):
            self.settings[setting[0]] = value
            self.transport.write(b"\xff\xfa\x2c" + bytes((setting[0] + 100,)) + value + b"\xff\xf0")
        rest = re.sub(rb"\xff\xfa.*?\xff\xf0", b"", data, flags=re.DOTALL)
        for verb, option in re.findall(rb"\xff([\xfb\xfd])(.)", rest, re.DOTALL):
            agreed = b"\xfd" if verb == b"\xfb" else b"\xfb"
            self.transport.write(b"\xff" + agreed + option)
        words = re.sub(rb"\xff[\xfb-\xfe].", b"", rest, flags=re.DOTALL)
        if words:
            super().data_received(words)


@asynccontextmanager
async def served(far: Callable[[Server], Far] = Far) -> AsyncIterator[Server]:
    server = Server()
    listening = await asyncio.get_running_loop().create_server(lambda: far(server), "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    async with listening:
        yield server


@asynccontextmanager
async def connected() -> AsyncIterator[tuple[Connection, Far]]:
    async with served() as server:
        connection = await connect(server.url, 9600)
        far = await server.peers.get()
        try:
            yield connection, far
        finally:
            await connection.close()
            far.transport.abort()
            await far.ended.wait()


def soon(seconds: float = 20.0) -> float:
    return asyncio.get_running_loop().time() + seconds


async def test_bytes_go_both_ways() -> None:
    async with connected() as (connection, far):
        connection.send(b"ask")
        assert await far.received.get() == b"ask"
        far.transport.write(b"answer")
        assert await connection.read(soon()) == b"answer"


async def test_reading_ends_at_the_deadline() -> None:
    async with connected() as (connection, _):
        assert await connection.read(soon(0.01)) == b""
        assert await connection.read(soon(-1)) == b""


async def test_what_is_waiting_can_be_dropped() -> None:
    async with connected() as (connection, far):
        far.transport.write(b"late")
        assert await connection.read(soon()) == b"late"
        assert connection.discard() == b""


async def test_what_nobody_reads_is_kept_up_to_a_bound_the_newest() -> None:
    async with connected() as (connection, far):
        far.transport.write(b"old" + b"x" * 200_000)
        far.transport.write(b"newest")
        data = b""
        while not data.endswith(b"newest"):
            await asyncio.sleep(0)
            data = bytes(connection._waiting)
        assert len(data) <= 8192
        assert connection.discard() == data


async def test_a_peer_that_closes_is_a_link_error_for_reader_and_writer() -> None:
    async with connected() as (connection, far):
        reading = asyncio.create_task(connection.read(soon()))
        far.transport.close()
        with pytest.raises(LinkError, match="the other end closed the connection"):
            await reading
        with pytest.raises(LinkError, match="the other end closed the connection"):
            connection.send(b"ask")


async def test_what_came_before_the_end_is_read_first() -> None:
    async with connected() as (connection, far):
        far.transport.write(b"last words")
        far.transport.close()
        await far.ended.wait()
        assert await connection.read(soon()) == b"last words"
        with pytest.raises(LinkError):
            await connection.read(soon())


async def test_a_connection_that_was_reset_says_so() -> None:
    async with connected() as (connection, far):
        pipe = far.transport.get_extra_info("socket")
        pipe.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # abort with a reset
        far.transport.abort()
        with pytest.raises(LinkError, match="the other end closed the connection"):
            await connection.read(soon())


@pytest.mark.parametrize(
    "scheme",
    [
        "rfc2217",
        pytest.param(
            "esphome", marks=pytest.mark.skipif(find_spec("aioesphomeapi") is None, reason="the extra is not installed")
        ),
    ],
)
async def test_who_accepts_and_says_nothing_is_not_waited_for_for_ever(scheme: str) -> None:
    async with served() as server:
        with pytest.raises(LinkError, match="does not answer; is the converter on, and the address right"):
            await connect(server.url.replace("socket", scheme), 9600, within=0.1)
        far = await server.peers.get()
        await far.ended.wait()


async def test_it_may_be_closed_twice_and_is_of_no_use_then() -> None:
    async with connected() as (connection, far):
        await connection.close()
        await connection.close()
        await far.ended.wait()
        with pytest.raises(LinkError, match="closed"):
            connection.send(b"ask")


async def test_the_kernel_is_told_to_notice_a_peer_that_vanished() -> None:
    async with connected() as (connection, _):
        pipe = getattr(connection._transport, "_tcp_transport").get_extra_info("socket")  # noqa: B009 - not public
        assert pipe.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
        assert pipe.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) <= 30
        assert pipe.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1


async def test_a_port_on_which_nobody_listens_refuses() -> None:
    place = socket.socket()
    place.bind(("127.0.0.1", 0))  # bound and not listening: nobody else can take it meanwhile
    with place, pytest.raises(LinkError, match="refuses the connection"):
        await connect(f"socket://127.0.0.1:{place.getsockname()[1]}", 9600)


async def test_a_url_of_no_known_kind_is_the_users_fault() -> None:
    with pytest.raises(ConfigError, match="not a port"):
        await connect("http://127.0.0.1", 9600)


async def test_a_password_does_not_get_into_errors() -> None:
    place = socket.socket()
    place.bind(("127.0.0.1", 0))
    with place, pytest.raises(LinkError) as caught:
        await connect(f"socket://me:secret@127.0.0.1:{place.getsockname()[1]}", 9600)
    assert "secret" not in str(caught.value)
    assert "me:…@127.0.0.1" in str(caught.value)


async def test_a_serial_server_is_told_the_speed_and_carries_bytes() -> None:
    async with served(Telnet) as server:
        connection = await connect(f"rfc2217://127.0.0.1:{server.port}", 19200)
        far = await server.peers.get()
        assert isinstance(far, Telnet)
        assert int.from_bytes(far.settings[1], "big") == 19200
        assert (far.settings[2], far.settings[3], far.settings[4]) == (b"\x08", b"\x01", b"\x01")  # 8N1
        connection.send(b"ask")
        assert await far.received.get() == b"ask"
        far.transport.write(b"answer")
        assert await connection.read(soon()) == b"answer"
        await connection.close()
        await far.ended.wait()
