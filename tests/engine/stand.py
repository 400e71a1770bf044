"""A line to ask over: simulated packs, or a script, behind a TCP port; all on a time that jumps."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tests.engine.jumping import LoopClock
from topbms.dialects.contract import Message
from topbms.dialects.topbms import DIALECT, request
from topbms.engine.counters import LinkCounters
from topbms.engine.line import Line
from topbms.engine.settings import PollSettings
from topbms.protocol.frame import Frame
from topbms.sim.faults import Fault
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp
from topbms.transport.connection import Connection, connect

ANALOG, ALARMS, PRODUCT = 0x42, 0x44, 0xF1

QUICK = PollSettings(spacing=0.0)

Script = Callable[[bytes], Iterable[bytes]]
"""Takes a request's characters, gives the pieces to send back."""


def simulated(*addresses: int, faults: Iterable[Fault] = (), pace: bool = False) -> SimulatedLine:
    """Packs that stand still, answering at once or at the pace of a real line."""
    packs = [SimulatedPack(address, seed=address, soc=50.0 + address) for address in addresses]
    return SimulatedLine(packs, speed=0, faults=faults, pace=pace, clock=LoopClock())


@dataclass(frozen=True, slots=True)
class Stand:
    """An open line and what it counted."""

    connection: Connection
    line: Line
    counters: LinkCounters

    async def ask(self, command: int = ANALOG, address: int = 1) -> Message | None:
        return await self.line.ask(request(command, address))

    def heard(self, direction: str = "response") -> list[str]:
        """The frames of one direction, as they were remembered."""
        return [
            str(frame) if isinstance(frame, Frame) else frame.decode()
            for _, way, frame in self.counters.frames
            if way == direction
        ]


@asynccontextmanager
async def stand_at(url: str, settings: PollSettings = QUICK) -> AsyncIterator[Stand]:
    connection = await connect(url, 9600)
    counters = LinkCounters()
    try:
        yield Stand(connection, Line(connection, DIALECT, 9600, settings, counters), counters)
    finally:
        await connection.close()


@asynccontextmanager
async def stand_on(line: SimulatedLine, settings: PollSettings = QUICK) -> AsyncIterator[Stand]:
    async with serve_tcp(line) as port, stand_at(port.url, settings) as stand:
        yield stand


class _Scripted(asyncio.Protocol):
    """One connection of a scripted port."""

    def __init__(self, script: Script, connections: "set[_Scripted]") -> None:
        self._script = script
        self._connections = connections

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.ended = asyncio.get_running_loop().create_future()
        self._connections.add(self)

    def data_received(self, data: bytes) -> None:
        for piece in self._script(data):
            self.transport.write(piece)

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self.ended.set_result(None)


@asynccontextmanager
async def scripted(script: Script) -> AsyncIterator[str]:
    """The URL of a port where each request is answered by `script`."""
    connections: set[_Scripted] = set()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Scripted(script, connections), "127.0.0.1", 0)
    try:
        yield f"socket://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for connection in connections:
            connection.transport.abort()
            await connection.ended


@asynccontextmanager
async def stand_before(script: Script, settings: PollSettings = QUICK) -> AsyncIterator[Stand]:
    async with scripted(script) as url, stand_at(url, settings) as stand:
        yield stand


def reply(command: int = ANALOG, address: int = 1) -> Frame:
    """What a simulated pack answers."""
    return DIALECT.answer(request(command, address), SimulatedPack(address, seed=address, soc=50.0 + address))
