"""Polling while the port is well: who is asked when, and what becomes of the answers."""

import logging
from collections import Counter

import pytest

from tests.engine.polling import asked, gaps, link_to, polling
from tests.engine.stand import ALARMS, ANALOG, PRODUCT, simulated
from topbms.engine.settings import LinkSettings, PackSettings
from topbms.model.alarms import Alarm, Level
from topbms.model.event import EventKind
from topbms.sim.faults import ErrorCode, Foreign, Mute, Slow, Spike, WrongChecksum
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp

FIRST_SILENCE = 3 * 0.69  # s: three deadlines with their time on the wire
ONE_DEADLINE = 0.69


async def test_reads_every_pack_once_an_interval() -> None:
    line = simulated(1, 2, 3)
    async with serve_tcp(line) as port, polling(link_to(port.url, 1, 2, 3)) as site:
        await site.until(35)
    assert Counter(reading.pack.id for reading in site.readings) == {"usr1-1": 4, "usr1-2": 4, "usr1-3": 4}
    assert [reading.pack.address for reading in site.readings] == [1, 2, 3] * 4
    numbers = [reading.sequence for reading in site.readings]
    assert numbers == list(range(numbers[0], numbers[0] + 12))
    assert gaps(site.moments("usr1-2")) == [pytest.approx(10.0, abs=0.5)] * 3


async def test_asks_alarms_at_every_poll_and_the_identity_once() -> None:
    line = simulated(1)
    async with serve_tcp(line) as port, polling(link_to(port.url, 1)) as site:
        await site.until(25)
    assert [frame.cid2 for _, frame in line.heard] == [ANALOG, ALARMS, PRODUCT, ANALOG, ALARMS, ANALOG, ALARMS]
    assert [reading.product.company if reading.product else "" for reading in site.readings] == ["topbms simulator"] * 3


async def test_sixteen_packs_are_read_each_in_its_turn() -> None:
    """Users: with several packs, only the first one is read."""
    line = simulated(*range(1, 17))
    async with serve_tcp(line) as port, polling(link_to(port.url, *range(1, 17))) as site:
        await site.until(15)
    assert [reading.pack.address for reading in site.readings] == [*range(1, 17), *range(1, 17)]
    assert [reading.values["soc"] for reading in site.readings[:16]] == [50 + address for address in range(1, 17)]


async def test_two_packs_with_address_1_on_two_ports_are_two_packs() -> None:
    first, second = simulated(1), simulated(1)
    second.faults.set(Spike(quantity="soc", value=20))
    async with serve_tcp(first) as one, serve_tcp(second) as two:
        links = (link_to(one.url, 1, id="usr1"), link_to(two.url, 1, id="usr2"))
        async with polling(*links) as site:
            await site.until(5)
    assert {reading.pack.id: reading.values["soc"] for reading in site.readings} == {"usr1-1": 51, "usr2-1": 20}


async def test_a_pack_is_called_what_the_config_calls_it() -> None:
    line = simulated(1, 2)
    named = PackSettings(address=1, id="battery1", name="Batterie 1", invert_current=True)
    pack = line.packs[0]
    assert isinstance(pack, SimulatedPack)
    pack.order_current(-10.0)
    async with serve_tcp(line) as port:
        settings = LinkSettings(id="usr1", url=port.url, pack=(named, PackSettings(address=2)))
        async with polling(settings) as site:
            await site.until(1)
    assert [(known.id, known.name, known.link) for known in site.link.packs] == [
        ("battery1", "Batterie 1", "usr1"),
        ("usr1-2", "usr1-2", "usr1"),
    ]
    assert site.readings[0].pack == site.link.packs[0]
    assert site.readings[0].values["current"] == 10.0


async def test_the_version_of_the_requests_is_the_configs() -> None:
    """Some packs answer only to VER 52."""
    line = simulated(1, 2)
    async with serve_tcp(line) as port:
        async with polling(link_to(port.url, 1, version="52")) as site:
            await site.until(1)
        async with polling(link_to(port.url, 2)) as site:
            await site.until(1)
    assert {(frame.address, frame.version) for _, frame in line.heard} == {(1, 0x52), (2, 0x21)}


async def test_a_mute_pack_costs_its_neighbour_one_deadline_per_back_off_step() -> None:
    line = simulated(1, 2, faults=[Mute(pack=1)])
    async with serve_tcp(line) as port, polling(link_to(port.url, 1, 2), interval=1.0) as site:
        await site.until(60)
    moments = site.moments("usr1-2")
    assert moments[0] == pytest.approx(FIRST_SILENCE, abs=0.3)
    assert max(gaps(moments)) < 1.0 + ONE_DEADLINE + 0.3
    assert len(moments) > 55
    steps = gaps(asked(line, 1))
    assert steps[:2] == [pytest.approx(ONE_DEADLINE, abs=0.2)] * 2
    backed_off = [step - ONE_DEADLINE for step in steps[2:]]
    assert backed_off[:4] == [pytest.approx(seconds, abs=1.5) for seconds in (2, 4, 8, 8)]


