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


_MOST_FRAMES = 1000


@dataclass(frozen=True, slots=True)
class Heard:
    """What a line carried while nobody of ours spoke: good frames, how many damaged ones, and bytes outside of any."""

    frames: tuple[Frame, ...]
    damaged: int
    noise: int

    @property
    def has_master(self) -> bool:
        """Whether somebody else talks in frames on this line."""
        return bool(self.frames)


async def listen(connection: Connection, seconds: float = LISTEN) -> Heard:
    """Hear for a while, sending nothing; raises LinkError for a cut."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    decoder = StreamDecoder()
    frames: list[Frame] = []
    damaged = 0
    while loop.time() < deadline and len(frames) < _MOST_FRAMES:
        for item in decoder.feed(await connection.read(deadline)):
            if isinstance(item, Frame):
                frames.append(item)
            else:
                damaged += 1
    return Heard(tuple(frames), damaged + len(decoder.close()), decoder.noise)


async def walk(
    line: Line, dialect: Dialect, link_id: str, version: int | None = None
) -> AsyncIterator[tuple[int, PackReading | None]]:
    """Each address in turn with the reading of the pack there, None where nobody answers; raises LinkError.

    `version` is the VER of the requests, None for the dialect's own.
    """
    for address in ADDRESSES:
        pack = Pack(f"{link_id}-{address}", f"{link_id}-{address}", link_id, address)
        yield address, await read_pack(line, dialect, pack, version, is_stranger=True)
