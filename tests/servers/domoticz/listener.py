"""TCP connections: accepts, keeps, counts and cuts them. Knows requests as wholes, not what they ask."""

import asyncio
import contextlib
import socket
import ssl
import weakref
from collections.abc import Awaitable, Callable

from tests.servers.domoticz.wire import MOST_BYTES, Request, Response, encode, read_request

Answer = Callable[[Request], Awaitable[Response | None]]


class Listener:
    """A web server on one port of 127.0.0.1 that stays its own from the first `start` until `release`."""

    def __init__(self, answer: Answer, port: int = 0) -> None:
        self.accepted = 0
        # A kept connection that says nothing for so long is closed, without a word.
        self.idle_seconds = 20.0
        self._answer = answer
        self._place = _bound(port)
        weakref.finalize(self, self._place.close)
        self._server: asyncio.Server | None = None
        self._open: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._idle: set[asyncio.StreamWriter] = set()

    @property
    def port(self) -> int:
        return int(self._place.getsockname()[1])

    async def start(self, tls: ssl.SSLContext | None) -> None:
        place = _bound(self.port)
        self._server = await asyncio.start_server(self._serve, sock=place, ssl=tls, limit=MOST_BYTES)

    async def stop(self) -> None:
        """Refuse new connections and cut the open ones, answered or not."""
        if self._server is None:
            return
        self._server.close()
        tasks = list(self._open)
        for task, writer in self._open.items():
            writer.transport.abort()
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._server.wait_closed()
        self._server = None

    def drop_idle(self) -> None:
        """Close the kept connections that wait for a request, as after 20 s of silence."""
        for writer in self._idle:
            writer.close()

    def release(self) -> None:
        self._place.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.accepted += 1
        self._open[task] = writer
        try:
            # Whoever stops the server cancels this; asyncio would log that as a fault of the callback.
            with contextlib.suppress(asyncio.CancelledError):
                await self._converse(reader, writer)
        finally:
            del self._open[task]
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while request := await self._next(reader, writer):
            response = await self._answer(request)
            if response is None:
                return
            writer.write(encode(response, request))
            with contextlib.suppress(ConnectionError):
                await writer.drain()
            if not request.keep_alive:
                return

    async def _next(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Request | None:
        self._idle.add(writer)
        try:
            async with asyncio.timeout(self.idle_seconds):
                return await read_request(reader)
        except TimeoutError:
            return None
        finally:
            self._idle.discard(writer)


def _bound(port: int) -> socket.socket:
    """A socket on the port. A bound one that does not listen keeps the port ours, and refuses connections."""
    place = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    place.bind(("127.0.0.1", port))
    return place
