"""What waits to be committed."""

from topbms.model.event import Event, EventKind
from topbms.store.tail import Batch, StampedEvent, Tail

from .making import BEGIN, Clock, Maker


def filled(count: int, bound: int = 100) -> tuple[Tail, Clock]:
    clock = Clock()
    maker = Maker(clock)
    tail = Tail(bound)
    for clock.now in range(count):
        tail.add(maker.reading())
        tail.happen(Event(EventKind.START, clock.now))
    return tail, clock


def test_what_waits_is_stamped_in_order() -> None:
    tail, clock = filled(3)
    assert [(row.reading.sequence, row.at) for row in tail.readings(clock.stamp)] == [
        (1, BEGIN * 1000),
        (2, BEGIN * 1000 + 1000),
        (3, BEGIN * 1000 + 2000),
    ]
    assert [row.at for row in tail.events(clock.stamp)] == [BEGIN * 1000 + 1000 * second for second in range(3)]


def test_beyond_the_bound_the_oldest_readings_fall_off_and_are_counted() -> None:
    tail, clock = filled(7, bound=4)
    assert [row.reading.sequence for row in tail.readings(clock.stamp)] == [4, 5, 6, 7]
    assert len(tail.events(clock.stamp)) == 4
    assert (tail.dropped, len(tail)) == (3, 4)


def test_a_number_that_is_not_new_cannot_be_kept() -> None:
    tail, clock = filled(3)
    tail.add(Maker(clock, sequence=1).reading())
    assert [row.reading.sequence for row in tail.readings(clock.stamp)] == [1, 2, 3]
    assert tail.dropped == 1


def test_settled_rows_wait_no_more_but_later_ones_do() -> None:
    tail, clock = filled(2)
    readings, events = tail.readings(clock.stamp), tail.events(clock.stamp)
    tail.add(Maker(clock, sequence=2).reading())
    tail.happen(Event(EventKind.STOP, 9))
    tail.settle(Batch(readings, events))
    assert [row.reading.sequence for row in tail.readings(clock.stamp)] == [3]
    assert [row.event.kind for row in tail.events(clock.stamp)] == [EventKind.STOP]
    tail.settle(Batch())
    assert len(tail) == 1


def test_settling_what_has_fallen_off_meanwhile_takes_nothing_else() -> None:
    tail, clock = filled(2, bound=2)
    readings = tail.readings(clock.stamp)
    maker = Maker(clock, sequence=2)
    for _ in range(2):
        tail.add(maker.reading())
    tail.settle(Batch(readings))
    assert [row.reading.sequence for row in tail.readings(clock.stamp)] == [3, 4]


def test_while_the_clock_is_not_known_nothing_is_served_unless_believed() -> None:
    tail, clock = filled(2)
    clock.is_known = False
    assert tail.readings(clock.stamp) == []
    assert tail.events(clock.stamp) == []
    assert [row.at for row in tail.readings(clock.stamp, believe=True)] == [BEGIN * 1000, BEGIN * 1000 + 1000]


def test_only_the_rows_before_the_first_unknown_stamp_are_served() -> None:
    tail, clock = filled(3)

    def stamp(monotonic: float) -> float | None:
        return None if monotonic >= 1 else clock.stamp(monotonic)

    assert [row.reading.sequence for row in tail.readings(stamp)] == [1]
    assert tail.events(stamp) == [StampedEvent(Event(EventKind.START, 0), round(BEGIN * 1000))]


def test_the_offset_is_what_the_newest_reading_believes() -> None:
    tail, _ = filled(3)
    assert tail.offset() == BEGIN
    assert Tail(1).offset() is None
