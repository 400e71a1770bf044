"""A port that others connect to: had, opened, shut and given back."""

import asyncio
import socket

import pytest

from topbms.errors import ConfigError, LinkError
from topbms.transport.doorway import Doorway


class Greeter(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(b"hello")
        transport.close()


async def greeting_of(host: str, port: int) -> bytes:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        async with asyncio.timeout(20):
            return await reader.read()
    finally:
        writer.transport.abort()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
async def test_who_connects_is_welcomed_until_it_is_shut(host: str) -> None:
    doorway = Doorway(host, 0, Greeter)
    with pytest.raises(ConnectionRefusedError):
        await greeting_of(host, doorway.port)
    doorway.open()
    assert doorway.is_open
    assert await greeting_of(host, doorway.port) == b"hello"
    doorway.shut()
    assert not doorway.is_open
    with pytest.raises(ConnectionRefusedError):
        await greeting_of(host, doorway.port)
    await doorway.close()


async def test_a_port_that_is_taken_says_so() -> None:
    doorway = Doorway("127.0.0.1", 0, Greeter)
    doorway.open()
    with pytest.raises(LinkError, match=f"cannot listen on 127.0.0.1:{doorway.port}: .*; name another port"):
        Doorway("127.0.0.1", doorway.port, Greeter)
    await doorway.close()


async def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"^2001:db8::1 is no address of this machine; name another"):
        Doorway("2001:db8::1", 0, Greeter)


async def test_a_client_that_gave_up_before_it_was_accepted_is_no_error() -> None:
    doorway = Doorway("127.0.0.1", 0, Greeter)
    doorway.open()
    with socket.socket() as nobody:
        doorway._accept(nobody)
    assert await greeting_of("127.0.0.1", doorway.port) == b"hello"
    await doorway.close()
