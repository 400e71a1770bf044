import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.sim.captured import ALARM_REPLY, ALARM_REQUEST, ANALOG_REPLY, ANALOG_REQUEST, CapturedPack
from tests.sim.handclock import settle
from topbms.errors import ConfigError, LinkError
from topbms.protocol.frame import Frame
from topbms.sim.faults import Cut, HalfOpen
from topbms.sim.faulttext import parse_fault
from topbms.sim.line import SimulatedLine
from topbms.sim.server import serve_tcp
from topbms.sim.tcpport import TcpPort

REFUSAL = Frame(0x52, 1, 0x46, 0x04).encode()


class Client:
    """A raw TCP client."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def ask(self, request: bytes, length: int) -> bytes:
        """Send, and read exactly so many bytes."""
        self.writer.write(request)
        return await self.read(length)

    async def read(self, length: int) -> bytes:
        async with asyncio.timeout(20):
            return await self.reader.readexactly(length)

    async def end(self) -> bytes:
        """What is left until the server ends the connection, in whatever way."""
        async with asyncio.timeout(20):
            try:
                return await self.reader.read()
            except ConnectionResetError:
                return b""


@asynccontextmanager
async def client_of(port: TcpPort) -> AsyncIterator[Client]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port.port)
    try:
        yield Client(reader, writer)
    finally:
        writer.transport.abort()


@asynccontextmanager
async def served(**options: Any) -> AsyncIterator[TcpPort]:
    line = SimulatedLine([CapturedPack()], **{"baud": 0, **options})
    async with serve_tcp(line) as port:
        yield port


async def until_connected(port: TcpPort, count: int) -> None:
    async with asyncio.timeout(20):
        while len(port.connections) != count:
            await settle()


async def test_its_url_is_what_a_link_needs() -> None:
    async with served() as port:
        assert port.url == f"socket://127.0.0.1:{port.port}"
        assert port.port > 0


async def test_requests_are_answered() -> None:
    async with served() as port, client_of(port) as client:
        assert await client.ask(ANALOG_REQUEST, 150) == ANALOG_REPLY
        assert await client.ask(ALARM_REQUEST, len(ALARM_REPLY)) == ALARM_REPLY


async def test_at_line_pace_they_are_answered_too() -> None:
    async with served(baud=115_200) as port, client_of(port) as client:
        assert await client.ask(ANALOG_REQUEST, 150) == ANALOG_REPLY


async def test_every_client_gets_every_reply() -> None:
    async with served() as port, client_of(port) as first, client_of(port) as second:
        await until_connected(port, 2)
        first.writer.write(ANALOG_REQUEST)
        assert await first.read(150) == await second.read(150) == ANALOG_REPLY
        assert await second.ask(ALARM_REQUEST, len(ALARM_REPLY)) == ALARM_REPLY
        assert await first.read(len(ALARM_REPLY)) == ALARM_REPLY


async def test_a_client_that_leaves_is_forgotten_and_the_others_go_on() -> None:
    async with served() as port, client_of(port) as stays:
        async with client_of(port):
            await until_connected(port, 2)
        await until_connected(port, 1)
        assert await stays.ask(ANALOG_REQUEST, 150) == ANALOG_REPLY


async def test_a_client_that_closes_its_side_is_let_go() -> None:
    async with served() as port, client_of(port) as client:
        client.writer.write_eof()
        assert await client.end() == b""


async def test_leaving_the_context_ends_every_connection_and_the_port() -> None:
    async with served() as port:
        number = port.port
        reader, writer = await asyncio.open_connection("127.0.0.1", number)
        await until_connected(port, 1)
    assert await Client(reader, writer).end() == b""
    writer.transport.abort()
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", number)


# --- faults of the reply, at the level of bytes ---

REPLY = ANALOG_REPLY


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("checksum", REPLY[:-2] + b"B\r"),
        ("half-frame", REPLY[:75]),
        ("half-frame:keep=9", REPLY[:9]),
        ("echo", ANALOG_REQUEST + REPLY),
        ("rtn:code=04", REFUSAL),
        ("foreign:address=3", Frame(0x52, 3, 0x46, 0, bytes.fromhex(REPLY[13:-5].decode())).encode()),
        ("foreign:info=3", Frame(0x52, 1, 0x46, 0, b"\x03" + bytes.fromhex(REPLY[15:-5].decode())).encode()),
        ("spike:soc=0", Frame(0x52, 1, 0x46, 0, bytes.fromhex(REPLY[13:-5].decode().replace("5864", "0064"))).encode()),
    ],
)
async def test_a_faulty_reply_arrives_as_ordered_and_the_next_one_is_right(text: str, heard: bytes) -> None:
    async with served(faults=[parse_fault(text + ":once")]) as port, client_of(port) as client:
        assert await client.ask(ANALOG_REQUEST, len(heard)) == heard
        assert await client.ask(ANALOG_REQUEST, 150) == REPLY


async def test_noise_arrives_before_after_or_instead() -> None:
    async with served() as port, client_of(port) as client:
        for where, length in (("before", 157), ("after", 157), ("instead", 7)):
            port.line.faults.set(parse_fault(f"garbage:{where}:count=7:once"))
            heard = await client.ask(ANALOG_REQUEST, length)
            assert heard.endswith(REPLY) is (where == "before")
            assert heard.startswith(REPLY) is (where == "after")
        assert await client.ask(ANALOG_REQUEST, 150) == REPLY


@pytest.mark.parametrize(("text", "heard"), [("mute:once", b""), ("late:once", ALARM_REPLY)])
async def test_a_missing_reply_is_missing_and_a_late_one_comes_with_the_next(text: str, heard: bytes) -> None:
    async with served(faults=[parse_fault(text)]) as port, client_of(port) as client:
        client.writer.write(ALARM_REQUEST)
        assert await client.ask(ANALOG_REQUEST, len(heard) + 150) == heard + REPLY


@pytest.mark.parametrize("text", ["slow:delay=0.01", "late:delay=0.01"])
async def test_a_delayed_reply_comes_all_the_same(text: str) -> None:
    fault = parse_fault(text)
    async with served(faults=[fault]) as port, client_of(port) as client:
        assert await client.ask(ANALOG_REQUEST, 150) == REPLY
        port.line.faults.clear(fault)


# --- faults of the connection ---


async def test_a_cut_ends_connections_and_refuses_new_ones_until_it_is_cleared() -> None:
    async with served() as port:
        async with client_of(port) as client:
            assert await client.ask(ANALOG_REQUEST, 150) == REPLY
            port.line.faults.set(Cut())
            assert await client.end() == b""
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port.port)
        port.line.faults.clear(Cut())
        async with client_of(port) as client:
            assert await client.ask(ANALOG_REQUEST, 150) == REPLY


async def test_a_port_may_begin_cut() -> None:
    async with served(faults=[Cut()]) as port:
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port.port)
        port.line.faults.clear()
        async with client_of(port) as client:
            assert await client.ask(ANALOG_REQUEST, 150) == REPLY


async def test_cutting_twice_and_clearing_what_is_not_cut_is_harmless() -> None:
    async with served() as port:
        port.line.faults.clear(Cut())
        port.line.faults.set(Cut())
        port.line.faults.set(Cut())
        port.line.faults.clear()
        async with client_of(port) as client:
            assert await client.ask(ANALOG_REQUEST, 150) == REPLY


@pytest.mark.parametrize("turns", range(6))
async def test_a_connection_that_is_cut_while_it_is_made_ends(turns: int) -> None:
    async with served() as port:
        with socket.create_connection(("127.0.0.1", port.port)) as client:
            for _ in range(turns):
                await asyncio.sleep(0)
            port.line.faults.set(Cut())
            assert await ended(client)
        await until_connected(port, 0)


async def ended(client: socket.socket) -> bool:
    client.setblocking(False)
    try:
        async with asyncio.timeout(20):
            return await asyncio.get_running_loop().sock_recv(client, 1) == b""
    except ConnectionResetError:
        return True


# What arrives at a numb connection leaves no trace to wait for, so it is handed over by hand.


async def test_a_half_open_port_accepts_and_never_answers_nor_closes() -> None:
    async with served(faults=[HalfOpen()]) as port, client_of(port) as client:
        await until_connected(port, 1)
        [connection] = port.connections
        connection.data_received(ALARM_REQUEST)
        assert len(port.line.heard) == 0
        port.line.feed(ALARM_REQUEST)
        port.line.faults.clear()
        assert await client.ask(ANALOG_REQUEST, 150) == REPLY


async def test_a_half_open_port_keeps_clients_that_have_left_until_it_is_cleared() -> None:
    async with served(faults=[HalfOpen()]) as port, client_of(port) as client:
        await until_connected(port, 1)
        [connection] = port.connections
        assert connection.eof_received()
        port.line.faults.clear()
        assert await client.end() == b""
        await until_connected(port, 0)


async def test_present_connections_die_and_new_ones_work() -> None:
    async with served() as port, client_of(port) as old:
        await until_connected(port, 1)
        [connection] = port.connections
        port.line.faults.set(HalfOpen(present=True))
        connection.data_received(ALARM_REQUEST)
        async with client_of(port) as new:
            assert await new.ask(ANALOG_REQUEST, 150) == REPLY
            port.line.faults.clear()
            assert await old.end() == b""
            assert await new.ask(ANALOG_REQUEST, 150) == REPLY
        assert [request.cid2 for _, request in port.line.heard] == [0x42, 0x42]


async def test_a_port_that_is_taken_says_so() -> None:
    async with served() as port:
        with pytest.raises(LinkError, match=f"cannot listen on 127.0.0.1:{port.port}: .*; name another port"):
            async with serve_tcp(SimulatedLine([CapturedPack()]), port=port.port):
                pass


@pytest.mark.parametrize("host", ["192.0.2.1", "a..b"])
async def test_an_address_of_another_machine_is_refused(host: str) -> None:
    with pytest.raises(ConfigError, match=f"^{host} is no address of this machine; name another, such as 127.0.0.1$"):
        async with serve_tcp(SimulatedLine([CapturedPack()]), host):
            pass


async def test_a_port_that_cannot_be_says_so() -> None:
    with pytest.raises(LinkError, match=r"cannot listen on 127\.0\.0\.1:99999"):
        async with serve_tcp(SimulatedLine([CapturedPack()]), port=99_999):
            pass
