"""From a stream of bytes to frames. Knows where a frame begins and ends, nothing of what it means.

One promise: any bytes, in any cuts, give frames, "not yet" (nothing), or FrameError, and nothing else ever
escapes. It takes up again at the next `~` and never holds more than one frame's worth of bytes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from topbms.errors import FrameError
from topbms.protocol.frame import LONGEST, START, Frame, parse

_STOP = re.compile(rb"[\r\n~]")


@dataclass(frozen=True, slots=True)
class Damage:
    """Characters that began like a frame and were none: what stood there, and why it was refused."""

    text: bytes
    error: FrameError


class StreamDecoder:
    """Cuts a byte stream into frames; feed it whatever a read returned.

    `noise` counts the bytes outside of any frame (line ends not counted).
    """

    def __init__(self) -> None:
        self.noise = 0
        self._held = b""

    def feed(self, data: bytes) -> list[Frame | Damage]:
        """Take bytes in; return what they completed, in order. Never raises."""
        return list(self._take(self._held + data if self._held else data))

    def close(self) -> list[Frame | Damage]:
        """End of input: a frame that was begun counts as it stands. The decoder may be used again."""
        held, self._held = self._held, b""
        return [_read(held[1:])] if held else []

    def _take(self, data: bytes) -> Iterator[Frame | Damage]:
        start = self._skip_to_start(data, 0)
        while start >= 0:
            stop = _STOP.search(data, start + 1)
            if stop is None:
                yield from self._hold(data[start:])
                return
            yield _read(data[start + 1 : stop.start()])
            start = self._skip_to_start(data, stop.start())
        self._held = b""

    def _skip_to_start(self, data: bytes, at: int) -> int:
        """The place of the next `~`, or -1; what is skipped counts as noise."""
        start = data.find(START, at)
        skipped = data[at:start] if start >= 0 else data[at:]
        self.noise += len(skipped.translate(None, b"\r\n"))
        return start

    def _hold(self, begun: bytes) -> Iterator[Damage]:
        """Keep a frame that is not complete, unless it is longer than any frame can be."""
        if len(begun) - len(START) <= LONGEST:
            self._held = begun
            return
        self._held = b""
        yield Damage(begun[1 : LONGEST + 1], _too_long())


def _read(text: bytes) -> Frame | Damage:
    if len(text) > LONGEST:
        return Damage(text[:LONGEST], _too_long())
    try:
        return parse(text)
    except FrameError as error:
        return Damage(text, error)


def _too_long() -> FrameError:
    return FrameError("syntax", "more than {longest} characters without an end", longest=LONGEST)
