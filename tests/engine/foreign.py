"""A line that is another master's: what he and the packs say, again and again, and what he is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from topbms.dialects import dialect
from topbms.protocol.frame import Frame
from topbms.sim.pack import SimulatedPack


def frames_of(name: str, number: int) -> list[bytes]:
    """All that a master and a pack of this number say in one poll."""
    own, pack = dialect(name), SimulatedPack(number, seed=number, soc=50.0 + number)
    conversation = own.conversation(number, own.request_versions[0], identify=False)
    said = []
    request: Frame | None = next(conversation)
    while request is not None:
        reply = own.answer(request, pack)
        said += [request.encode(), reply.encode()]
        try:
            request = conversation.send(own.decode(reply, request))
        except StopIteration:
            request = None
    return said


class _Bus(asyncio.Protocol):
    """Somebody's line: repeats the traffic of others each 2 s, and keeps what it is told."""

    def __init__(self, traffic: list[bytes], told: list[bytes]) -> None:
        self._traffic = traffic
        self._told = told
        self._talk: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._talk = asyncio.create_task(self._say(transport))

    def data_received(self, data: bytes) -> None:
        self._told.append(data)

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        assert self._talk is not None
        self._talk.cancel()

    async def _say(self, transport: asyncio.Transport) -> None:
        while True:
            for frame in self._traffic:
                transport.write(frame)
                await asyncio.sleep(0.1)
            await asyncio.sleep(2)


@asynccontextmanager
async def bus(traffic: list[bytes], told: list[bytes]) -> AsyncIterator[str]:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Bus(traffic, told), "127.0.0.1", 0)
    async with server:
        yield f"socket://127.0.0.1:{server.sockets[0].getsockname()[1]}"
