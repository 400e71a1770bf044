"""What guests of a link get: what reads, from the pack; a refusal for everything else, which never reaches the wire."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.dialects.test_reads import READS
from tests.engine.jumping import LoopClock
from tests.engine.polling import Site, link_to, polling
from tests.engine.stand import ALARMS, ANALOG, reply, scripted, simulated
from tests.engine.visitor import visiting
from tests.servers.real import free_port
from topbms.dialects import dialects
from topbms.dialects.contract import Dialect
from topbms.dialects.topbms import DIALECT, request
from topbms.protocol.frame import START, Frame
from topbms.sim.faults import Cut, Echo, ErrorCode, Foreign, Late, Mute, WrongChecksum
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp

SELDOM = 3600.0
"""s between our polls, where they are not to be in the way."""

MARK = 0x52
"""VER of guests' requests, ours have 21."""


def asked(command: int, address: int = 1, info: bytes | None = None) -> Frame:
    return Frame(MARK, address, 0x46, command, bytes((address,)) if info is None else info)


@asynccontextmanager
async def shared(
    line: SimulatedLine, *addresses: int, dialect: Dialect | None = DIALECT, **poll: Any
) -> AsyncIterator[tuple[Site, int]]:
    """A link that polls these packs, once it has, and the port where it is shared."""
    number = free_port()
    options = {"interval": SELDOM, "spacing": 0.0, **poll}
    async with serve_tcp(line) as port:
        settings = link_to(port.url, *addresses, share=f"127.0.0.1:{number}")
        async with polling(settings, dialect=dialect, **options) as site:
            await site.until(2)
            yield site, number


def from_guests(line: SimulatedLine) -> list[int]:
    """The commands of guests that reached the packs."""
    return [frame.cid2 for _, frame in line.heard if frame.version == MARK]


async def test_a_read_gets_the_pack_s_frame_byte_for_byte() -> None:
    line = simulated(1, 2)
    async with shared(line, 1, 2) as (site, port), visiting(port) as guest:
        for address in (1, 2):
            assert await guest.ask(asked(ANALOG, address)) == reply(ANALOG, address).encode()
            assert await guest.ask(asked(ALARMS, address)) == reply(ALARMS, address).encode()
        assert site.link.counters.relayed == 4
        assert site.link.counters.denied == 0
        ring = [frame for _, _, frame in site.link.counters.frames]
    assert asked(ALARMS, 2) in ring
    assert reply(ALARMS, 2) in ring
    assert from_guests(line) == [ANALOG, ALARMS, ANALOG, ALARMS]


@pytest.mark.parametrize("name", READS)
async def test_of_all_commands_of_a_dialect_only_reads_reach_the_wire(name: str) -> None:
    dialect = dialects()[name]
    line = SimulatedLine([SimulatedPack(1, seed=1)], dialect=name, pace=False, speed=0, clock=LoopClock())
    async with shared(line, 1, dialect=dialect) as (_, port), visiting(port) as guest:
        own = next(dialect.conversation(1, dialect.request_versions[0], identify=False))
        line.heard.clear()
        refusal = dialect.refuse(own, 0x06).encode()
        for cid2 in range(256):
            frame = Frame(own.version, own.address, own.cid1, cid2, own.info, own.start)
            answer = await guest.ask(frame)
            is_refused = answer == refusal or frame.encode() == refusal  # as an echo of it, it is passed over
            assert is_refused or cid2 in READS[name], f"{cid2:02X}"
        for version in range(256):
            if version not in dialect.request_versions:
                assert (await guest.ask(Frame(version, 1, own.cid1, own.cid2, own.info)))[7:9] == b"06"
    assert {frame.cid2 for _, frame in line.heard} == READS[name]
    assert {frame.version for _, frame in line.heard} <= set(dialect.request_versions)


async def test_what_is_damaged_and_what_is_no_frame_is_met_with_silence() -> None:
    line = simulated(1)
    async with shared(line, 1) as (_, port), visiting(port) as guest:
        guest.send(b"\x00\xffGET / HTTP/1.1\r\n~2101\r", asked(ANALOG).encode()[:-2] + b"Z\r", b"~21014642E00201FD35\r")
        assert await guest.answer() == b""
        assert await guest.ask(asked(ANALOG)) == reply(ANALOG).encode()
    assert from_guests(line) == [ANALOG]


async def test_a_refusal_of_the_pack_and_its_silence_are_passed_on() -> None:
    line = simulated(1, faults=[ErrorCode(command=0xE5, code=0x04), Mute(command=0xEB)])
    async with shared(line, 1) as (site, port), visiting(port) as guest:
        assert await guest.ask(asked(0xE5)) == Frame(0x52, 1, 0x46, 0x04).encode()
        assert await guest.ask(asked(0xEB)) == b""
        assert await guest.ask(asked(ANALOG, 9)) == b""
        assert await guest.ask(asked(ANALOG)) == reply(ANALOG).encode()
        assert site.link.counters.last_error is None


