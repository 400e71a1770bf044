"""A link that the vendor's program uses too, at a true line pace: how late each of the two makes the other.

The packs live in a process of their own. The vendor's program is played as it was seen to behave: it asks 4D, E9, 51,
42, 44, waits a fixed time after each, and begins anew every 2.7 s.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from time import perf_counter

from benchmarks.poll import packs
from benchmarks.row import Row
from topbms.dialects.memory import Topic
from topbms.dialects.topbms import DIALECT
from topbms.engine.clock import SystemClock
from topbms.engine.feed import Feed
from topbms.engine.link import Link
from topbms.engine.settings import LinkSettings, PackSettings, PollSettings
from topbms.protocol.frame import END, Frame

WAITS = {0x4D: 0.4, 0xE9: 0.4, 0x51: 0.4, 0x42: 0.5, 0x44: 0.5}
"""s that the vendor's program waits for each answer."""

MOST_FOREIGN = 1
"""Exchanges of others by which ours may be later."""

_PERIOD = 2.7
_ROUNDS = 6
_WITH_PACK = {0xE9, 0x42, 0x44}
_SELDOM = 3600.0
_INTERVAL = 2.0
_WARM_UP = 3.0
_FLOOD = 10.0


def measure() -> Iterable[Row]:
    """Our questions count exchanges, the program's answers are timed."""
    left = asyncio.run(_answers())
    yield Row(
        "share: what is left of the vendor's waiting times",
        f"{1000 * min(left):.0f} ms, {len(left)} answers",
        "none is late",
        min(left) > 0,
    )
    for who, foreign in (
        ("the vendor's program", asyncio.run(_beside_program())),
        ("a flood", asyncio.run(_beside_flood())),
    ):
        yield Row(
            f"share: our question later beside {who}",
            f"{sum(foreign) / len(foreign):.1f} exchanges, at most {max(foreign)}",
            f"at most {MOST_FOREIGN} foreign exchange",
            max(foreign) <= MOST_FOREIGN,
        )


async def _answers() -> list[float]:
    """Seconds left of each waiting time but the first, while two packs are polled every 2 s."""
    async with _shared(_INTERVAL) as (_, port):
        return (await _program(port))[1:]


async def _beside_program() -> list[int]:
    async with _shared(_SELDOM) as (link, port):
        program = asyncio.create_task(_program(port))
        return await _foreign(link, program)


async def _beside_flood() -> list[int]:
    async with _shared(_SELDOM) as (link, port):
        return await _foreign(link, asyncio.create_task(_flood(port)))


async def _foreign(link: Link, guest: "asyncio.Task[object]") -> list[int]:
    """How many exchanges of a guest each of our questions had to wait for, as long as he is there."""
    counts = []
    await asyncio.sleep(_PERIOD)
    while not guest.done():
        before = link.counters.relayed
        await link.inquire(1, Topic.CLOCK)
        counts.append(link.counters.relayed - before)
        await asyncio.sleep(0.37)  # at no multiple of the program's times
    await guest
    return counts


async def _program(port: int) -> list[float]:
    """Seconds left of each waiting time of the vendor's program; negative for an answer that was late."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    left = []
    for _ in range(_ROUNDS):
        begin = perf_counter()
        for code, wait in WAITS.items():
            left.append(await _timed(reader, writer, code, wait))
        await asyncio.sleep(max(begin + _PERIOD - perf_counter(), 0))
    writer.close()
    return left


async def _timed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, code: int, wait: float) -> float:
    begin = perf_counter()
    writer.write(Frame(0x52, 1, 0x46, code, b"\x01" if code in _WITH_PACK else b"").encode())
    async with asyncio.timeout(10):
        await reader.readuntil(END)
    left = wait - (perf_counter() - begin)
    await asyncio.sleep(max(left, 0))
    return left


async def _flood(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    end = perf_counter() + _FLOOD
    while perf_counter() < end:
        writer.write(Frame(0x52, 1, 0x46, 0x42, b"\x01").encode() * 10)
        for _ in range(10):
            await reader.readuntil(END)
    writer.close()


@asynccontextmanager
async def _shared(interval: float) -> AsyncIterator[tuple[Link, int]]:
    """A link to two packs, once it has read both, and the port where it is shared."""
    port = _free_port()
    with packs("tcp") as url:
        members = (PackSettings(address=1), PackSettings(address=2))
        settings = LinkSettings(id="usr1", url=url, pack=members, share=f"127.0.0.1:{port}")
        clock = SystemClock()
        link = Link(settings, PollSettings(interval=interval), DIALECT, Feed(clock, interval), clock)
        running = asyncio.create_task(link.run())
        await asyncio.sleep(_WARM_UP)
        try:
            yield link, port
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
