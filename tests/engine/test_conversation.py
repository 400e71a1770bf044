import asyncio

import pytest

from tests.engine.stand import ALARMS, ANALOG, PRODUCT, Stand, simulated, stand_on
from topbms.dialects.topbms import DIALECT, request
from topbms.engine.conversation import Patience, converse
from topbms.errors import FrameError, LinkError, ReplyError
from topbms.model.alarms import AlarmReport
from topbms.model.reading import Analog, Fragment, Product
from topbms.sim.faults import Cut, ErrorCode, HalfFrame, Late, Mute, WrongChecksum
from topbms.sim.line import SimulatedLine


class Bench:
    """One pack that is talked to again and again."""

    def __init__(self, stand: Stand, line: SimulatedLine, patience: Patience) -> None:
        self.stand = stand
        self.line = line
        self.patience = patience

    async def talk(self, *, identify: bool = False) -> tuple[list[type[Fragment]], list[int]]:
        """The kinds that the pack told, and the commands that it was asked."""
        before = self.stand.counters.requests
        conversation = DIALECT.conversation(1, 0x21, identify=identify)
        fragments = await converse(self.stand.line, conversation, self.patience)
        count = self.stand.counters.requests - before
        asked = [frame.cid2 for _, frame in self.line.heard][-count:] if count else []
        return [type(fragment) for fragment in fragments], asked


async def test_one_conversation_tells_values_and_alarms() -> None:
    line = simulated(1)
    async with stand_on(line) as stand:
        bench = Bench(stand, line, Patience(2))
        assert await bench.talk() == ([Analog, AlarmReport], [ANALOG, ALARMS])
        assert await bench.talk(identify=True) == ([Analog, AlarmReport, Product], [ANALOG, ALARMS, PRODUCT])
        assert bench.patience.trouble is None


async def test_a_pack_that_falls_silent_is_asked_three_times_and_then_once_a_step() -> None:
    """It costs its neighbours at most one deadline per back-off step."""
    mute = Mute()
    line = simulated(1, faults=[mute])
    async with stand_on(line) as stand:
        bench = Bench(stand, line, Patience(2))
        assert await bench.talk() == ([], [ANALOG] * 3)
        assert bench.patience.trouble is None
        assert await bench.talk() == ([], [ANALOG])
        line.faults.clear()
        assert await bench.talk() == ([Analog, AlarmReport], [ANALOG, ALARMS])
        line.faults.set(mute)
        assert await bench.talk() == ([], [ANALOG] * 3)


async def test_a_command_that_stays_unanswered_costs_one_deadline_from_the_second_time_on() -> None:
    line = simulated(1, faults=[Mute(command=ALARMS)])
    async with stand_on(line) as stand:
        bench = Bench(stand, line, Patience(2))
        assert await bench.talk() == ([Analog], [ANALOG, ALARMS, ALARMS, ALARMS])
        assert await bench.talk() == ([Analog], [ANALOG, ALARMS])
        line.faults.clear()
        assert await bench.talk() == ([Analog, AlarmReport], [ANALOG, ALARMS])


@pytest.mark.parametrize("fault", [WrongChecksum(times=1), HalfFrame(times=1), Mute(times=2), Late(delay=1.0, times=1)])
async def test_what_fails_once_succeeds_at_the_next_try(fault: WrongChecksum | HalfFrame | Mute | Late) -> None:
    line = simulated(1, faults=[fault])
    async with stand_on(line) as stand:
        kinds, asked = await Bench(stand, line, Patience(2)).talk()
    assert kinds == [Analog, AlarmReport]
    assert asked == [ANALOG] * (len(asked) - 1) + [ALARMS]


async def test_a_damaged_answer_is_worth_the_retries_even_of_a_pack_that_was_mute() -> None:
    line = simulated(1, faults=[Mute()])
    async with stand_on(line) as stand:
        bench = Bench(stand, line, Patience(2))
        await bench.talk()
        line.faults.clear()
        line.faults.set(WrongChecksum(times=2))
        assert await bench.talk() == ([Analog, AlarmReport], [ANALOG, ANALOG, ANALOG, ALARMS])
        assert isinstance(bench.patience.trouble, FrameError)


async def test_damage_that_stays_costs_its_own_request_only_and_is_remembered_as_trouble() -> None:
    line = simulated(1, faults=[WrongChecksum(command=ALARMS)])
    async with stand_on(line) as stand:
        bench = Bench(stand, line, Patience(2))
        assert await bench.talk(identify=True) == ([Analog], [ANALOG, ALARMS, ALARMS, ALARMS])
        assert isinstance(bench.patience.trouble, FrameError)


async def test_a_stranger_is_asked_once_unless_something_comes_back() -> None:
    line = simulated(1, faults=[Mute(times=1)])
    async with stand_on(line) as stand:
        bench = Bench(stand, line, Patience(2, is_stranger=True))
        assert await bench.talk() == ([], [ANALOG])
        line.faults.set(WrongChecksum(times=1))
        assert await bench.talk() == ([Analog, AlarmReport], [ANALOG, ANALOG, ALARMS])


@pytest.mark.parametrize("code", [0x02, 0x03, 0x91, 0xA0])
async def test_a_refusal_that_blames_the_wire_is_asked_again(code: int) -> None:
    line = simulated(1, faults=[ErrorCode(code=code, times=1)])
    async with stand_on(line) as stand:
        assert await Bench(stand, line, Patience(2)).talk() == ([Analog, AlarmReport], [ANALOG, ANALOG, ALARMS])


@pytest.mark.parametrize("code", [0x01, 0x04, 0x05, 0x06, 0x09, 0x90])
async def test_a_refusal_that_blames_the_request_is_not(code: int) -> None:
    line = simulated(1, faults=[ErrorCode(code=code, times=1)])
    async with stand_on(line) as stand:
        bench = Bench(stand, line, Patience(2))
        assert await bench.talk() == ([AlarmReport], [ANALOG, ALARMS])
    assert isinstance(bench.patience.trouble, ReplyError)


async def test_a_refusal_that_stays_ends_after_the_tries_and_counts_as_an_answer() -> None:
    line = simulated(1, faults=[ErrorCode(code=0x91)])
    async with stand_on(line) as stand:
        bench = Bench(stand, line, Patience(1))
        assert await bench.talk() == ([], [ANALOG, ANALOG, ALARMS, ALARMS])
        assert bench.patience.unanswered == set()


async def test_without_retries_everything_is_asked_once() -> None:
    line = simulated(1, faults=[Mute()])
    async with stand_on(line) as stand:
        assert await Bench(stand, line, Patience(0)).talk() == ([], [ANALOG])


async def test_a_cut_ends_a_conversation() -> None:
    line = simulated(1, faults=[Mute(command=ALARMS)])
    async with stand_on(line) as stand:
        talking = asyncio.create_task(Bench(stand, line, Patience(2)).talk())
        await asyncio.sleep(0.5)
        line.faults.set(Cut())
        with pytest.raises(LinkError):
            await talking


async def test_the_versions_byte_is_the_callers() -> None:
    """Some packs answer only to VER 52."""
    line = simulated(1)
    async with stand_on(line) as stand:
        await converse(stand.line, DIALECT.conversation(1, 0x52, identify=False), Patience(0))
    assert [frame for _, frame in line.heard] == [request(ANALOG, 1, 0x52), request(ALARMS, 1, 0x52)]
