"""The server of a view on a port of its own, and visitors who know HTTP or do not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

import aiohttp

from tests.servers.real import free_port
from topbms.web.api.door import Door
from topbms.web.server import bound, serve
from topbms.web.settings import Address
from topbms.web.view import View


class Answer(NamedTuple):
    status: int
    text: str
    headers: dict[str, str]


@asynccontextmanager
async def serving(view: View, host: str = "127.0.0.1", door: Door | None = None) -> AsyncIterator[int]:
    """The port that answers."""
    port = free_port()
    task = asyncio.create_task(serve(bound(Address(host, port)), view, door))
    try:
        yield port
    finally:
        task.cancel()
        await asyncio.wait([task])


async def get(port: int, path: str, method: str = "GET", **headers: str) -> Answer:
    """Ask once."""
    url = f"http://127.0.0.1:{port}{path}"
    async with aiohttp.ClientSession() as session, session.request(method, url, headers=headers) as response:
        return Answer(
            response.status, await response.text(), {key.lower(): value for key, value in response.headers.items()}
        )


async def say(port: int, data: bytes) -> bytes:
    """Send bytes; all that comes until the other end hangs up, or says nothing for long."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(30):
            writer.write(data)
            writer.write_eof()
            return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()
