import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.engine.stand import ANALOG, Stand, reply, scripted, simulated, stand_at, stand_on
from topbms.dialects.topbms import DIALECT, request
from topbms.engine.findings import Heard
from topbms.engine.recognition import requests
from topbms.engine.scan import BAUDS, LISTEN, QUICK, bauds, deadline_after, listen, questions, urgent, walk
from topbms.errors import LinkError
from topbms.sim.faults import Cut, HalfFrame, WrongChecksum
from topbms.transport.connection import Connection

CONVERSATION = request(ANALOG, 1).encode() + reply(ANALOG, 1).encode()


@asynccontextmanager
async def overheard(words: bytes) -> AsyncIterator[Connection]:
    """A line on which these words fall as soon as one listens."""
    async with scripted(lambda _: [words]) as url, stand_at(url) as stand:
        stand.connection.send(b"now\r")
        yield stand.connection


async def test_a_line_that_is_still_has_no_master() -> None:
    async with stand_on(simulated(1)) as stand:
        begin = asyncio.get_running_loop().time()
        heard = await listen(stand.connection)
        assert asyncio.get_running_loop().time() - begin >= LISTEN
    assert heard == Heard((), 0, 0)
    assert not heard.has_master


async def test_a_line_that_already_has_a_master_is_recognised() -> None:
    """Users: the bus already has a master; two of them collide."""
    async with overheard(CONVERSATION) as connection:
        heard = await listen(connection)
    assert heard == Heard((request(ANALOG, 1), reply(ANALOG, 1)), 0, 0)
    assert heard.has_master


async def test_nothing_is_sent_while_listening() -> None:
    line = simulated(1)
    async with stand_on(line) as stand:
        await listen(stand.connection)
    assert not line.heard


async def test_noise_and_damage_are_counted() -> None:
    async with overheard(b"\x00\xff" + b"~52014600E" + b"\r" + b"~5201") as connection:
        heard = await listen(connection)
    assert heard == Heard((), 2, 2)
    assert not heard.has_master


async def test_a_flood_does_not_make_it_listen_for_ever() -> None:
    async with overheard(CONVERSATION * 700) as connection:
        heard = await listen(connection)
    assert 0 < len(heard.frames) < 1100
    assert heard.has_master


async def test_a_cut_while_listening_is_a_link_error() -> None:
    line = simulated(1)
    async with stand_on(line) as stand:
        listening = asyncio.create_task(listen(stand.connection))
        await asyncio.sleep(1)
        line.faults.set(Cut())
        with pytest.raises(LinkError):
            await listening


async def found(stand: Stand, version: int | None = None) -> list[int]:
    walked = [step async for step in walk(stand.line, DIALECT, "usr1", version)]
    assert [address for address, _, _ in walked] == list(range(1, 17))
    return [address for address, reading, _ in walked if reading is not None and reading.pack.id == f"usr1-{address}"]


async def test_every_address_is_asked_and_those_that_answer_are_read() -> None:
    line = simulated(1, 4, 16)
    async with stand_on(line) as stand:
        assert await found(stand) == [1, 4, 16]
    assert stand.counters.faults == {"silence": 13}
    assert {frame.version for _, frame in line.heard} == {0x21}


async def test_a_damaged_answer_hides_no_pack() -> None:
    line = simulated(1, 2, faults=[WrongChecksum(pack=1, times=1), HalfFrame(pack=2, times=1)])
    async with stand_on(line) as stand:
        assert await found(stand) == [1, 2]


async def test_packs_that_know_another_version_only_can_be_looked_for() -> None:
    line = simulated(1)
    async with stand_on(line) as stand:
        await found(stand, 0x52)
    assert {frame.version for _, frame in line.heard} == {0x52}


def longest(baud: int) -> float:
    """Seconds that a speed takes where nobody answers: every question with its reply's time on the wire, and rest."""
    asked = [(question, 0.5) for question in questions(baud)]
    asked += [(question, QUICK) for question in urgent()] if baud == 9600 else []
    characters = sum(len(question.encode()) + 160 for question, _ in asked)
    return LISTEN + characters * 10 / baud + sum(deadline + 0.2 for _, deadline in asked)


def test_a_dead_serial_line_takes_five_minutes_at_most() -> None:
    assert sum(longest(baud) for baud in BAUDS) < 300


def test_the_speed_is_tried_only_where_it_can_be_set() -> None:
    assert bauds("/dev/ttyUSB0") == bauds("rfc2217://a:1") == (9600, 19_200, 115_200, 4800, 57_600)
    assert bauds("socket://a:1") == bauds("esphome://a") == (9600,)


def test_all_addresses_are_asked_at_the_usual_speed_and_two_at_the_others() -> None:
    assert set(requests([16], is_usual=True)) <= set(questions(9600))
    assert questions(19_200) == requests([1, 2])
    assert {frame.version for frame in questions(19_200, 0x52)} == {0x52}


def test_the_others_are_waited_for_as_long_as_the_first_one_lets_expect() -> None:
    assert [deadline_after(seconds) for seconds in (None, 0.01, 0.1, 2.0)] == [0.15, 0.15, pytest.approx(0.3), 0.5]
