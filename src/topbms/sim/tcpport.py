"""A TCP port for a simulated line, as of a serial-to-Ethernet converter with several connections.

All bytes of the line go to every connection, all bytes of every connection to the line. Knows the two faults of
connections. Listening begins and ends at once, without awaiting, so that a fault is in force when it is set.
"""

import asyncio
from typing import cast

from topbms.sim.faults import Cut, Fault, HalfOpen
from topbms.sim.line import SimulatedLine
from topbms.transport.doorway import Doorway


class TcpPort:
    """Listens from the start; the port stays its own while it is cut. Needs a running event loop.

    Raises LinkError when the port cannot be had, ConfigError for an address that this machine does not have.
    """

    def __init__(self, line: SimulatedLine, host: str, port: int) -> None:
        self.line = line
        self.connections: set[_Connection] = set()
        self._doorway = Doorway(host, port, lambda: _Connection(self))
        self._unwatch = line.faults.watch(self._on_fault)
        if not line.faults.of(Cut):
            self._doorway.open()

    @property
    def port(self) -> int:
        """The number of the port."""
        return self._doorway.port

    @property
    def url(self) -> str:
        """What a link's `url` is to be."""
        return f"socket://{self._doorway.host}:{self.port}"

    async def close(self) -> None:
        """Cut everything and give the port back."""
        self._unwatch()
        self._doorway.shut()
        ends = [connection.ended for connection in self._abort(list(self.connections))]
        await asyncio.gather(*ends)
        await self._doorway.close()

    def joined(self, connection: "_Connection") -> bool:
        """Take a new connection; False when the port was cut in the meantime."""
        if not self._doorway.is_open:
            return False
        self.connections.add(connection)
        return True

    def _on_fault(self, fault: Fault, in_force: bool) -> None:
        if isinstance(fault, Cut):
            self._set_cut(in_force)
        if isinstance(fault, HalfOpen):
            self._set_half_open(fault, in_force)

    def _set_cut(self, is_cut: bool) -> None:
        if is_cut:
            self._doorway.shut()
            self._abort(list(self.connections))
        else:
            self._doorway.open()

    def _set_half_open(self, fault: HalfOpen, in_force: bool) -> None:
        """Connections that died come to their end when the fault is over; so do those whose client has left."""
        if in_force and fault.present:
            for connection in self.connections:
                connection.is_dead = True
        if not in_force:
            self._abort([connection for connection in self.connections if connection.is_over(fault)])

    def _abort(self, connections: list["_Connection"]) -> list["_Connection"]:
        for connection in connections:
            connection.abort()
        return connections


class _Connection(asyncio.Protocol):
    """One client."""

    def __init__(self, port: TcpPort) -> None:
        self.is_dead = False
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._port = port
        self._line = port.line
        self._has_left = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)
        if not self._port.joined(self):
            self._transport.abort()
            return
        self._disconnect = self._line.connect(self._deliver)

    def data_received(self, data: bytes) -> None:
        if not self._is_numb():
            self._line.feed(data)

    def eof_received(self) -> bool:
        """Whether the connection stays open although the client has left."""
        self._has_left = True
        return self._is_numb()

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        if self in self._port.connections:
            self._port.connections.discard(self)
            self._disconnect()
        self.ended.set_result(None)

    def abort(self) -> None:
        self._transport.abort()

    def is_over(self, fault: HalfOpen) -> bool:
        """Whether nothing is left for it when this fault is over."""
        return self._has_left or (fault.present and self.is_dead)

    def _is_numb(self) -> bool:
        return self.is_dead or any(not fault.present for fault in self._line.faults.of(HalfOpen))

    def _deliver(self, data: bytes) -> None:
        if not self._is_numb():
            self._transport.write(data)
