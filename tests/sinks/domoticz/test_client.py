"""The connection alone: what goes over it, and letting go of it."""

import asyncio

import pytest

from tests.servers.domoticz import FakeDomoticz
from topbms.errors import SinkError
from topbms.sinks.domoticz.client import Client

EVERY_BYTE = bytes(range(256))
ENDLESS = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + 80 * (b"F4240\r\n" + bytes(1_000_000) + b"\r\n")


async def test_a_client_that_never_asked_has_nothing_to_close() -> None:
    await Client("http://127.0.0.1:9", timeout=1, verify_tls=True).close()


async def test_a_closed_client_opens_a_new_connection(fake: FakeDomoticz) -> None:
    client = Client(fake.url, timeout=10, verify_tls=True)
    for _ in range(2):
        assert (await client.get("getuptime")).status == 200
        await client.close()
    assert fake.connections == 2


async def test_a_redirect_is_not_followed(fake: FakeDomoticz) -> None:
    client = Client(fake.url, timeout=10, verify_tls=True)
    fake.fail_next(status=302)
    assert (await client.get("getuptime")).status == 302
    await client.close()
    assert len(fake.requests) == 1


@pytest.mark.parametrize(
    "answer",
    [
        EVERY_BYTE * 50,
        b"\x1b[2J\x07SSH-2.0-OpenSSH\r\n",
        b"~" * 70_000,
        b"HTTP/1.1 200 OK\r\nX: " + b"\xff\x1b" * 9000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\x1b\x07\r\n",
    ],
    ids=["binary", "terminal", "long line", "header", "chunk"],
)
async def test_rubbish_in_place_of_an_answer_is_told_in_one_line(answer: bytes) -> None:
    trouble = await told_by(answer)
    assert "not as a web server does" in trouble
    assert trouble.isprintable()
    assert len(trouble) < 500


async def test_an_answer_without_an_end_is_not_read_to_its_end() -> None:
    assert "answers without an end" in await told_by(ENDLESS)


async def told_by(answer: bytes) -> str:
    """What is said of a port that answers so."""

    async def tell(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        writer.close()

    async with await asyncio.start_server(tell, "127.0.0.1") as server:
        client = Client(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", timeout=10, verify_tls=True)
        with pytest.raises(SinkError) as caught:
            await client.get("getuptime")
        await client.close()
    return str(caught.value)
