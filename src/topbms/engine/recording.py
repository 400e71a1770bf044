"""Frames as they went over a line, as lines of a capture: of a link's ring, of our own questions, of another master.

Knows connections and clocks; not what frames are for, and no file.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator

from topbms.dialects.contract import Dialect
from topbms.dialects.memory import Inquiring, Topic
from topbms.engine.clock import Clock
from topbms.engine.conversation import Patience, converse
from topbms.engine.frozen import Heard
from topbms.engine.line import Line
from topbms.engine.overhearing import direction
from topbms.engine.settings import PollSettings
from topbms.protocol.capture import Captured
from topbms.protocol.frame import STARTS, Frame
from topbms.protocol.stream import StreamDecoder
from topbms.transport.connection import Connection

__all__ = ["Heard", "overhear", "question", "recorded"]

_LOGS = (Topic.DATA, Topic.ALARMS)


def recorded(heard: Iterable[Heard], clock: Clock, link: str = "") -> Iterator[Captured]:
    """The same with UTC times, the oldest first; `link` is where it was heard, empty where there is but one."""
    ahead = clock.utc() - clock.monotonic()
    for at, went, frame in list(heard):
        text = frame.decode("latin-1") if isinstance(frame, bytes) else str(frame)
        yield Captured(text, went, round(at + ahead, 3), link=link)


async def overhear(connection: Connection, seconds: float, keep: Callable[[Heard], None]) -> None:
    """Keep what others say on a line, for so many seconds, without a word; raises LinkError for a cut."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    decoder = StreamDecoder(STARTS)
    while loop.time() < end:
        for found in decoder.feed(await connection.read(end)):
            if isinstance(found, Frame):
                keep((loop.time(), direction(found), found))
            else:
                keep((loop.time(), "unknown", b"~" + found.text))


async def question(line: Line, dialect: Dialect, address: int, version: int, *, logs: bool = False) -> None:
    """Ask a pack everything that its dialect knows to ask, its logs only if wanted; raises LinkError for a cut.

    A pack that answers nothing is asked no further.
    """
    patience = Patience(PollSettings().retries)
    told = await converse(line, dialect.conversation(address, version, identify=True), patience)
    if not isinstance(dialect, Inquiring) or not (told or patience.trouble):
        return
    for topic in Topic:
        if logs or topic not in _LOGS:
            await converse(line, dialect.inquiry(topic, address, version), patience)