async def test_a_pack_that_was_switched_off_is_read_within_10_s_of_its_return() -> None:
    off = Mute(pack=1)
    line = simulated(1, 2)
    async with serve_tcp(line) as port, polling(link_to(port.url, 1, 2)) as site:
        await site.until(15)
        line.faults.set(off)
        await site.until(300)
        assert site.of(EventKind.PACK_SILENT) == [(EventKind.PACK_SILENT, "usr1-1")]
        for seconds in (0, 3, 6):
            line.faults.clear(off)
            assert await site.next_reading("usr1-1") < 10
            line.faults.set(off)
            await site.until(site.now + 60 + seconds)
    assert set(site.of(EventKind.LINK_DOWN)) == set()


async def test_silence_and_return_are_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    line = simulated(1, 2)
    with caplog.at_level(logging.INFO, "topbms.engine"):
        async with serve_tcp(line) as port, polling(link_to(port.url, 1, 2)) as site:
            await site.until(5)
            line.faults.set(Mute(pack=2))
            await site.until(100)
            line.faults.clear()
            await site.until(120)
    assert [record.getMessage() for record in caplog.records] == [
        "link is up",
        "pack at address 1: first reading",
        "pack at address 2: first reading",
        "pack at address 2: no answer",
        "pack at address 2: answers again",
    ]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (ErrorCode(pack=1, code=0x04), "the BMS answered RTN 04: the command is not known to it"),
        (WrongChecksum(pack=1), "CHKSUM is"),
        (Foreign(pack=1, address=7), "no answer"),
    ],
)
async def test_what_a_pack_does_instead_of_answering_is_said(
    fault: ErrorCode | WrongChecksum | Foreign, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    line = simulated(1, 2, faults=[fault])
    with caplog.at_level(logging.INFO, "topbms.engine"):
        async with serve_tcp(line) as port, polling(link_to(port.url, 1, 2)) as site:
            await site.until(35)
    said = [
        record.getMessage()
        for record in caplog.records
        if record.name == "topbms.engine.roster" and record.levelno == logging.WARNING
    ]
    assert len(said) == 1
    assert said[0].startswith(f"pack at address 1: {words}")
    assert site.moments("usr1-1") == []
    assert site.feed.snapshot().packs[0].stale


async def test_alarms_that_cannot_be_read_any_more_stay_open_and_grow_old() -> None:
    line = simulated(1)
    pack = line.packs[0]
    assert isinstance(pack, SimulatedPack)
    pack.force(Alarm("soc_low", Level.WARNING))
    async with serve_tcp(line) as port, polling(link_to(port.url, 1)) as site:
        await site.until(5)
        line.faults.set(Mute(command=ALARMS))
        await site.until(35)
    assert [len(reading.active) for reading in site.readings] == [1, 1, 1, 1]
    assert [reading.alarms_age for reading in site.readings] == [
        0.0,
        *(pytest.approx(seconds, abs=2.5) for seconds in (12, 20, 30)),
    ]


async def test_a_pack_that_tells_its_alarms_but_no_values_gives_no_reading() -> None:
    line = simulated(1, faults=[ErrorCode(command=ANALOG, code=0x04)])
    async with serve_tcp(line) as port, polling(link_to(port.url, 1)) as site:
        await site.until(45)
        assert site.feed.snapshot().packs[0].stale
    assert site.readings == []
    assert site.of(EventKind.PACK_SILENT) == [(EventKind.PACK_SILENT, "usr1-1")]
    assert len(asked(line, 1)) == 5


async def test_a_single_wrong_value_is_held_back_counted_and_told_once() -> None:
    """Users: single readings that pass the checksum and still are nonsense."""
    line = simulated(1, faults=[Spike(quantity="soc", value=0, every=3, times=1)])
    async with serve_tcp(line) as port, polling(link_to(port.url, 1)) as site:
        await site.until(45)
    assert [reading.values["soc"] for reading in site.readings] == [51, 51, None, 51, 51]
    assert site.link.counters.held == {"soc": 1}
    assert site.of(EventKind.VALUE_HELD) == [(EventKind.VALUE_HELD, "usr1-1")]


async def test_sixteen_slow_packs_are_not_stale_before_three_rounds_of_theirs() -> None:
    """3 s a pack: a round takes 48 s, which is longer than the 30 s that silence may last otherwise."""
    line = simulated(*range(1, 17), faults=[Slow(delay=1.5)])
    packs = range(1, 17)
    async with serve_tcp(line) as port, polling(link_to(port.url, *packs), deadline=3.0) as site:
        await site.until(200)
        assert min(gaps(site.moments("usr1-1"))) > 40
        assert site.of(EventKind.PACK_SILENT) == []
        assert not any(state.stale for state in site.feed.snapshot().packs)
        line.faults.set(Mute(pack=1))
        await site.until(300)
        assert site.of(EventKind.PACK_SILENT) == []
        await site.until(400)
    assert site.of(EventKind.PACK_SILENT) == [(EventKind.PACK_SILENT, "usr1-1")]


async def test_the_counters_tell_what_the_line_lived_through() -> None:
    line = simulated(1, faults=[WrongChecksum(times=1), Mute(times=1)])
    async with serve_tcp(line) as port, polling(link_to(port.url, 1)) as site:
        assert not site.link.is_up
        await site.until(5)
        assert site.link.is_up
    counters = site.link.counters
    assert (counters.connects, counters.requests, counters.replies) == (1, 5, 3)
    assert counters.faults == {"checksum": 1, "silence": 1}
    assert counters.answer_time is not None
