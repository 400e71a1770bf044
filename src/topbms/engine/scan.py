"""What is on a line: listen first, find the dialect, then walk the addresses in it. Knows when a line has a master.

Two masters on one line garble each other, so a line on which requests or replies are heard is left alone.
"""

import asyncio
from collections.abc import AsyncIterator, Callable

from topbms.dialects.contract import Dialect
from topbms.engine.conversation import Patience
from topbms.engine.discovery import ADDRESSES
from topbms.engine.findings import Heard, Misfit
from topbms.engine.frozen import Heard as Kept
from topbms.engine.line import Line
from topbms.engine.once import read_pack
from topbms.engine.overhearing import direction
from topbms.engine.recognition import requests
from topbms.engine.settings import PollSettings
from topbms.model.reading import Pack, PackReading
from topbms.protocol.frame import STARTS, Frame
from topbms.protocol.stream import StreamDecoder
from topbms.transport.connection import Connection, is_network

LISTEN = 4.0
"""s. Longer than the vendor's program or an inverter waits between two polls."""


USUAL_BAUD = 9600
BAUDS = (USUAL_BAUD, 19_200, 115_200, 4800, 57_600)
"""The speeds that packs are known to have, the usual one first."""

_MOST_FRAMES = 1000
_LIKELY = 2
_MOST_DEADLINE = 0.5

QUICK = 0.15
"""s. Within it nearly every pack begins its answer: the vendor's program waits 0.3 s for a reply of 0.18 s on the wire.

The slower ones are asked again with everyday patience.
"""


Keep = Callable[[Kept], None]
"""Is given every frame that is heard."""


def forget(kept: Kept) -> None:
    """Keep nothing."""
    del kept


async def listen(connection: Connection, seconds: float = LISTEN, keep: Keep = forget) -> Heard:
    """Hear for a while, sending nothing; raises LinkError for a cut."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    decoder = StreamDecoder(STARTS)
    frames: list[Frame] = []
    damaged = 0
    while loop.time() < deadline and len(frames) < _MOST_FRAMES:
        for item in decoder.feed(await connection.read(deadline)):
            if isinstance(item, Frame):
                frames.append(item)
                keep((loop.time(), direction(item), item))
            else:
                damaged += 1
                keep((loop.time(), "unknown", b"~" + item.text))
    return Heard(tuple(frames), damaged + len(decoder.close()), decoder.noise)


def bauds(url: str) -> tuple[int, ...]:
    """The speeds to try on a port; behind a converter that keeps its own, there is but one."""
    return BAUDS if not is_network(url) or url.startswith("rfc2217:") else (USUAL_BAUD,)


def questions(baud: int, version: int | None = None) -> list[Frame]:
    """What to ask at a speed to find the dialect: likely addresses in every way, at the usual speed the others too."""
    likely = requests(ADDRESSES[:_LIKELY], version)
    others = requests(ADDRESSES[_LIKELY:], version, is_usual=True) if baud == USUAL_BAUD else []
    return list(dict.fromkeys((*likely, *others)))


def urgent(version: int | None = None) -> list[Frame]:
    """What to ask first, at the usual speed and with QUICK as deadline: the likeliest address in every way."""
    return requests(ADDRESSES[:1], version)


def deadline_after(seconds: float | None) -> float:
    """How long to wait for the others on a line where a pack took so many seconds to begin its answer."""
    return min(max(3 * (seconds or 0.0), QUICK), _MOST_DEADLINE)


async def walk(
    line: Line, dialect: Dialect, link_id: str, version: int | None = None
) -> AsyncIterator[tuple[int, PackReading | None, Misfit | None]]:
    """Each address in turn with the reading of the pack there, and what of its answers could not be read.

    Both are None where nobody answers. `version` is the VER of the requests, None for the dialect's own. Raises
    LinkError.
    """
    for address in ADDRESSES:
        pack = Pack(f"{link_id}-{address}", f"{link_id}-{address}", link_id, address)
        patience = Patience(PollSettings().retries, is_stranger=True)
        reading = await read_pack(line, dialect, pack, version, identify=False, patience=patience)
        yield address, reading, patience.trouble
