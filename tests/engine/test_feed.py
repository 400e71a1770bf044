from typing import Any

from tests.engine.handclock import HandClock
from tests.engine.samples import OTHER, PACK, reading, report
from topbms.engine.feed import Feed
from topbms.model.alarms import Alarm, Level
from topbms.model.event import Event, EventKind
from topbms.model.reading import Pack, PackReading, PackState

ALARM = Alarm("cell_overvoltage", Level.WARNING, 3)
BANK = {"current": 1.0, "soc": 80.0, "full_capacity": 100.0}


class Bench:
    """A feed with everybody who can listen to it."""

    def __init__(self, interval: float = 10.0) -> None:
        self.clock = HandClock()
        self.feed = Feed(self.clock, interval)
        self.readings: list[PackReading] = []
        self.events: list[Event] = []
        self.alerts = 0
        self.feed.subscribe(self.readings.append)
        self.feed.listen(self.events.append)
        self.feed.alert(self._alert)

    def _alert(self) -> None:
        self.alerts += 1

    def publish(self, pack: Pack = PACK, *, round_time: float | None = None, **fields: Any) -> PackReading:
        made = reading(pack, self.feed.number(), self.clock.now, **fields)
        self.feed.publish(made, round_time)
        return made

    def wait(self, seconds: float) -> None:
        """As the gateway does: look after silence every second."""
        for _ in range(int(seconds)):
            self.clock.now += 1
            self.feed.watch()

    def state(self, pack: Pack = PACK) -> PackState:
        return next(state for state in self.feed.snapshot().packs if state.pack.id == pack.id)

    @property
    def happenings(self) -> list[tuple[EventKind, str]]:
        return [(event.kind, event.subject) for event in self.events]


def test_readings_are_numbered_from_where_the_history_ends() -> None:
    bench = Bench()
    bench.feed.continue_after(41)
    assert [bench.publish().sequence, bench.publish(OTHER).sequence] == [42, 43]


def test_everyone_gets_the_same_reading() -> None:
    bench = Bench()
    others: list[PackReading] = []
    bench.feed.subscribe(others.append)
    made = bench.publish()
    assert bench.readings == [made]
    assert others[0] is made
    assert bench.state().reading is made


def test_a_packs_first_reading_does_not_wait() -> None:
    bench = Bench()
    bench.publish()
    assert bench.alerts == 1
    bench.publish()
    assert bench.alerts == 1
    bench.publish(OTHER)
    assert bench.alerts == 2


def test_an_alarm_that_comes_or_goes_does_not_wait() -> None:
    bench = Bench()
    bench.publish(alarms=report())
    assert bench.alerts == 1
    bench.publish(alarms=report(ALARM))
    assert bench.alerts == 2
    bench.publish(alarms=report(ALARM))
    assert bench.alerts == 2
    bench.publish(alarms=report())
    assert bench.alerts == 3


def test_a_pack_that_goes_silent_is_told_once_and_stale_at_once() -> None:
    """Users: stale values are shown as live when the BMS is silent."""
    bench = Bench()
    bench.publish(alarms=report(ALARM))
    told = [(EventKind.ALARM, "battery1")]
    bench.wait(30)
    assert (bench.happenings, bench.state().stale) == (told, False)
    alerts = bench.alerts
    bench.wait(1)
    assert bench.happenings == [*told, (EventKind.PACK_SILENT, "battery1")]
    assert (bench.state().stale, bench.alerts) == (True, alerts + 1)
    bench.wait(100)
    assert len(bench.events) == 2
    assert bench.state().reading == bench.readings[0]
    assert bench.feed.snapshot().bank.missing == ("battery1",)


def test_a_pack_that_is_back_is_told_once() -> None:
    bench = Bench()
    bench.publish()
    bench.wait(60)
    bench.publish()
    bench.publish()
    assert bench.happenings == [(EventKind.PACK_SILENT, "battery1"), (EventKind.PACK_BACK, "battery1")]
    assert (bench.state().stale, bench.alerts) == (False, 3)


def test_a_pack_that_never_answered_is_stale_and_told_of_after_30_s_so_that_a_start_is_no_loss() -> None:
    bench = Bench()
    bench.feed.expect([PACK])
    bench.wait(30)
    assert bench.state() == PackState(PACK, None, stale=False, since=None)
    assert bench.events == []
    bench.wait(1)
    assert bench.state() == PackState(PACK, None, stale=True, since=None)
    assert bench.happenings == [(EventKind.PACK_SILENT, "battery1")]
    bench.publish()
    assert bench.happenings[1:] == [(EventKind.PACK_BACK, "battery1")]


