"""Ports for a simulated line: TCP, as behind a serial-to-Ethernet converter, and pseudo-terminal.

Know connections and how they are cut, not what is said on them. A port belongs to its `async with`; opening one
that is taken raises LinkError.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from topbms.sim.line import SimulatedLine
from topbms.sim.ptyport import PtyPort
from topbms.sim.tcpport import TcpPort


@asynccontextmanager
async def serve_tcp(line: SimulatedLine, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[TcpPort]:
    """A TCP port for the line: several may connect, all get every reply. Port 0 takes a free one."""
    served = TcpPort(line, host, port)
    try:
        yield served
    finally:
        await served.close()
        await line.close()


@asynccontextmanager
async def serve_pty(line: SimulatedLine, link: Path | None = None) -> AsyncIterator[PtyPort]:
    """A pseudo-terminal for the line; `link` is where a symbolic link to it is kept, so that its name stays."""
    served = PtyPort(line, link)
    try:
        yield served
    finally:
        await served.close()
        await line.close()
