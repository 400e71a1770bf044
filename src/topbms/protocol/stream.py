"""From a stream of bytes to frames. Knows where a frame begins and ends, nothing of what it means.

One promise: any bytes, in any cuts, give frames, "not yet" (nothing), or FrameError, and nothing else ever
escapes. It takes up again at the next `~` and never holds more than one frame's worth of bytes. Where requests may
begin with another byte than `~`, as few boards want it, that must be said; anywhere else it is noise.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from topbms.errors import FrameError
from topbms.protocol.frame import END, LONGEST, START, Frame, parse

_TOO_MANY = LONGEST + 1  # so many characters can only be refused, whatever follows


@dataclass(frozen=True, slots=True)
class Damage:
    """Characters that began like a frame and were none: what stood there, and why it was refused."""

    text: bytes
    error: FrameError


class StreamDecoder:
    """Cuts a byte stream into frames; feed it whatever a read returned.

    `starts` are the bytes that a frame may begin with. `noise` counts the bytes outside of any frame (line ends not
    counted).
    """

    def __init__(self, starts: bytes = START) -> None:
        self.noise = 0
        self._held = b""
        self._start = re.compile(b"[%b]" % re.escape(starts))
        self._stop = re.compile(b"[\r\n%b]" % re.escape(starts))

    def feed(self, data: bytes) -> list[Frame | Damage]:
        """Take bytes in; return what they completed, in order. Never raises."""
        data = self._held + data
        self._held = b""
        if data[:1] == START and data[-1:] == END:
            try:
                return [parse(data[1:-1])]  # nearly every read completes one frame
            except FrameError:
                pass  # or several, or a damaged one: that takes a closer look
        return list(self._take(data))

    def close(self) -> list[Frame | Damage]:
        """End of input: a frame that was begun counts as it stands. The decoder may be used again."""
        held, self._held = self._held, b""
        return [self._read(held)] if held else []

    def _take(self, data: bytes) -> Iterator[Frame | Damage]:
        start = self._skip_to_start(data, 0)
        while start >= 0:
            stop = self._stop.search(data, start + 1)
            end = stop.start() if stop else len(data)
            if stop is None and end - start <= _TOO_MANY:
                self._held = data[start:]
                return
            yield self._read(data[start:end])
            start = self._skip_to_start(data, end)

    def _skip_to_start(self, data: bytes, at: int) -> int:
        """The place of the next start, or -1; what is skipped counts as noise."""
        found = self._start.search(data, at)
        start = found.start() if found else -1
        skipped = data[at:start] if start >= 0 else data[at:]
        self.noise += len(skipped.translate(None, b"\r\n"))
        return start

    def _read(self, text: bytes) -> Frame | Damage:
        """What begins with a start; characters beyond the longest frame are noise."""
        start, text = text[:1], text[1:]
        self.noise += len(text[_TOO_MANY:])
        text = text[:_TOO_MANY]
        try:
            return parse(text, start)
        except FrameError as error:
            return Damage(text, error)
