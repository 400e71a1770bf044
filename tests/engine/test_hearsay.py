"""`listen = true` and `dialect = "auto"`: what is heard often enough is known, remembered, and given up again."""

import pytest

from tests.engine.foreign import bus, frames_of
from tests.engine.handclock import HandClock
from tests.engine.note import Note
from tests.engine.polling import link_to, polling
from topbms.dialects import dialect, dialects
from topbms.dialects.contract import Dialect
from topbms.engine.hearsay import Hearsay
from topbms.engine.recognition import LONG, Spoken

NAMES = sorted(dialects())
PACE, TDT = Spoken(dialect("pace"), 0x25), Spoken(dialect("tdt"), 0x01)


def hearsay(note: Note, clock: HandClock, told: Dialect | None = None) -> Hearsay:
    return Hearsay("usr1", told, clock, note.memory)


async def test_a_dialect_is_known_and_kept_once_two_replies_in_a_row_were_of_it_alone() -> None:
    note = Note()
    learned = hearsay(note, HandClock())
    await learned.recall()
    known = []
    for spoken in (PACE, TDT, PACE, PACE, PACE):
        await learned.fitted(spoken)
        known.append(learned.dialect)
    assert known == [None, None, None, PACE.dialect, PACE.dialect]
    assert note.written == ["pace 25"]


async def test_what_was_kept_is_known_at_once_and_not_written_again() -> None:
    note, clock = Note("pace 25"), HandClock()
    learned = hearsay(note, clock)
    await learned.recall()
    assert learned.dialect is PACE.dialect
    clock.now += LONG + 1
    learned.doubt()
    for _ in range(2):
        await learned.fitted(PACE)
    assert learned.dialect is PACE.dialect
    assert note.written == []


async def test_nothing_that_fits_for_long_is_a_reason_to_listen_for_all() -> None:
    note, clock = Note("pace 25"), HandClock()
    learned = hearsay(note, clock)
    await learned.recall()
    clock.now += LONG
    await learned.fitted(PACE)
    clock.now += LONG
    learned.doubt()
    assert learned.dialect is PACE.dialect
    clock.now += 1
    learned.doubt()
    assert learned.dialect is None
    for _ in range(2):
        await learned.fitted(TDT)
    assert learned.dialect is TDT.dialect
    assert note.written == ["tdt 01"]


@pytest.mark.parametrize("text", ["", "modbus 01", "pace 99"])
async def test_what_names_nothing_is_no_memory(text: str) -> None:
    learned = hearsay(Note(text), HandClock())
    await learned.recall()
    assert learned.dialect is None


async def test_what_the_config_says_is_neither_doubted_nor_kept() -> None:
    note, clock = Note("pace 25"), HandClock()
    learned = hearsay(note, clock, TDT.dialect)
    await learned.recall()
    for _ in range(3):
        await learned.fitted(PACE)
    clock.now += LONG + 1
    learned.doubt()
    assert learned.dialect is TDT.dialect
    assert note.written == []


@pytest.mark.parametrize("name", NAMES)
async def test_a_link_that_listens_remembers_what_it_heard(name: str) -> None:
    note = Note()
    async with (
        bus(frames_of(name, 1), []) as url,
        polling(link_to(url, listen=True), dialect=None, memory=note.memory) as site,
    ):
        await site.until(15)
        assert site.link.dialect is dialect(name)
    assert note.written == [f"{name} {dialect(name).request_versions[0]:02X}"]


async def test_a_link_that_listens_begins_with_what_it_remembers_and_finds_another() -> None:
    """The battery was exchanged for one of another family."""
    note = Note("pace 25")
    async with (
        bus(frames_of("seplos", 1), []) as url,
        polling(link_to(url, listen=True), dialect=None, memory=note.memory) as site,
    ):
        await site.until(LONG - 1)
        assert site.link.dialect is dialect("pace")
        assert site.readings == []
        await site.until(LONG + 15)
        assert site.link.dialect is dialect("seplos")
    assert site.readings
    assert note.written == ["seplos 20"]