def test_a_slow_line_is_not_stale_before_three_of_its_own_rounds() -> None:
    """Sixteen packs that take 3 s each."""
    bench = Bench()
    bench.publish(round_time=48.0)
    bench.wait(144)
    assert bench.events == []
    bench.wait(1)
    assert bench.happenings == [(EventKind.PACK_SILENT, "battery1")]


def test_a_slow_line_is_known_for_the_packs_too_that_are_still_to_be_read() -> None:
    bench = Bench()
    bench.feed.expect([PACK, OTHER])
    bench.publish(round_time=48.0)
    bench.wait(100)
    assert bench.events == []


def test_a_slow_line_does_not_excuse_the_packs_of_another() -> None:
    bench = Bench()
    bench.publish(round_time=48.0)
    bench.publish(Pack("battery3", "", "usr2", 1))
    bench.wait(100)
    assert bench.happenings == [(EventKind.PACK_SILENT, "battery3")]


def test_a_silence_does_not_make_the_next_one_longer() -> None:
    bench = Bench()
    bench.publish(round_time=10.0)
    bench.wait(300)
    bench.publish()
    bench.wait(31)
    assert bench.happenings[-1] == (EventKind.PACK_SILENT, "battery1")


def test_the_age_counts_from_the_moment_of_the_reading() -> None:
    bench = Bench()
    made = bench.publish()
    bench.clock.offset += 86_400.0  # a step of the clock is no silence
    bench.wait(5)
    assert bench.state() == PackState(PACK, made, stale=False, since=made.at)


def test_the_bank_leaves_silent_packs_out_and_names_them() -> None:
    """Users: one correct bank figure, offline packs excluded."""
    bench = Bench()
    bench.publish(values=BANK)
    bench.wait(20)
    bench.publish(OTHER, values={**BANK, "soc": 40.0, "full_capacity": 300.0})
    bank = bench.feed.snapshot().bank
    assert (bank.present, bank.values["soc"]) == (("battery1", "battery2"), 50.0)
    assert bank.at == bench.clock.utc()
    bench.wait(11)
    bank = bench.feed.snapshot().bank
    assert (bank.present, bank.missing, bank.values["soc"]) == (("battery2",), ("battery1",), 40.0)


def test_events_carry_their_moment_and_words() -> None:
    bench = Bench()
    bench.feed.happen(EventKind.LINK_DOWN, "usr1", "cut")
    assert bench.events == [Event(EventKind.LINK_DOWN, 1000.0, "usr1", "cut", sequence=1)]
    assert bench.alerts == 1


def test_alarms_that_begin_and_end_are_events_in_the_same_numbering() -> None:
    bench = Bench()
    bench.publish(alarms=report(ALARM))
    bench.publish(alarms=report())
    assert [(event.kind, event.subject, event.text) for event in bench.events] == [
        (EventKind.ALARM, "battery1", "cell_overvoltage warning cell 3"),
        (EventKind.ALARM_OVER, "battery1", "cell_overvoltage warning cell 3"),
    ]
    assert [event.sequence for event in bench.events] == [2, 4]
    assert [reading.sequence for reading in bench.readings] == [1, 3]


def test_alarms_that_were_active_before_the_start_are_no_news() -> None:
    before = Bench()
    before.publish(alarms=report(ALARM))
    bench = Bench()
    bench.feed.recall(before.readings[0])  # of a pack that is no longer polled
    bench.feed.expect([PACK])
    bench.feed.recall(before.readings[0])
    bench.publish(alarms=report(ALARM))
    assert bench.events == []
    bench.publish(alarms=report())
    assert [event.kind for event in bench.events] == [EventKind.ALARM_OVER]


def test_packs_stand_in_the_order_of_the_config() -> None:
    bench = Bench()
    bench.feed.expect([PACK, OTHER])
    bench.publish(OTHER)
    assert [state.pack.id for state in bench.feed.snapshot().packs] == ["battery1", "battery2"]


def test_a_pack_may_be_renamed_at_any_time() -> None:
    bench = Bench()
    bench.publish()
    renamed = Pack("battery1", "Cave", "usr1", 1)
    bench.feed.expect([renamed])
    assert bench.state().pack == renamed
    assert bench.state().reading == bench.readings[0]


def test_packs_that_left_the_config_are_forgotten() -> None:
    bench = Bench()
    bench.publish()
    bench.publish(OTHER)
    bench.feed.forget_others([OTHER])
    assert [state.pack for state in bench.feed.snapshot().packs] == [OTHER]
    bench.wait(60)
    assert bench.happenings == [(EventKind.PACK_SILENT, "battery2")]


def test_after_quiet_nobody_is_alerted() -> None:
    bench = Bench()
    bench.feed.quiet()
    bench.publish()
    assert (bench.alerts, len(bench.readings)) == (0, 1)
