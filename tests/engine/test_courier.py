"""Every record once, in order, however late: a cursor in the history."""

import logging
from collections.abc import Mapping, Sequence

import pytest

from tests.engine.handclock import HandClock
from tests.engine.samples import PACK, reading
from topbms.engine.courier import NOTED, Courier
from topbms.errors import RejectedError, SinkError, StoreError
from topbms.model.event import PastEvent
from topbms.model.health import SinkHealth
from topbms.model.reading import MeanReading
from topbms.model.record import Record
from topbms.model.words import words


class History:
    """Records in memory, and the notes that outlive a courier."""

    def __init__(self, count: int = 0) -> None:
        self.records: list[Record] = [reading(sequence=number, at=10.0 * number) for number in range(1, count + 1)]
        self.notes: dict[str, str] = {}
        self.noted = 0
        self.fault: StoreError | None = None
        self.disk: StoreError | None = None

    def newest(self) -> int:
        return self.records[-1].sequence if self.records else 0

    async def read_after(self, sequence: int, limit: int) -> Sequence[Record]:
        if self.fault is not None:
            raise self.fault
        return [record for record in self.records if record.sequence > sequence][:limit]

    async def sequence_before(self, moment: float) -> int | None:
        return next((record.sequence - 1 for record in self.records if record.at >= moment), None)

    async def recall(self) -> Mapping[str, str]:
        return dict(self.notes)

    async def remember(self, notes: Mapping[str, str]) -> None:
        if self.disk is not None:
            raise self.disk
        self.noted += 1
        self.notes |= notes


class Target:
    """Keeps what it is sent; refuses for good the numbers of `never`, and everything while there is a `fault`."""

    name = "target"
    batch = 4
    interval = 10.0

    def __init__(self, backfill: float = 0.0) -> None:
        self.backfill = backfill
        self.kept: list[int] = []
        self.never: set[int] = set()
        self.fault: SinkError | None = None
        self.is_open = True

    async def write(self, records: Sequence[Record]) -> None:
        if self.fault is not None:
            raise self.fault
        if self.never.intersection(record.sequence for record in records):
            raise RejectedError("no room for that")
        self.kept += [record.sequence for record in records]

    async def close(self) -> None:
        self.is_open = False


class Bench:
    """A courier on a clock that the test turns, at monotonic 1000."""

    def __init__(self, count: int = 0, *, cursor: int | None = 0, backfill: float = 0.0) -> None:
        self.clock = HandClock()
        self.history = History(count)
        if cursor is not None:
            self.history.notes["cursor"] = str(cursor)
        self.target = Target(backfill)
        self.courier = self.started()

    def started(self, begin: int | None = None) -> Courier:
        """As after a start; `begin` is the number that the history had reached by then."""
        history = self.history
        return Courier(
            self.target,
            history,
            self.clock,
            history.newest,
            history.recall,
            history.remember,
            begin=None if begin is None else lambda: begin,
        )

    async def turn(self, after: float = 0.0) -> float:
        self.clock.now += after
        return await self.courier.turn()


async def test_everything_goes_in_order_batch_by_batch() -> None:
    bench = Bench(10)
    assert [await bench.turn() for _ in range(3)] == [0.0, 0.0, 10.0]
    assert bench.target.kept == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert bench.courier.attempts.counters == {"records": 10, "writes": 3}
    assert await bench.turn() == 10.0
    assert bench.courier.attempts.counters["writes"] == 3


async def test_what_a_target_missed_it_gets_when_it_is_back() -> None:
    bench = Bench(3)
    await bench.turn()
    bench.target.fault = SinkError("down")
    bench.history.records += [reading(sequence=number, at=10.0 * number) for number in range(4, 12)]
    assert [await bench.turn() for _ in range(3)] == [1.0, 2.0, 4.0]
    assert bench.courier.health(words("en")) == SinkHealth("target", 960.0, 3, 0, 3, "down")
    bench.target.fault = None
    while await bench.turn() == 0.0:
        pass
    assert bench.target.kept == list(range(1, 12))
    assert bench.courier.health(words("en")) == SinkHealth("target", 0.0, 11, 0, 3, "")


async def test_a_record_that_is_refused_for_good_is_left_out_alone(caplog: pytest.LogCaptureFixture) -> None:
    bench = Bench(7)
    bench.target.never = {2, 6}
    assert [await bench.turn() for _ in range(2)] == [0.0, 10.0]
    assert bench.target.kept == [1, 3, 4, 5, 7]
    counters = bench.courier.attempts.counters
    assert (counters["records"], counters["rejected"], counters["errors"]) == (5, 2, 0)
    assert [line.message for line in caplog.records] == [
        "record 2 is left out: no room for that",
        "record 6 is left out: no room for that",
    ]


