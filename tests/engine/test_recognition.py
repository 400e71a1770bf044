"""`dialect = "auto"` end to end: a simulated line speaks one dialect, a real link finds out which."""

import logging

import pytest

from tests.engine.jumping import LoopClock
from tests.engine.note import Note
from tests.engine.polling import link_to, polling
from tests.engine.stand import stand_before
from topbms.dialects import dialect, dialects
from topbms.dialects.topbms import DIALECT
from topbms.engine.recognition import LONG, Search, Spoken, askers, find, requests, spoken_to
from topbms.errors import FrameError, ReplyError
from topbms.model.event import EventKind
from topbms.protocol.frame import Frame
from topbms.sim.faults import Mute
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp

NAMES = sorted(dialects())


def line_of(name: str, *numbers: int) -> SimulatedLine:
    packs = [SimulatedPack(number, seed=number, soc=50.0 + number) for number in numbers]
    return SimulatedLine(packs, dialect=name, speed=0, pace=False, clock=LoopClock())


@pytest.mark.parametrize("name", NAMES)
async def test_a_link_finds_the_dialect_of_its_packs_and_remembers_it(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    line, note = line_of(name, 1, 2), Note()
    async with serve_tcp(line) as port, polling(link_to(port.url, 1, 2), dialect=None, memory=note.memory) as site:
        await site.until(28)
    assert [reading.pack.id for reading in site.readings][:4] == ["usr1-1", "usr1-2"] * 2
    assert [text.split()[0] for text in note.written] == [name]
    assert site.of(EventKind.LINK_UP, EventKind.LINK_DOWN) == [(EventKind.LINK_UP, "usr1")]
    said = [record.message for record in caplog.records if "speaks dialect" in record.message]
    assert len(said) == 1
    assert said[0].startswith(f"the battery speaks dialect {name} (VER ")


@pytest.mark.parametrize("name", NAMES)
async def test_packs_are_looked_for_in_the_dialect_that_was_found(name: str) -> None:
    async with serve_tcp(line_of(name, 1, 5)) as port, polling(link_to(port.url), dialect=None) as site:
        await site.until(60)
    assert [pack.id for pack in site.link.packs] == ["usr1-1", "usr1-5"]


@pytest.mark.parametrize("name", NAMES)
async def test_what_is_remembered_is_asked_at_once(name: str) -> None:
    own = dialect(name)
    line, note = line_of(name, 1), Note(str(Spoken(own, own.request_versions[0])))
    async with serve_tcp(line) as port, polling(link_to(port.url, 1), dialect=None, memory=note.memory) as site:
        await site.until(5)
    assert site.readings[0].pack.id == "usr1-1"
    assert line.heard[0][1] == next(own.conversation(1, own.request_versions[0], identify=True))
    assert not site.link.counters.faults
    assert note.written == []


async def test_another_battery_is_found_after_long_and_remembered() -> None:
    note = Note("pace 25")
    line = line_of("topband", 1)
    async with serve_tcp(line) as port, polling(link_to(port.url, 1), dialect=None, memory=note.memory) as site:
        await site.until(LONG - 1)
        assert not site.readings
        await site.until(LONG + 20)
    assert {reading.pack.id for reading in site.readings} == {"usr1-1"}
    assert note.text == "topband 21"


async def test_a_battery_that_was_off_for_long_is_read_again_as_before() -> None:
    note = Note("daren 22")
    line = line_of("daren", 1)
    line.faults.set(Mute())
    async with serve_tcp(line) as port, polling(link_to(port.url, 1), dialect=None, memory=note.memory) as site:
        await site.until(3 * LONG)
        assert not site.readings
        line.faults.clear()
        assert await site.next_reading("usr1-1") < 20
    assert note.written == []


async def test_a_battery_that_is_switched_on_later_is_found(caplog: pytest.LogCaptureFixture) -> None:
    line = line_of("pace", 1)
    line.faults.set(Mute())
    async with serve_tcp(line) as port, polling(link_to(port.url), dialect=None) as site:
        await site.until(200)
        assert site.link.counters.connects > 1
        line.faults.clear()
        await site.until(260)
    assert {reading.pack.id for reading in site.readings} == {"usr1-1"}
    assert [record.message for record in caplog.records].count(
        "no pack answers in any dialect that is known; all are asked again and again"
    ) == 1


async def test_a_note_that_names_nothing_known_is_passed_over() -> None:
    note = Note("modbus 01")
    async with (
        serve_tcp(line_of("eg4", 1)) as port,
        polling(link_to(port.url, 1), dialect=None, memory=note.memory) as site,
    ):
        await site.until(15)
    assert site.readings
    assert note.text == "eg4 20"


async def test_only_the_version_of_the_config_is_asked_with() -> None:
    line = line_of("topbms", 1)
    async with serve_tcp(line) as port, polling(link_to(port.url, 1, version="52"), dialect=None) as site:
        await site.until(5)
    assert site.readings
    assert {frame.version for _, frame in line.heard} == {0x52}


def test_a_speech_is_kept_as_a_text() -> None:
    spoken = Spoken(DIALECT, 0x52)
    assert Spoken.of(str(spoken)) == spoken
    assert Spoken.of("topbms 25") is None
    assert Spoken.of("topbms") is None
    assert Spoken.of("") is None


def test_what_several_share_is_asked_first_and_nothing_twice() -> None:
    asked = requests([1])
    assert [{each.name for each in askers()[frame]} for frame in asked[:2]] == [{"topband", "topbms"}, {"pace", "tdt"}]
    assert len(set(requests(range(1, 17)))) == len(requests(range(1, 17)))
    ways = {(each.name, frame.version) for frame in asked for each in askers()[frame] if frame.version}
    assert ways == {(each.name, version) for each in dialects().values() for version in each.request_versions}


def test_a_round_asks_the_first_two_and_one_other_address() -> None:
    search = Search(range(1, 17), None, 0.0)
    for third in (3, 4):
        expected = requests([1, 2, third])
        asked = [search.next_request(search.due, 5.0) for _ in expected]
        assert asked == expected
        now = search.due
        assert search.next_request(now, 5.0) is None
        assert search.due == now + 5.0
        assert search.next_request(now + 4.9, 5.0) is None
    assert search.fruitless == 2
    search.restart(1.0)
    assert search.fruitless == 0


async def test_an_answer_that_decides_nothing_finds_nothing() -> None:
    asked = requests([1])
    refused = Frame(0x52, 1, 0x46, 0x04)
    torn = Frame(0x25, 1, 0x46, 0x00, b"\x00\x01\x02")
    foreign = Frame(0x20, 7, 0x46, 0x00)
    answers = {0x21: refused, 0x25: torn, 0x20: foreign}

    def script(data: bytes) -> list[bytes]:
        answer = answers.get(int(data[1:3], 16))
        return [answer.encode()] if answer else []

    async with stand_before(script) as stand:
        with pytest.raises(ReplyError, match="RTN 04"):
            await spoken_to(stand.line, next(each for each in asked if each.version == 0x21))
        with pytest.raises(FrameError):
            await spoken_to(stand.line, next(each for each in asked if each.version == 0x25))
        assert await spoken_to(stand.line, next(each for each in asked if each.version == 0x20)) is None
        assert await find(stand.line, [1]) is None
        assert stand.line.reader is DIALECT
