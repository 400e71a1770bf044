"""Alarm events out of successive readings."""

from topbms.model.alarms import Alarm, Level
from topbms.model.event import AlarmEvent
from topbms.store.alarms import Watch, continued, follow
from topbms.store.tail import Stamped

from .making import BEGIN, ONE, TWO, Clock, Maker

HIGH = Alarm("cell_overvoltage", Level.WARNING, 3)
HIGH_FOUR = Alarm("cell_overvoltage", Level.WARNING, 4)
LOW = Alarm("soc_low", Level.WARNING)


def rows(*steps: tuple[float, tuple[Alarm, ...] | None, float]) -> list[Stamped]:
    """Readings of one pack at these monotonic moments, with these alarms in a report of this age."""
    clock = Clock()
    maker = Maker(clock)
    made = []
    for clock.now, alarms, age in steps:
        made.append(Stamped(maker.reading(alarms=alarms, age=age), round((BEGIN + clock.now) * 1000)))
    return made


def event(alarm: Alarm, begin: float, last_seen: float, end: float | None = None) -> AlarmEvent:
    ended = None if end is None else BEGIN + end
    return AlarmEvent("battery1", alarm.code, alarm.level.value, alarm.cell, BEGIN + begin, BEGIN + last_seen, ended)


def test_an_alarm_begins_is_seen_and_ends() -> None:
    followed = follow({}, rows((10, (HIGH,), 0.5), (20, (HIGH, LOW), 0.5), (30, (), 0.5)))
    assert followed.changes == [
        event(HIGH, 9.5, 9.5),
        event(LOW, 19.5, 19.5),
        event(HIGH, 9.5, 19.5, 29.5),
        event(LOW, 19.5, 19.5, 29.5),
    ]
    assert followed.watches["battery1"].alarms == {}


def test_each_cell_has_an_alarm_of_its_own() -> None:
    followed = follow({}, rows((10, (HIGH,), 0), (20, (HIGH_FOUR,), 0)))
    assert followed.changes == [event(HIGH, 10, 10), event(HIGH_FOUR, 20, 20), event(HIGH, 10, 10, 20)]


def test_an_old_or_missing_report_says_nothing() -> None:
    followed = follow({}, rows((10, (HIGH,), 0.5), (20, (), 10.5), (30, None, 0), (40, (HIGH,), 30.5)))
    assert followed.changes == [event(HIGH, 9.5, 9.5)]
    assert list(followed.watches["battery1"].alarms.values()) == [event(HIGH, 9.5, 9.5)]


def test_packs_do_not_mix() -> None:
    clock = Clock(now=10)
    maker = Maker(clock)
    first = Stamped(maker.reading(ONE, alarms=(HIGH,), age=0), round((BEGIN + 10) * 1000))
    second = Stamped(maker.reading(TWO, alarms=(), age=0), round((BEGIN + 10) * 1000))
    followed = follow({}, [first, second])
    assert [change.pack for change in followed.changes] == ["battery1"]


def test_what_was_open_goes_on_where_it_began() -> None:
    watches = {"battery1": Watch({HIGH: event(HIGH, -500, -10)})}
    followed = follow(watches, rows((10, (HIGH,), 0)))
    assert followed.changes == []
    assert list(followed.watches["battery1"].alarms.values()) == [event(HIGH, -500, 10)]
    assert watches["battery1"].alarms == {HIGH: event(HIGH, -500, -10)}


def test_no_event_ends_before_it_began() -> None:
    begun = follow({}, rows((100, (HIGH,), 0)))
    (late,) = rows((110, (), 0))
    stepped_back = Stamped(late.reading, late.at - 60_000)
    (ended,) = follow(begun.watches, [stepped_back]).changes
    assert (ended.begin, ended.end) == (BEGIN + 100, BEGIN + 100)


def test_after_a_restart_the_newest_kept_reading_tells_when_an_alarm_was_last_seen() -> None:
    clock = Clock(now=50)
    shows = Maker(clock).reading(alarms=(HIGH,), age=2)
    watches = continued([event(HIGH, 1, 2), event(LOW, 1, 2)], [shows])
    assert watches["battery1"].alarms == {HIGH: event(HIGH, 1, 48), LOW: event(LOW, 1, 2)}
    assert watches["battery1"].reported is None


def test_after_a_restart_without_a_reading_the_noted_time_stands() -> None:
    assert continued([event(LOW, 1, 2)], []) == {"battery1": Watch({LOW: event(LOW, 1, 2)})}