async def test_a_target_that_goes_away_while_a_batch_is_halved_gets_the_rest_later() -> None:
    bench = Bench(4)
    bench.target.never = {4}
    keep, bench.target.write = bench.target.write, None  # type: ignore[assignment, method-assign] # by turns

    async def goes_away(records: Sequence[Record]) -> None:
        if 3 in (record.sequence for record in records) and len(records) == 1:
            raise SinkError("down")
        await keep(records)

    bench.target.write = goes_away  # type: ignore[method-assign] # as above
    assert await bench.turn() == 1.0
    assert (bench.target.kept, bench.courier.cursor) == ([1, 2], 2)
    bench.target.write = keep  # type: ignore[method-assign] # as above
    await bench.turn()
    assert (bench.target.kept, bench.courier.cursor) == ([1, 2, 3], 4)


async def test_a_restart_goes_on_where_the_cursor_was_noted() -> None:
    bench = Bench(3, cursor=1)
    await bench.turn()
    await bench.courier.close()
    assert (bench.target.kept, bench.target.is_open, bench.history.notes) == ([2, 3], False, {"cursor": "3"})
    bench.history.records.append(reading(sequence=4))
    await bench.started().turn()
    assert bench.target.kept == [2, 3, 4]


async def test_the_cursor_is_noted_seldom() -> None:
    bench = Bench(1)
    await bench.turn(after=NOTED)
    assert bench.history.noted == 1
    for number in range(2, 6):
        bench.history.records.append(reading(sequence=number))
        await bench.turn(after=NOTED / 5)
    assert (bench.history.noted, bench.history.notes["cursor"]) == (1, "1")
    await bench.turn(after=NOTED / 5)
    assert (bench.history.noted, bench.history.notes["cursor"]) == (2, "5")
    await bench.turn(after=NOTED)
    assert bench.history.noted == 2


async def test_the_cursor_is_noted_while_there_is_much_to_catch_up() -> None:
    bench = Bench(12)
    await bench.turn(after=NOTED)
    await bench.turn(after=NOTED)
    assert bench.history.notes["cursor"] == "8"


async def test_a_disk_that_takes_no_note_holds_nothing_up() -> None:
    bench = Bench(3)
    bench.history.disk = StoreError("disk full")
    assert await bench.turn(after=NOTED) == 10.0
    assert (bench.target.kept, bench.history.notes["cursor"]) == ([1, 2, 3], "0")
    bench.history.disk = None
    await bench.turn(after=NOTED)
    assert bench.history.notes["cursor"] == "3"


async def test_a_history_that_cannot_be_read_is_tried_again() -> None:
    bench = Bench(3)
    bench.history.fault = StoreError("the disk cannot be read")
    assert await bench.turn() == 1.0
    assert str(bench.courier.attempts.last_error) == "the disk cannot be read"
    bench.history.fault = None
    await bench.turn()
    assert bench.target.kept == [1, 2, 3]


async def test_a_new_target_begins_with_what_comes_from_now_on() -> None:
    bench = Bench(3, cursor=None)
    await bench.turn()
    bench.history.records.append(reading(sequence=4))
    await bench.turn()
    assert (bench.target.kept, bench.history.notes) == ([4], {"cursor": "3"})


async def test_a_new_target_may_be_given_some_of_the_past() -> None:
    bench = Bench(3, cursor=None, backfill=980.0)  # the readings are of 10, 20 and 30; now is 1000
    await bench.turn()
    assert bench.target.kept == [2, 3]


@pytest.mark.parametrize(("backfill", "kept"), [(0.0, [3, 4]), (980.0, [2, 3, 4]), (1.0, [3, 4])])
async def test_a_new_target_misses_nothing_that_came_since_the_start(backfill: float, kept: list[int]) -> None:
    bench = Bench(4, cursor=None, backfill=backfill)
    bench.courier = bench.started(begin=2)
    await bench.turn()
    assert bench.target.kept == kept


async def test_where_there_is_no_past_a_new_target_begins_now() -> None:
    bench = Bench(0, cursor=None, backfill=3600.0)
    await bench.turn()
    assert bench.courier.cursor == 0


async def test_a_history_older_than_the_cursor_is_said(caplog: pytest.LogCaptureFixture) -> None:
    bench = Bench(3, cursor=500)
    await bench.turn()
    assert bench.courier.cursor == 3
    assert "older than what was sent already" in caplog.text


async def test_means_in_place_of_readings_are_said_once(caplog: pytest.LogCaptureFixture) -> None:
    bench = Bench()
    bench.history.records = [MeanReading(PACK, number, 60.0 * number, 0.0, {}) for number in range(1, 6)]
    bench.history.records.append(PastEvent(6, 400.0, "start", "", ""))
    with caplog.at_level(logging.INFO):
        while await bench.turn() == 0.0:
            pass
    assert bench.target.kept == [1, 2, 3, 4, 5, 6]
    assert [line.message for line in caplog.records] == [
        "goes on with means of 60 s: single readings of that time are not kept any more"
    ]


async def test_behind_the_means_the_readings_follow_at_once() -> None:
    bench = Bench()
    bench.history.records = [MeanReading(PACK, 1, 60.0, 0.0, {})]
    assert await bench.turn() == 0.0
    bench.history.records.append(reading(sequence=2))
    assert await bench.turn() == 10.0
    assert bench.target.kept == [1, 2]
