"""Somebody who uses a link's line through its share: over TCP, or as the vendor's program does."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from topbms.protocol.frame import END, Frame


class Visitor:
    """A raw client: what comes is read from `reader`, what is sent is given to `write`."""

    def __init__(self, reader: asyncio.StreamReader, write: Callable[[bytes], object]) -> None:
        self.reader = reader
        self._write = write

    def send(self, *frames: Frame | bytes) -> None:
        self._write(b"".join(frame.encode() if isinstance(frame, Frame) else frame for frame in frames))

    async def answer(self, within: float = 3.0) -> bytes:
        """The next frame, empty when none comes."""
        try:
            async with asyncio.timeout(within):
                return await self.reader.readuntil(END)
        except TimeoutError:
            return b""

    async def ask(self, frame: Frame | bytes, within: float = 3.0) -> bytes:
        self.send(frame)
        return await self.answer(within)

    async def is_shown_out(self) -> bool:
        """Whether the other end closes the connection."""
        try:
            async with asyncio.timeout(3.0):
                return await self.reader.read() == b""
        except ConnectionResetError:
            return True
        except TimeoutError:
            return False


@asynccontextmanager
async def visiting(port: int, host: str = "127.0.0.1") -> AsyncIterator[Visitor]:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        yield Visitor(reader, writer.write)
    finally:
        writer.transport.abort()


class Wire:
    """A connection as the vendor's program has it: a port that is written to, and passes on what comes."""

    def __init__(self, visitor: Visitor) -> None:
        self.is_whole = False
        """Whether a whole frame came since it was written to."""
        self._visitor = visitor
        self._take: Callable[[bytes], object] = len
        self._reading = asyncio.create_task(self._read())

    def wire_time(self, characters: int) -> float:
        del characters
        return 0.0

    def connect(self, take: Callable[[bytes], object]) -> None:
        self._take = take

    def feed(self, data: bytes) -> None:
        self.is_whole = False
        self._visitor.send(data)

    def close(self) -> None:
        self._reading.cancel()

    async def _read(self) -> None:
        while data := await self._visitor.reader.read(4096):
            self._take(data)
            self.is_whole = self.is_whole or data.endswith(END)
