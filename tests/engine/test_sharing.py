"""A link whose line the vendor's program uses too, on a real line's pace: what both get, and who waits for whom.

Moments are of a time that jumps; asserted are the order and the number of exchanges. How long both wait is measured by
`benchmarks/share.py`.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.engine.jumping import LoopClock
from tests.engine.polling import Site, link_to, polling
from tests.engine.stand import ANALOG, reply, simulated
from tests.engine.test_guests import MARK, asked, shared
from tests.engine.visitor import Visitor, Wire, visiting
from tests.sim.monitor import Monitor
from topbms.protocol.frame import Frame
from topbms.sim.faults import Mute
from topbms.sim.line import SimulatedLine

ROUND = (0x4D, 0xE9, 0x51, 0x42, 0x44)
PERIOD = 2.7
WITH_PACK = {0x42, 0x44, 0xE9}
PATIENT = 6.0
"""s. Longer than anything here may take: what is asserted is who was answered, not how fast."""


class Vendor(Monitor):
    """The vendor's program, but for VER, by which its requests are told from ours, and for its patience."""

    version = MARK


class Turning(LoopClock):
    """Waits as long as the program does and, where it would give up, on until the answer has come."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def turn(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        for _ in range(int(PATIENT / 0.05)):
            if self._wire.is_whole:
                return
            await asyncio.sleep(0.05)


def info(code: int, address: int) -> bytes:
    return bytes((address,)) if code in WITH_PACK else b""


@asynccontextmanager
async def vendor_at(port: int) -> AsyncIterator[Vendor]:
    async with visiting(port) as visitor:
        wire = Wire(visitor)
        yield Vendor(wire, Turning(wire))
        wire.close()


async def rounds(vendor: Vendor, count: int, *addresses: int) -> list[tuple[float, Frame]]:
    """Let it ask all its packs so often; what it asked, and when."""
    begun = []
    loop = asyncio.get_running_loop()
    for _ in range(count):
        for address in addresses:
            end = loop.time() + PERIOD
            for code in ROUND:
                begun.append((loop.time(), Frame(MARK, address, 0x46, code, info(code, address))))
                assert await vendor.ask(address, code, info(code, address)), f"{code:02X} of pack {address}"
            await asyncio.sleep(max(end - loop.time(), 0))
    return begun


def foreign(line: SimulatedLine, begun: list[tuple[float, Frame]]) -> list[int]:
    """For each request, how many of ours reached the packs after it was asked and before it got there."""
    counts = []
    heard = list(line.heard)
    for moment, request in begun:
        arrived = next(at for at, frame in heard if frame == request and at > moment)
        counts.append(sum(moment < at < arrived for at, frame in heard if frame.version != MARK))
    return counts


def readings(site: Site, pack: str) -> list[float]:
    return [moment for moment in site.moments(pack) if moment > 10]


@pytest.mark.parametrize("watched", [(1,), (1, 2), (2,)])
async def test_the_vendor_s_program_is_answered_rightly_while_the_gateway_polls(watched: tuple[int, ...]) -> None:
    line = simulated(1, 2, pace=True)
    async with shared(line, 1, 2, interval=2.0, spacing="auto") as (site, port), vendor_at(port) as vendor:
        begun = await rounds(vendor, 6 // len(watched), *watched)
        took = site.now - 10
    assert len(begun) == 30
    assert max(foreign(line, begun)) <= 1
    for pack in ("usr1-1", "usr1-2"):
        assert len(readings(site, pack)) > took / 2.0 * 0.6, "it is read all the same"
    own = [frame.cid2 for at, frame in line.heard if frame.version != MARK and at > begun[0][0]]
    assert 0x44 in own, "a conversation goes on behind a guest"


async def test_a_pack_that_is_silent_is_asked_seldom_while_the_line_is_shared() -> None:
    line = simulated(1, 2, pace=True)
    line.faults.set(Mute(pack=2))
    async with shared(line, 1, 2, interval=2.0, spacing="auto") as (site, port), vendor_at(port) as vendor:
        await site.until(10)
        begun = await rounds(vendor, 12, 1)
        end = begun[-1][0]
        asked_2 = [at for at, frame in line.heard if frame.address == 2 and begun[5][0] < at < end]
        assert len(asked_2) <= 1
        await site.until(site.now + 30)
        later = [at for at, frame in line.heard if frame.address == 2 and at > end + 6]
    assert len(later) >= 2, "as soon as nobody else asks"
    assert max(foreign(line, begun)) <= 1


async def test_two_programs_at_once_are_both_answered() -> None:
    line = simulated(1, 2, pace=True)
    async with (
        shared(line, 1, 2, interval=5.0, spacing="auto") as (site, port),
        vendor_at(port) as first,
        vendor_at(port) as second,
    ):
        both = await asyncio.gather(rounds(first, 6, 1), rounds(second, 6, 2))
        took = site.now - 10
    assert [len(begun) for begun in both] == [30, 30]
    assert len(readings(site, "usr1-1")) > took / 5.0 * 0.6


async def test_a_second_gateway_reads_through_the_first() -> None:
    line = simulated(1, 2, pace=True)
    async with shared(line, 1, 2, interval=5.0) as (site, port), _second(port) as second:
        await site.until(40)
    for at in (site, second):
        for pack in ("1", "2"):
            moments = [reading.monotonic for reading in at.readings if reading.pack.id.endswith(pack)]
            assert len(moments) >= 6
    assert second.link.counters.faults == {}


@asynccontextmanager
async def _second(port: int) -> AsyncIterator[Site]:
    async with polling(link_to(f"socket://127.0.0.1:{port}", 1, 2, id="far"), interval=5.0) as site:
        yield site


async def _flood(guest: Visitor, stop: asyncio.Event) -> None:
    """Ask and ask, and never read."""
    while not stop.is_set():
        guest.send(*[asked(ANALOG)] * 50)
        await asyncio.sleep(0.1)


async def test_a_flood_makes_each_exchange_of_ours_later_by_one() -> None:
    line = simulated(1, 2, pace=True)
    stop = asyncio.Event()
    async with shared(line, 1, 2, interval=0.2) as (site, port), visiting(port) as guest:
        flooding = asyncio.create_task(_flood(guest, stop))
        await site.until(9)
        stop.set()
        await flooding
        heard = [frame.version for at, frame in line.heard if at - site.begin > 3]
    runs = "".join("h" if version == MARK else "o" for version in heard).split("o")
    assert {len(run) for run in runs[1:-1]} == {1}, "ours were always due"


@pytest.mark.parametrize("begin", [b"~2101", b"\xff" * 3000, b"", asked(ANALOG).encode() * 3])
async def test_whoever_hangs_or_goes_in_the_middle_keeps_nobody_from_the_line(begin: bytes) -> None:
    line = simulated(1, pace=True)
    async with shared(line, 1, interval=2.0) as (site, port), visiting(port) as stays:
        async with visiting(port) as goes:
            goes.send(begin)
            await asyncio.sleep(0.15)
        await site.until(20)
        assert await stays.ask(asked(ANALOG)) == reply(ANALOG).encode()
    assert len(site.moments("usr1-1")) >= 8
