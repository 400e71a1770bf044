"""A server that gives one answer to every request, whatever was asked: no Domoticz, but something answers there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def canned(body: str) -> AsyncIterator[str]:
    """The address of one that says 200 and this."""

    async def tell(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        data = body.encode()
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%b" % (len(data), data))
        writer.close()

    async with await asyncio.start_server(tell, "127.0.0.1") as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
