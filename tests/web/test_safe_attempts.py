"""How long who was wrong has to wait, and how long who was right may stay; time is turned by hand."""

import pytest

from topbms.web.safe.attempts import Attempts, Slowing
from topbms.web.safe.sessions import MOST, OLDEST, UNUSED, Sessions

HERE, THERE = "192.168.1.5", "192.168.1.6"


def test_the_first_are_free_and_then_each_wait_is_twice_the_last() -> None:
    slowing, now, waits = Slowing(free=3, longest=10.0), 100.0, []
    for _ in range(8):
        slowing.fail(now)
        waits.append(slowing.wait(now))
        now += waits[-1]
    assert waits == [0.0, 0.0, 1.0, 2.0, 4.0, 8.0, 10.0, 10.0]
    assert slowing.wait(now - 4.0) == 4.0
    assert slowing.wait(now) == 0.0


def test_after_an_hour_of_peace_some_are_free_again() -> None:
    slowing = Slowing(free=3, longest=900.0)
    for _ in range(6):
        slowing.fail(0.0)
    assert slowing.wait(0.0) == 8.0
    slowing.fail(3600.0)
    assert slowing.wait(3600.0) == 0.0


def test_a_very_long_row_of_failures_is_no_overflow() -> None:
    slowing = Slowing(free=3, longest=900.0)
    for _ in range(5000):
        slowing.fail(0.0)
    assert slowing.wait(0.0) == 900.0


def test_an_address_pays_for_itself() -> None:
    attempts = Attempts()
    for _ in range(6):
        attempts.fail(HERE, 0.0)
    assert attempts.wait(HERE, 0.0) == 4.0
    assert attempts.wait(THERE, 0.0) == 0.0


def test_the_right_password_forgives() -> None:
    attempts = Attempts()
    for _ in range(6):
        attempts.fail(HERE, 0.0)
    attempts.succeed(HERE)
    assert attempts.wait(HERE, 0.0) == 0.0


def test_who_guesses_from_everywhere_is_slowed_by_the_sum_but_not_who_was_right_before() -> None:
    attempts = Attempts()
    attempts.succeed(HERE)
    for number in range(100):
        attempts.fail(f"10.0.0.{number}", 0.0)
    assert attempts.wait("10.9.9.9", 0.0) == 8.0
    assert attempts.wait("10.9.9.9", 8.0) == 0.0
    assert attempts.wait(HERE, 0.0) == 0.0


@pytest.mark.parametrize(("other", "is_slowed"), [("2001:db8::ffff:1", True), ("2001:db8:0:1::1", False)])
def test_a_home_has_one_network_of_version_6(other: str, is_slowed: bool) -> None:
    attempts = Attempts()
    for _ in range(6):
        attempts.fail("2001:db8::1", 0.0)
    assert (attempts.wait(other, 0.0) > 0) is is_slowed


def test_who_has_no_address_is_counted_too() -> None:
    attempts = Attempts()
    for _ in range(6):
        attempts.fail("", 0.0)
    assert attempts.wait("", 0.0) == 4.0


def test_many_addresses_take_no_more_room_than_that() -> None:
    attempts = Attempts()
    for number in range(5000):
        attempts.fail(f"10.{number // 256}.{number % 256}.1", 0.0)
        attempts.succeed(f"11.{number // 256}.{number % 256}.1")
    assert len(attempts._own) == len(attempts._known) == 1024


def test_a_session_ends_when_nobody_uses_it() -> None:
    sessions = Sessions()
    word = sessions.begin(0.0)
    assert sessions.use(word, UNUSED)
    assert sessions.use(word, 2 * UNUSED)
    assert not sessions.knows(word, 3 * UNUSED + 1.0)
    assert not sessions.use(word, 3 * UNUSED + 1.0)


def test_looking_whether_it_is_known_does_not_prolong_it() -> None:
    sessions = Sessions()
    word = sessions.begin(0.0)
    assert sessions.knows(word, UNUSED)
    assert not sessions.use(word, UNUSED + 1.0)


def test_a_session_ends_when_it_is_old_however_often_it_is_used() -> None:
    sessions = Sessions()
    word = sessions.begin(0.0)
    for day in range(30):
        assert sessions.use(word, day * 86_400.0)
    assert not sessions.use(word, OLDEST + 1.0)


def test_a_session_that_was_ended_is_over_and_others_go_on() -> None:
    sessions = Sessions()
    first, second = sessions.begin(0.0), sessions.begin(0.0)
    sessions.end(first)
    sessions.end("nobody's")
    assert not sessions.use(first, 1.0)
    assert sessions.use(second, 1.0)


def test_words_are_long_different_and_not_kept_themselves() -> None:
    sessions = Sessions()
    words = {sessions.begin(0.0) for _ in range(50)}
    assert len(words) == 50
    assert min(len(word) for word in words) >= 43
    assert not words & {str(key) for key in sessions._kept}
    assert not sessions.use("", 0.0)


def test_there_are_never_more_than_that_and_the_idlest_goes_first() -> None:
    sessions = Sessions()
    idle = sessions.begin(0.0)
    used = sessions.begin(0.0)
    sessions.use(used, 5.0)
    for _ in range(MOST - 1):
        sessions.begin(6.0)
    assert len(sessions) == MOST
    assert not sessions.knows(idle, 7.0)
    assert sessions.knows(used, 7.0)


def test_those_that_are_over_make_room() -> None:
    sessions = Sessions()
    for _ in range(10):
        sessions.begin(0.0)
    sessions.begin(OLDEST + 1.0)
    assert len(sessions) == 1
