"""What a real link asks between its polls: topics that are due, and what somebody wants to know."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from tests.engine.jumping import LoopClock
from tests.engine.polling import asked, gaps, link_to
from tests.engine.stand import simulated
from topbms.dialects import dialect
from topbms.dialects.contract import Dialect
from topbms.dialects.memory import Topic
from topbms.dialects.topbms import DIALECT
from topbms.engine.dossiers import Dossiers
from topbms.engine.feed import Feed
from topbms.engine.link import Link
from topbms.engine.settings import PollSettings
from topbms.errors import ConfigError, LinkError
from topbms.model.fragment import Record
from topbms.model.reading import PackReading
from topbms.sim.faults import Cut, ErrorCode, Fault, Mute, Slow
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp

HOUR = 3600.0
TOPICS = (0xE9, 0x51, 0x90, 0xE5, 0xEB, 0x47, 0x4D)


@dataclass
class House:
    """A link that asks beside its polls, and what came of it."""

    link: Link
    dossiers: Dossiers
    readings: list[PackReading]
    line: SimulatedLine

    def counted(self, address: int = 1) -> Counter[int]:
        return Counter(frame.cid2 for _, frame in self.line.heard if frame.address == address)


@asynccontextmanager
async def house(
    *addresses: int,
    faults: tuple[Fault, ...] = (),
    spoken: Dialect | None = DIALECT,
    pace: bool = False,
    interval: float = 10.0,
) -> AsyncIterator[House]:
    clock = LoopClock()
    line = simulated(*addresses, faults=faults, pace=pace)
    feed = Feed(clock, interval)
    dossiers = Dossiers(feed, clock)
    readings: list[PackReading] = []
    feed.subscribe(readings.append)
    async with serve_tcp(line) as port:
        link = Link(
            link_to(port.url, *addresses), PollSettings(interval=interval), spoken, feed, clock, dossiers=dossiers
        )
        task = asyncio.create_task(link.run())
        try:
            yield House(link, dossiers, readings, line)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def test_everything_is_asked_soon_and_then_at_its_pace() -> None:
    async with house(1, 2, interval=30) as at:
        await asyncio.sleep(100)
        assert [at.counted(2)[code] for code in TOPICS] == [1] * 7
        await asyncio.sleep(HOUR + 60)
        assert [at.counted(2)[code] for code in (0x51, 0xE5, 0xEB, 0x47, 0x4D)] == [1, 2, 2, 1, 1]
    dossier = at.dossiers.of("usr1-2")
    assert dossier.barcode is not None
    assert dossier.barcode.barcode == "TOPBMS-SIM-00000002-02"
    assert dossier.parameters is not None
    assert dossier.parameters.settings["rs485_address"] == 2
    assert dossier.clock is not None


async def test_what_was_told_is_in_the_readings() -> None:
    async with house(1, faults=(ErrorCode(command=0xF1),)) as at:
        await asyncio.sleep(60)
    first, last = at.readings[0], at.readings[-1]
    assert "design_capacity" not in first.values
    assert first.product is None
    assert last.values["design_capacity"] == 150
    assert last.product is not None
    assert (last.product.serial_number, last.product.company) == ("TOPBMS-SIM-00000001-01", "topbms simulator")


async def test_a_pack_that_does_not_know_a_topic_is_left_alone_for_a_day() -> None:
    refusing = (ErrorCode(command=0xE5), ErrorCode(command=0xEB), Mute(command=0x4D))
    async with house(1, faults=refusing, interval=60) as at:
        await asyncio.sleep(3 * HOUR)
        counted = at.counted()
        assert (counted[0xE5], counted[0xEB]) == (1, 1)
        assert counted[0x4D] == 3
        assert at.dossiers.of("usr1-1").parameters is not None


async def test_the_polls_go_on_at_their_time() -> None:
    async with house(1, pace=True) as at:
        await asyncio.sleep(100)
    assert gaps(asked(at.line, 1)) == pytest.approx([10.0] * 9, abs=1.3)


async def test_a_line_that_is_never_free_is_asked_all_the_same() -> None:
    async with house(1, 2, faults=(Slow(delay=0.4),), pace=True, interval=0.5) as at:
        await asyncio.sleep(30)
        assert at.counted()[0x51] == 0
        await asyncio.sleep(90)
        assert [at.counted()[code] for code in TOPICS] == [1] * 7


async def test_the_identity_of_all_comes_first_and_many_packs_take_their_time() -> None:
    async with house(*range(1, 17), interval=30) as at:
        await asyncio.sleep(100)
        assert all(at.counted(address)[0x47] == 0 for address in range(1, 17))
        assert 8 <= sum(at.counted(address)[0x51] for address in range(1, 17)) <= 10


async def test_nothing_can_be_asked_before_it_is_known_how() -> None:
    async with house(1, spoken=None, faults=(Mute(),)) as at:
        with pytest.raises(LinkError, match="no pack has answered yet"):
            await at.link.inquire(1, Topic.CLOCK)


def _lived(at: House, hours: int) -> None:
    """Give the pack a log of data of so many records."""
    (pack,) = at.line.packs
    assert isinstance(pack, SimulatedPack)
    pack.advance(hours * HOUR)


async def test_a_log_is_read_no_further_than_is_enough() -> None:
    async with house(1) as at:
        _lived(at, 12)
        await asyncio.sleep(60)
        told = await at.link.inquire(1, Topic.DATA, lambda count: count >= 3)
        assert (len(told.fragments), told.is_whole, told.trouble) == (3, False, None)
        assert at.counted()[0x4B] == 3
        assert (await at.link.inquire(1, Topic.DATA)).is_whole


async def test_who_does_not_wait_any_more_is_not_asked_for() -> None:
    async with house(1, pace=True) as at:
        _lived(at, 100)
        await asyncio.sleep(60)
        wanting = asyncio.create_task(at.link.inquire(1, Topic.DATA))
        await asyncio.sleep(5)
        asked = at.counted()[0x4B]
        assert 0 < asked < 90
        wanting.cancel()
        await asyncio.sleep(60)
        assert at.counted()[0x4B] <= asked + 1
        assert (await at.link.inquire(1, Topic.CLOCK)).is_whole


async def test_a_silent_pack_is_asked_nothing() -> None:
    async with house(1, 2, faults=(Mute(pack=2),)) as at:
        await asyncio.sleep(60)
    assert set(at.counted(2)) == {0x42}


async def test_a_log_is_read_for_whoever_wants_it_between_the_polls() -> None:
    async with house(1, pace=True) as at:
        pack = at.line.packs[0]
        assert isinstance(pack, SimulatedPack)
        pack.advance(200 * HOUR)
        await asyncio.sleep(30)
        begun = len(at.readings)
        told = await asyncio.create_task(at.link.inquire(1, Topic.DATA))
        polled = len(at.readings) - begun
    assert told.is_whole
    assert len([record for record in told.fragments if isinstance(record, Record)]) == 200
    assert polled >= 3  # 200 records take half a minute
    assert gaps([reading.monotonic for reading in at.readings])[-polled:] == pytest.approx([10] * polled, abs=1.0)


async def test_somebody_who_wants_to_know_does_not_wait_for_the_next_poll() -> None:
    async with house(1, interval=600) as at:
        await asyncio.sleep(60)
        begun = asyncio.get_running_loop().time()
        told = await at.link.inquire(1, Topic.CLOCK)
        assert told.is_whole
        assert asyncio.get_running_loop().time() - begun < 2


async def test_somebody_who_has_gone_costs_nothing() -> None:
    async with house(1, interval=600) as at:
        await asyncio.sleep(60)
        for answer in [asyncio.create_task(at.link.inquire(1, Topic.ALARMS)) for _ in range(3)]:
            await asyncio.sleep(0)
            answer.cancel()
        assert (await at.link.inquire(1, Topic.CLOCK)).is_whole
        assert at.counted()[0x4C] <= 1


async def test_nobody_waits_for_a_port_that_was_cut() -> None:
    async with house(1) as at:
        await asyncio.sleep(60)
        at.line.faults.set(Mute())
        wanting = [asyncio.create_task(at.link.inquire(1, topic)) for topic in (Topic.CLOCK, Topic.PARAMETERS)]
        await asyncio.sleep(0.1)
        at.line.faults.set(Cut())
        with pytest.raises(LinkError):
            await wanting[0]
        with pytest.raises(LinkError):
            await wanting[1]


async def test_nobody_waits_for_a_link_that_ends() -> None:
    async with house(1, faults=(Mute(),)) as at:
        await asyncio.sleep(1)
        wanting = asyncio.create_task(at.link.inquire(1, Topic.CLOCK))
        await asyncio.sleep(0)
    with pytest.raises(LinkError, match="the port is being closed"):
        await wanting


async def test_a_dialect_without_topics_is_asked_for_values_only() -> None:
    async with house(1, spoken=dialect("eg4")) as at:
        await asyncio.sleep(60)
        with pytest.raises(ConfigError, match="packs of dialect eg4 can be asked for their values only"):
            await at.link.inquire(1, Topic.CLOCK)
