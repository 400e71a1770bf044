import asyncio
import logging
from collections.abc import Callable, Sequence

import pytest

from tests.engine.handclock import HandClock
from tests.engine.jumping import LoopClock
from topbms.engine.attempts import BACK_OFF
from topbms.engine.outlet import Outlet
from topbms.errors import SinkError
from topbms.model.health import SinkHealth
from topbms.model.reading import Snapshot
from topbms.model.update import Update
from topbms.model.words import words

NOTHING = Snapshot(())


class Target:
    """A sink that shows what a test puts into `shows`, and remembers what it was sent."""

    name = "target"
    interval = 60.0
    resend = 1800.0

    def __init__(self) -> None:
        self.shows: dict[str, Update] = {}
        self.sent: list[dict[str, float | str]] = []
        self.fault: SinkError | None = None
        self.is_open = True
        self.arrived = asyncio.Event()
        self.may_finish = asyncio.Event()
        self.may_finish.set()

    def attach(self, renew: Callable[[], None]) -> None:
        self.renew = renew

    def show(self, key: str, value: float | str, step: float = 0.0, *, urgent: bool = False) -> None:
        self.shows[key] = Update(key, value, step, urgent)

    def render(self, snapshot: Snapshot) -> Sequence[Update]:
        assert snapshot is NOTHING
        return tuple(self.shows.values())

    async def write(self, updates: Sequence[Update]) -> None:
        self.arrived.set()
        await self.may_finish.wait()
        if self.fault is not None:
            raise self.fault
        self.sent.append({update.key: update.value for update in updates})

    async def close(self) -> None:
        self.is_open = False


class Bench:
    """An outlet on a clock that the test turns."""

    def __init__(self) -> None:
        self.clock = HandClock()
        self.target = Target()
        self.outlet = Outlet(self.target, lambda: NOTHING, self.clock)

    async def turn(self, after: float = 0.0) -> list[dict[str, float | str]]:
        """What is sent at a turn."""
        self.clock.now += after
        before = len(self.target.sent)
        await self.outlet.turn()
        return self.target.sent[before:]

    async def fail(self, words: str, after: float = 0.0) -> float:
        """A turn that fails; the seconds that the target is left alone."""
        self.target.fault = SinkError("{words}", words=words)
        assert await self.turn(after) == []
        self.target.fault = None
        return self.outlet.wait


async def test_sends_everything_at_the_first_turn() -> None:
    bench = Bench()
    bench.target.show("soc", 88.0)
    bench.target.show("text", "idle")
    assert await bench.turn() == [{"soc": 88.0, "text": "idle"}]
    assert bench.outlet.attempts.counters == {"updates": 2, "writes": 1}


async def test_sends_what_changed_once_an_interval() -> None:
    bench = Bench()
    bench.target.show("soc", 88.0)
    await bench.turn()
    bench.target.show("soc", 87.0)
    assert await bench.turn(after=59.0) == []
    assert await bench.turn(after=1.0) == [{"soc": 87.0}]
    assert await bench.turn(after=60.0) == []


async def test_the_interval_keeps_its_step_and_collects_no_debts() -> None:
    bench = Bench()
    assert await bench.turn(after=7.0) == []
    assert bench.outlet.wait == 53.0
    await bench.turn(after=600.0)
    assert bench.outlet.wait == 0.0
    await bench.turn()
    assert bench.outlet.wait == 60.0


@pytest.mark.parametrize(
    ("step", "value", "goes"),
    [(0.5, 88.4, False), (0.5, 88.5, True), (0.5, 87.5, True), (0.0, 88.0, False), (0.0, 88.001, True)],
)
async def test_a_change_below_the_smallest_step_waits(step: float, value: float, goes: bool) -> None:
    bench = Bench()
    bench.target.show("soc", 88.0, step)
    await bench.turn()
    bench.target.show("soc", value, step)
    assert await bench.turn(after=60.0) == ([{"soc": value}] if goes else [])


async def test_small_changes_add_up_from_what_was_sent_last() -> None:
    bench = Bench()
    bench.target.show("soc", 88.0, 0.5)
    await bench.turn()
    sent = []
    for tenths in range(1, 11):
        bench.target.show("soc", 88.0 + tenths / 10, 0.5)
        sent += await bench.turn(after=60.0)
    assert sent == [{"soc": 88.5}, {"soc": 89.0}]


