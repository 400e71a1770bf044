"""What is on a line: listen first, then walk the addresses. Knows when a line already has a master.

Two masters on one line garble each other, so a line on which requests or replies are heard is left alone.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from topbms.dialects.contract import Dialect
from topbms.engine.discovery import ADDRESSES
from topbms.engine.line import Line
from topbms.engine.once import read_pack
from topbms.model.reading import Pack, PackReading
from topbms.protocol.frame import Frame
from topbms.protocol.stream import StreamDecoder
from topbms.transport.connection import Connection

LISTEN = 4.0
"""s. Longer than the vendor's program or an inverter waits between two polls."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a line carried while nobody of ours spoke: good frames, damaged ones, and bytes outside of any."""

    frames: tuple[Frame, ...]
    damaged: int
    noise: int

    @property
    def has_master(self) -> bool:
        """Whether somebody else talks in frames on this line."""
        return bool(self.frames)


async def listen(connection: Connection, seconds: float = LISTEN) -> Heard:
    """Hear for a while, sending nothing; raises LinkError for a cut."""
    deadline = asyncio.get_running_loop().time() + seconds
    decoder = StreamDecoder()
    items = []
    while data := await connection.read(deadline):
        items += decoder.feed(data)
    items += decoder.close()
    frames = tuple(item for item in items if isinstance(item, Frame))
    return Heard(frames, len(items) - len(frames), decoder.noise)


async def walk(line: Line, dialect: Dialect, link_id: str) -> AsyncIterator[tuple[int, PackReading | None]]:
    """Each address in turn with the reading of the pack there, None where nobody answers; raises LinkError."""
    for address in ADDRESSES:
        pack = Pack(f"{link_id}-{address}", f"{link_id}-{address}", link_id, address)
        yield address, await read_pack(line, dialect, pack, retries=0)
