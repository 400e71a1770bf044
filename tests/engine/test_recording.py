"""What goes over a line becomes lines of a capture: times in UTC, directions by what is said."""

import asyncio

import pytest

from tests.sim.captured import ANALOG_REPLY, ANALOG_REQUEST
from topbms.engine.recording import Heard, overhear, recorded
from topbms.errors import LinkError
from topbms.protocol.capture import Captured
from topbms.protocol.frame import Frame, parse
from topbms.transport.connection import connect


class StillClock:
    """Both clocks stand."""

    def monotonic(self) -> float:
        return 100.0

    def utc(self) -> float:
        return 1_763_856_000.0

    def is_known(self) -> bool:
        return True


def test_a_ring_as_a_capture() -> None:
    heard: list[Heard] = [
        (99.5, "request", parse(ANALOG_REQUEST[1:-1])),
        (99.75, "response", b"~5\xff"),
        (100.0, "request", Frame(1, 1, 0x4F, 0x42, b"", b"\xbc")),
    ]
    first, damaged, other = recorded(heard, StillClock(), "garage")
    assert first == Captured(ANALOG_REQUEST[:-1].decode(), "request", 1_763_855_999.5, link="garage")
    assert damaged == Captured("~5\xff", "response", 1_763_855_999.75, link="garage")
    assert other.parsed().start == b"\xbc"


async def overheard(heard: list[Heard], *said: bytes, seconds: float = 30.0) -> None:
    """Overhear a line on which this is said before it is cut."""

    async def say(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.writelines(said)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(say, "127.0.0.1", 0)
    connection = await connect(f"socket://127.0.0.1:{server.sockets[0].getsockname()[1]}", 9600)
    try:
        await overhear(connection, seconds, heard.append)
    finally:
        await connection.close()
        server.close()


@pytest.mark.parametrize(
    ("said", "direction"),
    [
        (ANALOG_REQUEST, "request"),
        (ANALOG_REPLY, "response"),
        (Frame(0x52, 1, 0x46, 0x04).encode(), "response"),
        (Frame(0x99, 1, 0x99, 0x00).encode(), "response"),
        (Frame(0x99, 1, 0x99, 0x77).encode(), "unknown"),
        (b"~5201\r", "unknown"),
    ],
)
async def test_who_spoke(said: bytes, direction: str) -> None:
    heard: list[Heard] = []
    with pytest.raises(LinkError):
        await overheard(heard, b"noise", said)
    ((_, found, frame),) = heard
    assert found == direction
    assert (frame if isinstance(frame, bytes) else frame.encode()[:-1]) == said[:-1]


async def test_when_the_time_is_over() -> None:
    heard: list[Heard] = []
    await overheard(heard, ANALOG_REQUEST, seconds=0)
    assert heard == []