async def test_texts_go_when_they_differ() -> None:
    bench = Bench()
    bench.target.show("state", "idle", 5.0)
    await bench.turn()
    assert await bench.turn(after=60.0) == []
    bench.target.show("state", "charging", 5.0)
    assert await bench.turn(after=60.0) == [{"state": "charging"}]
    bench.target.show("state", 1.0, 5.0)
    assert await bench.turn(after=60.0) == [{"state": 1.0}]


async def test_unchanged_values_go_again_after_half_an_hour() -> None:
    bench = Bench()
    bench.target.show("soc", 88.0)
    await bench.turn()
    sent = [await bench.turn(after=60.0) for _ in range(60)]
    assert [minute for minute, writes in enumerate(sent, 1) if writes] == [30, 60]


async def test_an_alarm_goes_between_two_intervals_and_alone() -> None:
    bench = Bench()
    bench.target.show("soc", 88.0)
    bench.target.show("alarm", "none", urgent=True)
    await bench.turn()
    bench.target.show("soc", 87.0)
    bench.target.show("alarm", "cell overvoltage", urgent=True)
    assert await bench.turn(after=10.0) == [{"alarm": "cell overvoltage"}]
    assert await bench.turn(after=10.0) == []
    assert await bench.turn(after=40.0) == [{"soc": 87.0}]


async def test_a_packs_first_values_go_at_once_with_what_they_change() -> None:
    """Users: one correct bank figure, not that of the first pack that answered."""
    bench = Bench()
    bench.target.show("battery1 soc", 88.0)
    bench.target.show("bank soc", 88.0)
    await bench.turn()
    bench.target.show("battery2 soc", 44.0)
    bench.target.show("bank soc", 66.0)
    assert await bench.turn(after=1.0) == [{"battery2 soc": 44.0, "bank soc": 66.0}]
    assert bench.outlet.wait == 59.0


async def test_a_target_that_fails_is_left_alone_for_longer_each_time() -> None:
    bench = Bench()
    bench.target.show("soc", 88.0)
    pauses = [await bench.fail("down", after=bench.outlet.wait) for _ in range(9)]
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert bench.outlet.attempts.counters["errors"] == 9
    assert str(bench.outlet.attempts.last_error) == "down"


async def test_a_target_is_left_alone_for_an_interval_at_most() -> None:
    bench = Bench()
    bench.target.interval = 30.0
    outlet = Outlet(bench.target, lambda: NOTHING, bench.clock)
    assert [outlet.attempts.failed(SinkError("down")) for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]


async def test_after_a_failure_the_newest_is_sent_whole() -> None:
    bench = Bench()
    bench.target.show("soc", 88.0)
    bench.target.show("voltage", 53.0)
    await bench.turn()
    bench.target.show("soc", 87.0)
    await bench.fail("down", after=60.0)
    bench.target.show("soc", 86.0)
    bench.target.show("voltage", 52.0)
    assert await bench.turn(after=1.0) == [{"soc": 86.0, "voltage": 52.0}]
    assert bench.outlet.attempts.last_error is None
    assert await bench.fail("down", after=1800.0) == 1.0


async def test_each_error_is_told_once_until_it_works_again(caplog: pytest.LogCaptureFixture) -> None:
    bench = Bench()
    bench.target.show("soc", 88.0)
    with caplog.at_level(logging.INFO, "topbms"):
        for words in ("down", "down", "slow", "down", "slow"):
            await bench.fail(words, after=60.0)
        await bench.turn(after=60.0)
        await bench.fail("down", after=1800.0)
    assert [record.getMessage() for record in caplog.records] == [
        "down",
        "slow",
        "works again after 5 failed attempts",
        "down",
    ]


async def test_a_turn_with_nothing_to_send_says_nothing_of_the_target(caplog: pytest.LogCaptureFixture) -> None:
    """A pack that went stale while Domoticz was down."""
    bench = Bench()
    bench.target.show("soc", 88.0)
    await bench.fail("down")
    bench.target.shows.clear()
    with caplog.at_level(logging.INFO, "topbms"):
        assert await bench.turn(after=1.0) == []
    assert str(bench.outlet.attempts.last_error) == "down"
    assert [record.getMessage() for record in caplog.records] == ["down"]
    bench.target.show("soc", 80.0)
    assert await bench.turn(after=60.0) == [{"soc": 80.0}]
    assert bench.outlet.attempts.last_error is None


