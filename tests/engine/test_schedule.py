import pytest

from topbms.engine.schedule import (
    EVERYDAY,
    BackOff,
    Pace,
    Turn,
    answered,
    is_half_open,
    next_due,
    pause,
    reconnect_delay,
    reopened,
    silent,
)

MUTE = BackOff(2.0, 8.0)


@pytest.mark.parametrize(
    ("failures", "seconds"), [(1, 2.0), (2, 4.0), (3, 8.0), (4, 8.0), (100, 8.0), (1_000_000, 8.0)]
)
def test_pauses_double_up_to_the_longest(failures: int, seconds: float) -> None:
    assert MUTE.after(failures) == seconds


def test_a_mute_pack_is_tried_often_enough_to_be_read_within_10_s_of_its_return() -> None:
    deadline = 1.0
    assert EVERYDAY.mute.longest + deadline < 10


@pytest.mark.parametrize(
    ("turn", "now", "due"),
    [
        (Turn(100.0), 100.4, 110.0),  # in step with its last turn, not with the answer
        (Turn(100.0), 109.9, 110.0),
        (Turn(100.0), 125.0, 125.0),  # a slow line does not collect debts
        (Turn(100.0, silences=2, rounds=2), 100.4, 110.4),  # after a silence the step begins anew
    ],
)
def test_a_pack_that_answered_is_due_an_interval_later(turn: Turn, now: float, due: float) -> None:
    assert answered(turn, now, 10.0) == Turn(due)


@pytest.mark.parametrize(
    ("turn", "was_heard", "after"),
    [
        (Turn(100.0), False, Turn(103.0, 1, 1)),
        (Turn(100.0, 1, 1), False, Turn(105.0, 2, 2)),
        (Turn(100.0, 2, 2), False, Turn(109.0, 3, 3)),
        (Turn(100.0, 9, 1), False, Turn(109.0, 10, 2)),
        (Turn(100.0, 2, 2), True, Turn(109.0, 3, 0)),
    ],
)
def test_a_pack_that_told_nothing_is_left_alone_for_longer_each_time(turn: Turn, was_heard: bool, after: Turn) -> None:
    assert silent(turn, 101.0, MUTE, was_heard=was_heard) == after


def test_a_new_connection_asks_at_once_and_keeps_the_back_off() -> None:
    assert reopened(Turn(500.0, silences=4, rounds=3), 100.0) == Turn(100.0, silences=4, rounds=0)


@pytest.mark.parametrize(
    ("dues", "address"),
    [
        ({}, None),
        ({1: 101.0}, None),
        ({1: 100.0}, 1),
        ({1: 99.0, 2: 98.0}, 2),
        ({1: 99.0, 2: 105.0}, 1),
        ({3: 99.0, 1: 99.0}, 3),  # in the order of the config
    ],
)
def test_who_has_been_due_for_longest_is_next(dues: dict[int, float], address: int | None) -> None:
    assert next_due({key: Turn(due) for key, due in dues.items()}, now=100.0) == address


@pytest.mark.parametrize(
    ("moments", "seconds"), [([], 10.0), ([103.0, 102.0], 2.0), ([90.0], 0.0), ([5000.0], 10.0), ([100.0], 0.0)]
)
def test_nothing_is_done_until_the_first_is_due(moments: list[float], seconds: float) -> None:
    assert pause(moments, now=100.0, longest=10.0) == seconds


@pytest.mark.parametrize(
    ("rounds", "is_one"),
    [([], False), ([2], False), ([3], True), ([3, 0], False), ([5, 3], True), ([0], False)],
)
def test_a_link_is_half_open_when_nobody_was_heard_for_three_rounds(rounds: list[int], is_one: bool) -> None:
    assert is_half_open(rounds) is is_one


@pytest.mark.parametrize(
    ("since", "chance", "seconds"),
    [
        (0.0, 0.0, 5.0),
        (0.0, 1.0, 6.0),
        (2.5, 0.5, 3.0),  # a try that timed out has already waited
        (3600.0, 0.0, 0.0),  # a connection that lasted is tried again at once, but for the jitter
        (3600.0, 1.0, 1.0),
    ],
)
def test_a_lost_link_is_tried_every_5_s_with_jitter(since: float, chance: float, seconds: float) -> None:
    assert reconnect_delay(Pace(), since, chance) == seconds