async def test_a_damaged_reply_is_passed_on_as_it_came() -> None:
    line = simulated(1)
    damage = WrongChecksum(command=ALARMS, times=1)
    async with shared(line, 1) as (_, port), visiting(port) as guest:
        line.faults.set(damage)
        answer = await guest.ask(asked(ALARMS))
    assert len(answer) == len(reply(ALARMS).encode())
    assert answer != reply(ALARMS).encode()
    assert answer[:-5] == reply(ALARMS).encode()[:-5]


async def test_what_is_no_reply_to_the_request_is_not_passed_on() -> None:
    line = simulated(1, 2)
    async with shared(line, 1, 2) as (_, port), visiting(port) as guest:
        line.faults.set(Echo())
        assert await guest.ask(asked(ANALOG)) == reply(ANALOG).encode()
        line.faults.clear()
        line.faults.set(Foreign(address=2))
        assert await guest.ask(asked(ANALOG)) == b""


async def test_the_module_whose_answer_is_no_hex_is_passed_on() -> None:
    answer = b"~520146000006F3" + b"89860000000000000000" + b"\r"

    def script(data: bytes) -> list[bytes]:
        command = int(data[7:9], 16)
        return [answer if command == 0xF3 else reply(command).encode()]

    number = free_port()
    async with (
        scripted(script) as url,
        polling(link_to(url, 1, share=f"127.0.0.1:{number}"), interval=SELDOM) as site,
    ):
        await site.until(2)
        async with visiting(number) as guest:
            assert await guest.ask(request(0xF3, 1, MARK)) == answer


async def test_what_a_guest_is_told_is_a_reading_once_an_interval() -> None:
    line = simulated(1)
    async with shared(line, 1, interval=10.0) as (site, port), visiting(port) as guest:
        while site.now < 60:
            assert await guest.ask(asked(ANALOG))
            assert await guest.ask(asked(ALARMS))
            await site.until(site.now + 2)
        moments = site.moments("usr1-1")
    assert 5 <= len(moments) <= 8
    own = [frame.cid2 for at, frame in line.heard if frame.version != MARK and at > site.begin + 15]
    assert own == [], "the guest asked already"
    assert all(reading.alarms is not None for reading in site.readings)


async def test_packs_that_are_looked_for_are_found_by_what_guests_are_told() -> None:
    line = simulated(1, 7)
    hidden = Mute(pack=7)
    line.faults.set(hidden)
    async with shared(line) as (site, port):
        await site.until(60)
        line.faults.clear(hidden)
        async with visiting(port) as guest:
            assert await guest.ask(asked(ANALOG, 7))
        assert [pack.address for pack in site.link.packs] == [1, 7]


async def test_an_echo_of_an_answer_is_no_request() -> None:
    """As on a terminal that echoes: answering it would go on for ever."""
    line = simulated(1)
    async with shared(line, 1) as (site, port), visiting(port) as guest:
        for frame in (asked(ANALOG), asked(0x4E)):
            answer = await guest.ask(frame)
            assert answer
            assert await guest.ask(answer) == b""
        assert site.link.counters.denied == 1


async def test_nobody_is_answered_before_it_is_known_what_the_packs_speak() -> None:
    line = simulated(1, faults=[Mute()])
    async with shared(line, 1, dialect=None) as (site, port), visiting(port) as guest:
        assert await guest.ask(asked(ANALOG)) == b""
        assert await guest.ask(asked(0x4E)) == b""
        line.faults.clear()
        await site.next_reading("usr1-1")
        assert await guest.ask(asked(ANALOG)) == reply(ANALOG).encode()


async def test_over_a_cut_guests_stay_and_are_met_with_silence() -> None:
    line = simulated(1)
    async with shared(line, 1, interval=1.0) as (site, port), visiting(port) as guest:
        assert await guest.ask(asked(ANALOG))
        line.faults.set(Cut())
        assert await guest.ask(asked(ANALOG)) == b""
        assert await guest.ask(asked(0xEF)) == b""
        line.faults.clear()
        await site.next_reading("usr1-1")
        assert await guest.ask(asked(ANALOG)) == reply(ANALOG).encode()


async def test_each_command_that_is_refused_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    line = simulated(1)
    with caplog.at_level(logging.WARNING, "topbms.engine.guests"):
        async with shared(line, 1) as (_, port), visiting(port) as guest:
            for command in (0xEF, 0x4E, 0xEF):
                assert await guest.ask(asked(command)) == Frame(0x52, 1, 0x46, 0x06).encode()
    assert [record.getMessage() for record in caplog.records] == [
        f"a guest at 127.0.0.1 sent command {command} (VER 52), which is no read of dialect topbms: refused"
        for command in ("EF", "4E")
    ]


async def test_late_replies_to_our_own_requests_are_not_the_guest_s() -> None:
    line = simulated(1, faults=[Late(command=ANALOG, delay=1.0)])
    async with shared(line, 1, retries=0) as (_, port), visiting(port) as guest:
        line.faults.clear()
        assert await guest.ask(asked(ALARMS)) == reply(ALARMS).encode()


def test_a_guest_s_mark_is_a_version_that_ours_have_not() -> None:
    assert next(DIALECT.conversation(1, DIALECT.request_versions[0], identify=False)).version != MARK
    assert START == b"~"
