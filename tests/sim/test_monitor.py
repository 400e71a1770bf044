"""The simulator before the vendor's own program: everything that it asks is answered within its fixed waiting times."""

import pytest

from tests.sim.handclock import HandClock
from tests.sim.monitor import Monitor
from topbms.model.alarms import Alarm, Level
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack

ROUND = (0x4D, 0xE9, 0x51, 0x42, 0x44)
PERIOD = 2.7
WITH_PACK = {0x42, 0x44, 0xE9, 0xE5, 0xEB, 0x47, 0xF1}
TURNAROUND = 0.02
WRITES = (0x49, 0xE1, 0xE2, 0xE3, 0xE4, 0xE6, 0xE7, 0xE8, 0xEA, 0xEC, 0xEE, 0xEF, 0xF2, 0xF7)


def monitored(*addresses: int, cells: int = 16) -> tuple[Monitor, HandClock, dict[int, SimulatedPack]]:
    clock = HandClock()
    packs = {address: SimulatedPack(address, seed=1, cells=cells) for address in addresses}
    return Monitor(SimulatedLine(packs.values(), clock=clock), clock), clock, packs


def info(code: int, address: int) -> bytes:
    return bytes((address,)) if code in WITH_PACK else b""


async def test_sixteen_packs_answer_every_question_of_every_round() -> None:
    monitor, clock, _ = monitored(*range(1, 17))
    for address in range(1, 17):
        for code in ROUND:
            assert await monitor.ask(address, code, info(code, address)), f"{code:02X} of pack {address}"
            assert monitor.begun is not None
            assert monitor.begun <= TURNAROUND
        await clock.turn(PERIOD - 2.2)


@pytest.mark.parametrize("cells", [4, 16, 32])
@pytest.mark.parametrize(
    ("code", "asked", "size"),
    [
        (0x4D, b"", 7),
        (0xE9, b"\x01", 31),
        (0x51, b"", 32),
        (0x90, b"", 2),
        (0xE5, b"\x01", 7),
        (0xEB, b"\x01", 9),
        (0xED, b"\x01\x01\x0b", 11),
        (0xED, b"\x01\x03\x06", 11),
        (0xF1, b"\x01", 211),
        (0x47, b"\x01", 166),
    ],
)
async def test_what_it_asks_for_besides_is_there_in_time(code: int, asked: bytes, size: int, cells: int) -> None:
    monitor, _, _ = monitored(1, cells=cells)
    answer = await monitor.ask(1, code, asked)
    assert answer is not None
    assert len(answer) == size
    assert monitor.begun is not None
    assert monitor.begun <= TURNAROUND


@pytest.mark.parametrize("cells", [4, 16, 32])
@pytest.mark.parametrize("code", [0x4B, 0x4C])
async def test_it_reads_the_logs_to_their_end(code: int, cells: int) -> None:
    monitor, _, packs = monitored(1, cells=cells)
    packs[1].order_current(0)
    packs[1].force(Alarm("cell_difference", Level.WARNING))
    packs[1].advance(5 * 3600)
    packs[1].clear()
    step, count = 0, 0
    while True:
        answer = await monitor.ask(1, code, bytes((step, 1)))
        assert answer is not None
        assert answer[18] >= 2, "fewer than two temperatures crash the program"
        if answer[0]:
            break
        step, count = 1, count + 1
    assert count == (5 if code == 0x4B else 2)


@pytest.mark.parametrize("code", [*WRITES, 0x10, 0x91])
async def test_a_write_or_an_unknown_command_is_refused(code: int) -> None:
    monitor, _, packs = monitored(1)
    before = packs[1].settings(), packs[1].memory.clock(), packs[1].analog()
    for data in (b"", b"\x01", b"\x01\x02\x03\x04"):
        assert await monitor.ask(1, code, data) is None
        assert monitor.refused == 0x04
    assert (packs[1].settings(), packs[1].memory.clock().pack, packs[1].analog().soc) == (before[0], 1, before[2].soc)


async def test_it_sets_the_clock_and_reads_it_again() -> None:
    monitor, _, _ = monitored(1)
    assert await monitor.ask(1, 0x4E, bytes((0x07, 0xEA, 11, 23, 8, 15, 30))) == b""
    answer = await monitor.ask(1, 0x4D)
    assert answer is not None
    assert answer[:6] == bytes((0x07, 0xEA, 11, 23, 8, 15))
    assert 30 <= answer[6] <= 32


async def test_an_address_that_does_not_exist_stays_silent() -> None:
    monitor, _, _ = monitored(1, 3)
    for code in (*ROUND, *WRITES):
        assert await monitor.ask(2, code, info(code, 2)) is None
        assert monitor.begun is None
