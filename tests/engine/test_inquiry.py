"""Asking a pack about one topic on a line that loses and refuses."""

import pytest

from tests.engine.stand import simulated, stand_on
from topbms.dialects.memory import Topic
from topbms.dialects.topbms import DIALECT
from topbms.engine.inquiry import Inquiry, Told, inquire, set_clock
from topbms.model.fragment import Barcode, Capacities, Clock, PackCount, Parameters, Record
from topbms.sim.faults import ErrorCode, Fault, Mute, WrongChecksum
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack

HOUR = 3600.0


def lived(*faults: Fault) -> SimulatedLine:
    """A pack that lived five hours."""
    line = simulated(1, faults=faults)
    line.packs[0].advance(5 * HOUR)
    return line


async def asked(line: SimulatedLine, topic: Topic) -> tuple[Told, list[int]]:
    counts: list[int] = []
    async with stand_on(line) as stand:
        return await inquire(stand.line, Inquiry(DIALECT, topic, 1, 0x21), counts.append), counts


async def test_what_a_pack_tells_of_a_topic() -> None:
    told, counts = await asked(lived(), Topic.CAPACITIES)
    assert told.is_whole
    assert told.trouble is None
    assert isinstance(told.fragments[0], Capacities)
    assert counts == [1, 2]


async def test_a_log_is_read_to_its_end() -> None:
    line = lived()
    told, counts = await asked(line, Topic.DATA)
    assert told.is_whole
    assert [record.time[11:13] for record in told.fragments if isinstance(record, Record)] == [
        "13",
        "14",
        "15",
        "16",
        "17",
    ]
    assert counts == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("fault", [Mute(command=0x4B, every=3), WrongChecksum(command=0x4B, every=3)])
async def test_no_record_is_lost_or_doubled_on_a_bad_line(fault: Fault) -> None:
    whole, _ = await asked(lived(), Topic.DATA)
    torn, _ = await asked(lived(fault), Topic.DATA)
    assert torn.is_whole
    assert torn.fragments == whole.fragments


async def test_a_log_that_breaks_off_is_not_whole() -> None:
    line = lived()
    line.faults.set(Mute(command=0x4B, every=1))
    told, _ = await asked(line, Topic.DATA)
    assert told == Told((), is_whole=False, trouble=None)


async def test_a_refusal_is_no_answer_and_says_why() -> None:
    told, counts = await asked(lived(ErrorCode(command=0x47)), Topic.PARAMETERS)
    assert not told.is_whole
    assert told.trouble is not None
    assert told.trouble.values["rtn"] == 4
    assert counts == [0]


async def test_one_question_without_answer_leaves_the_others() -> None:
    told, _ = await asked(lived(ErrorCode(command=0xF1), Mute(command=0x51)), Topic.IDENTITY)
    assert told.is_whole
    assert [type(fragment) for fragment in told.fragments] == [Barcode, PackCount]


async def test_a_clock_is_set_and_a_pack_that_refuses_is_told() -> None:
    line = lived()
    pack = line.packs[0]
    assert isinstance(pack, SimulatedPack)
    async with stand_on(line) as stand:
        said = Clock(1, "2026-11-23T08:15:30")
        assert (await set_clock(stand.line, DIALECT, said, 0x21)).is_whole
        assert pack.memory.clock() == said
        line.faults.set(ErrorCode(command=0x4E))
        refused = await set_clock(stand.line, DIALECT, Clock(1, "2027-01-01T00:00:00"), 0x21)
    assert not refused.is_whole
    assert refused.trouble is not None


async def test_parameters_come_as_one_fragment() -> None:
    told, _ = await asked(lived(), Topic.PARAMETERS)
    (parameters,) = told.fragments
    assert isinstance(parameters, Parameters)
    assert parameters.settings["cell_overvoltage_protection"] == 3650
