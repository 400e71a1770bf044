"""The port, and visitors who stay too long or are too many. Time jumps where somebody is waited for."""

import asyncio
import gc
import signal
import socket
from collections.abc import Coroutine
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from uvicorn.protocols.http.h11_impl import H11Protocol

from tests.engine.jumping import JumpingLoop
from tests.servers.real import free_port
from tests.web.api.house import living
from tests.web.moments import view
from tests.web.visiting import get, serving
from topbms.web.api.door import ReadLog
from topbms.web.server import MOST, PATIENCE, bound, serve
from topbms.web.settings import Address

_WHOLE = b"GET /livez HTTP/1.1\r\nHost: a\r\n\r\n"


def jumping(test: Coroutine[None, None, None]) -> None:
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(test)


def _now() -> float:
    return asyncio.get_running_loop().time()


async def _shown_out(reader: asyncio.StreamReader) -> float:
    """Seconds until the other end hangs up."""
    began = _now()
    with suppress(ConnectionError):
        await reader.read()
    return _now() - began


@pytest.mark.parametrize(
    "said", [b"", b"G", b"GET /metrics HTTP/1.1\r\nHost: a\r\n"], ids=["nothing", "a letter", "a half"]
)
def test_who_does_not_ask_is_shown_out(said: bytes) -> None:
    async def visit() -> None:
        async with serving(view()) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(said)
            assert await _shown_out(reader) == pytest.approx(PATIENCE, abs=0.5)
            writer.close()

    jumping(visit())


def test_who_asks_bit_by_bit_is_shown_out_too() -> None:
    async def visit() -> None:
        async with serving(view()) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            leaving = asyncio.create_task(_shown_out(reader))
            for letter in _WHOLE:
                writer.write(bytes([letter]))
                await asyncio.sleep(1.0)
            assert await leaving == pytest.approx(PATIENCE, abs=0.5)
            writer.close()

    jumping(visit())


def test_who_asks_again_and_again_may_stay() -> None:
    async def visit() -> None:
        async with serving(view()) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            for _ in range(20):
                writer.write(_WHOLE)
                assert (await reader.readuntil(b"\r\n")).startswith(b"HTTP/1.1 200")
                await reader.readuntil(b"}")
                await asyncio.sleep(4.0)
            writer.close()

    jumping(visit())


def test_who_waits_for_a_slow_answer_may_stay(tmp_path: Path) -> None:
    async def read_slowly(pack: str, log: str) -> ReadLog:
        del pack, log
        await asyncio.sleep(4.5 * PATIENCE)
        return ReadLog((), None)

    async def visit() -> None:
        async with living(tmp_path) as house:
            door = replace(house.gateway.door, log=read_slowly)
            async with serving(view(), door=door) as port:
                began = _now()
                assert (await get(port, "/api/v1/packs/battery1/records?log=data")).status == 200
                assert _now() - began >= 4.5 * PATIENCE

    jumping(visit())


async def test_nothing_is_kept_of_who_has_gone() -> None:
    """Neither until the next look at him: a visit over TLS holds 64 kB."""
    async with serving(view()) as port:
        for _ in range(3):
            await get(port, "/livez")
        async with asyncio.timeout(PATIENCE / 2):
            while _visits():  # noqa: ASYNC110 - nothing tells that an object has gone
                await asyncio.sleep(0.01)


def _visits() -> int:
    gc.collect()
    return sum(isinstance(one, H11Protocol) for one in gc.get_objects())


async def test_no_more_are_let_in_than_there_is_room_for() -> None:
    async with serving(view()) as port, AsyncExitStack() as stack:
        visits = [await asyncio.open_connection("127.0.0.1", port) for _ in range(MOST)]
        for _, visitor in visits:
            stack.callback(visitor.close)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await _shown_out(reader)
        writer.close()
        visits[0][1].write(_WHOLE)
        assert (await visits[0][0].readuntil(b"\r\n")).startswith(b"HTTP/1.1 200")
        visits.pop()[1].close()
        visits[1][1].write(_WHOLE)
        await visits[1][0].readuntil(b"}")
        assert (await get(port, "/livez")).status == 200


def test_it_ends_at_once_whoever_is_there_and_the_port_is_free() -> None:
    async def visit() -> None:
        port = free_port()
        for _ in range(2):
            task = asyncio.create_task(serve(bound(Address("127.0.0.1", port)), view()))
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(_WHOLE[:10])
            assert (await get(port, "/livez")).status == 200
            task.cancel()
            _, pending = await asyncio.wait([task], timeout=0.9)
            assert not pending
            await _shown_out(reader)
            writer.close()

    jumping(visit())


async def test_signals_stay_the_gateway_s() -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    async with serving(view()) as port:
        await get(port, "/livez")
        assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


def test_a_taken_port_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(OSError, match="in use"):
        bound(Address("127.0.0.1", other.getsockname()[1]))


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="this machine has no IPv6")
async def test_every_address_is_of_either_version() -> None:
    async with serving(view(), "::") as port:
        for host in ("127.0.0.1", "::1"):
            reader, writer = await asyncio.open_connection(host, port)
            writer.write(_WHOLE)
            assert (await reader.readuntil(b"\r\n")).startswith(b"HTTP/1.1 200")
            writer.close()


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="this machine has no IPv6")
async def test_one_ipv6_address_is_that_alone() -> None:
    async with serving(view(), "::1") as port:
        with pytest.raises(OSError, match=r"[Rr]efused|111"):
            await asyncio.open_connection("127.0.0.1", port)