async def test_closes_its_sink() -> None:
    bench = Bench()
    await bench.outlet.close()
    assert not bench.target.is_open


class Running:
    """An outlet that runs, on a time that jumps."""

    def __init__(self) -> None:
        self.target = Target()
        self.outlet = Outlet(self.target, lambda: NOTHING, LoopClock())

    async def for_(self, seconds: float) -> None:
        """Let it run so long, then cancel it."""
        task = asyncio.create_task(self.outlet.run())
        await asyncio.sleep(seconds)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_runs_until_cancelled() -> None:
    running = Running()
    running.target.show("soc", 88.0)
    await running.for_(3600.5)
    assert len(running.target.sent) == 3  # the first, and again after 30 and 60 minutes
    assert running.outlet.wait == pytest.approx(59.5, abs=0.1)


async def test_a_notice_is_taken_at_once() -> None:
    running = Running()
    running.target.show("alarm", "none", urgent=True)
    task = asyncio.create_task(running.for_(30))
    await asyncio.sleep(10)
    running.target.show("alarm", "cell overvoltage", urgent=True)
    running.outlet.notice()
    await asyncio.sleep(0.1)
    assert running.target.sent == [{"alarm": "none"}, {"alarm": "cell overvoltage"}]
    await task


async def test_a_notice_does_not_break_a_back_off() -> None:
    running = Running()
    running.target.fault = SinkError("down")
    running.target.show("soc", 88.0)
    task = asyncio.create_task(running.for_(130))
    for _ in range(129):
        await asyncio.sleep(1)
        running.outlet.notice()
    assert running.outlet.attempts.counters["errors"] == 8  # after 0, 1, 3, 7, 15, 31, 63 and 123 s
    await task


async def test_a_slow_target_holds_up_nobody_but_itself() -> None:
    running = Running()
    running.target.may_finish.clear()
    running.target.show("soc", 88.0)
    task = asyncio.create_task(running.for_(100))
    await running.target.arrived.wait()
    for soc in range(80, 20, -1):
        running.target.show("soc", float(soc))
        running.outlet.notice()
        await asyncio.sleep(1)
    running.target.may_finish.set()
    await asyncio.sleep(1)
    assert running.target.sent == [{"soc": 88.0}, {"soc": 21.0}]
    await task


async def test_cancelling_ends_a_write_that_hangs() -> None:
    running = Running()
    running.target.may_finish.clear()
    running.target.show("soc", 88.0)
    await running.for_(10)
    assert running.target.sent == []


def test_the_longest_pause_is_a_minute() -> None:
    assert [BACK_OFF.after(failures) for failures in (1, 2, 7, 50)] == [1, 2, 60, 60]


async def test_a_target_that_lost_everything_gets_everything_again_at_once() -> None:
    bench = Bench()
    bench.target.show("soc", 88.0)
    bench.target.show("text", "idle")
    await bench.turn()
    assert await bench.turn(after=1) == []
    bench.target.renew()
    assert await bench.turn() == [{"soc": 88.0, "text": "idle"}]


async def test_what_is_lost_while_it_is_being_sent_goes_again() -> None:
    bench = Bench()
    bench.target.show("soc", 88.0)
    bench.target.may_finish.clear()
    turn = asyncio.create_task(bench.turn())
    await bench.target.arrived.wait()
    bench.target.renew()
    bench.target.may_finish.set()
    assert await turn == [{"soc": 88.0}]
    assert await bench.turn() == [{"soc": 88.0}]


async def test_health_tells_for_how_long_a_target_fails() -> None:
    bench = Bench()
    bench.target.show("soc", 88.0)
    await bench.turn()
    assert bench.outlet.health(words("en")) == SinkHealth("target", written=1)
    bench.target.show("soc", 89.0)
    await bench.fail("down", after=60)
    bench.clock.now += 5
    await bench.fail("down", after=60)
    assert bench.outlet.health(words("en")) == SinkHealth("target", lag=65.0, written=1, errors=2, last_error="down")
    await bench.turn(after=60)
    assert bench.outlet.health(words("en")) == SinkHealth("target", written=2, errors=2)
