"""What is on a line: listen first, find the dialect, then walk the addresses in it. Knows when a line has a master.

Two masters on one line garble each other, so a line on which requests or replies are heard is left alone.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from topbms.dialects.contract import Dialect
from topbms.engine.discovery import ADDRESSES
from topbms.engine.line import Line
from topbms.engine.once import read_pack
from topbms.engine.recognition import requests
from topbms.model.reading import Pack, PackReading
from topbms.protocol.frame import Frame
from topbms.protocol.stream import StreamDecoder
from topbms.transport.connection import Connection, is_network

LISTEN = 4.0
"""s. Longer than the vendor's program or an inverter waits between two polls."""


USUAL_BAUD = 9600
BAUDS = (USUAL_BAUD, 19_200, 115_200, 4800, 57_600)
"""The speeds that packs are known to have, the usual one first."""

_MOST_FRAMES = 1000
_LIKELY = 2
_LEAST_DEADLINE, _MOST_DEADLINE = 0.2, 0.5


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


def bauds(url: str) -> tuple[int, ...]:
    """The speeds to try on a port; behind a converter that keeps its own, there is but one."""
    return BAUDS if not is_network(url) or url.startswith("rfc2217:") else (USUAL_BAUD,)


def questions(baud: int, version: int | None = None) -> list[Frame]:
    """What to ask at a speed to find the dialect: likely addresses in every way, at the usual speed the others too."""
    likely = requests(ADDRESSES[:_LIKELY], version)
    others = requests(ADDRESSES[_LIKELY:], version, is_usual=True) if baud == USUAL_BAUD else []
    return list(dict.fromkeys((*likely, *others)))


def deadline_after(seconds: float) -> float:
    """How long to wait for the others on a line where the first answer was whole after so many seconds."""
    return min(max(1.5 * seconds, _LEAST_DEADLINE), _MOST_DEADLINE)


async def walk(
    line: Line, dialect: Dialect, link_id: str, version: int | None = None
) -> AsyncIterator[tuple[int, PackReading | None]]:
    """Each address in turn with the reading of the pack there, None where nobody answers; raises LinkError.

    `version` is the VER of the requests, None for the dialect's own.
    """
    for address in ADDRESSES:
        pack = Pack(f"{link_id}-{address}", f"{link_id}-{address}", link_id, address)
        yield address, await read_pack(line, dialect, pack, version, is_stranger=True, identify=False)
