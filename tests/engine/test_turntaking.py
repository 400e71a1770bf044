"""Whose exchange is next on a line that guests use too: each case by its state and time."""

import pytest

from topbms.engine.turntaking import (
    ALLOWANCE,
    DIRECTLY,
    PATIENCE,
    SHARED,
    USUAL,
    Guest,
    Own,
    Pause,
    Rhythm,
    State,
    is_ours,
    look_again,
    may_begin,
    next_guest,
)

NOW = 1000.0


def shared(pause: Pause | None, asked: float = 0.5) -> State:
    """A line on which a guest asked so many seconds ago."""
    return State(count=7, asked=NOW - asked, pause=pause)


def own(cost: float = 0.2, waited: float = 0.0, joined: int = 7) -> Own:
    return Own(NOW - waited, joined, cost)


@pytest.mark.parametrize(
    ("why", "state", "ours", "may"),
    [
        ("nobody ever asked", State(), own(), True),
        ("nobody asked for a while", shared(None, SHARED), own(), True),
        ("somebody just asked, and has no answer yet", shared(None), own(), False),
        ("directly after an answer", shared(Pause(NOW - DIRECTLY, None)), own(), True),
        ("no more directly after it", shared(Pause(NOW - 2 * DIRECTLY, None)), own(), False),
        ("one of ours was in this pause", shared(Pause(NOW, None, is_used=True)), own(), False),
        ("too long for a usual pause", shared(Pause(NOW, None)), own(USUAL + 0.01), False),
        ("too long, and waiting for long", shared(Pause(NOW, None)), own(2.0, PATIENCE + 0.1), True),
        ("waiting for long, in the middle of a pause", shared(Pause(NOW - 0.2, None)), own(2.0, 60), False),
        ("fits in the pause that is known", shared(Pause(NOW, 0.2)), own(0.2), True),
        ("fits when all is allowed for", shared(Pause(NOW, 0.2)), own(0.2 + ALLOWANCE - 0.01), True),
        ("does not fit in a short pause", shared(Pause(NOW, 0.1)), own(0.1 + ALLOWANCE + 0.01), False),
        ("fits in what is left of a long pause", shared(Pause(NOW - 0.4, 0.8, is_used=True)), own(0.3), True),
        ("does not fit in what is left of it", shared(Pause(NOW - 0.6, 0.8, is_used=True)), own(0.3), False),
    ],
)
def test_when_ours_may_begin_while_no_guest_waits(why: str, state: State, ours: Own, may: bool) -> None:
    assert may_begin(state, ours, NOW) is may, why
    assert is_ours(state, ours, [], NOW) is may, why


@pytest.mark.parametrize(
    ("why", "joined", "served", "ours"),
    [
        ("it has had no turn since", 7, [7], False),
        ("it had its turn", 7, [8], True),
        ("one of two had its turn", 7, [8, 6], False),
        ("both had their turns", 7, [8, 9], True),
        ("somebody came when ours began to wait", 7, [7, 8], False),
        ("somebody came later, when another had been served", 7, [8, 8], True),
    ],
)
def test_whose_turn_it_is_while_guests_wait(why: str, joined: int, served: list[int], ours: bool) -> None:
    state = State(count=9, asked=NOW)
    assert is_ours(state, own(9.9, joined=joined), [Guest(number) for number in served], NOW) is ours, why


def test_nothing_of_ours_waits() -> None:
    assert not is_ours(State(), None, [], NOW)
    assert not is_ours(State(), None, [Guest(0)], NOW)


def test_of_guests_the_one_who_waited_longest_is_next() -> None:
    first, second, third = Guest(5), Guest(3), Guest(3)
    assert next_guest([first, second, third]) is second
    assert next_guest([]) is None


def test_one_who_never_pauses_makes_ours_later_by_one_exchange() -> None:
    state, flood, turns = State(), Guest(0), []
    waiting = own(joined=state.count)
    for moment in range(12):
        state.ask(flood, NOW + moment)
        if is_ours(state, waiting, [flood], NOW + moment):
            turns.append("ours")
            state.end()
            waiting = own(joined=state.count)
        else:
            turns.append("his")
            state.answer(flood, 0x42, NOW + moment)
    assert turns == ["his", "ours"] * 6


def test_one_who_comes_as_somebody_new_each_time_makes_ours_later_by_one_exchange() -> None:
    state, turns = State(), []
    waiting = own(joined=state.count)
    for moment in range(12):
        guest = Guest(state.count)
        state.ask(guest, NOW + moment)
        if is_ours(state, waiting, [guest], NOW + moment):
            turns.append("ours")
            state.end()
            waiting = own(joined=state.count)
        else:
            turns.append("his")
            state.answer(guest, 0x42, NOW + moment)
    assert turns == ["his", "ours"] * 6


def test_a_rhythm_is_the_shorter_of_the_last_two_pauses_after_each_command() -> None:
    rhythm = Rhythm()
    rhythm.asked(NOW)
    assert rhythm.answered(0x42, NOW) is None
    rhythm.asked(NOW + 0.3)
    assert rhythm.answered(0x44, NOW + 1) is None
    rhythm.asked(NOW + 1.8)
    assert rhythm.answered(0x42, NOW + 2) == pytest.approx(0.3)
    rhythm.asked(NOW + 2.5)
    assert rhythm.answered(0x42, NOW + 3) == pytest.approx(0.3)
    rhythm.asked(NOW + 3.5)
    assert rhythm.answered(0x42, NOW + 4) == pytest.approx(0.5)
    assert rhythm.answered(0x44, NOW + 4) == pytest.approx(0.8)


def test_whoever_pauses_for_long_has_no_rhythm() -> None:
    rhythm = Rhythm()
    rhythm.answered(0x42, NOW)
    rhythm.asked(NOW + SHARED)
    assert rhythm.answered(0x42, NOW + 9) is None


def test_a_pause_ends_when_a_guest_asks_and_is_used_by_one_of_ours() -> None:
    state, guest = State(), Guest(0)
    state.end()
    state.ask(guest, NOW)
    state.answer(guest, 0x42, NOW)
    assert (state.pause, guest.served, state.count) == (Pause(NOW, None), 2, 2)
    state.end()
    assert state.pause == Pause(NOW, None, is_used=True)
    state.ask(guest, NOW + 1)
    assert not may_begin(state, own(), NOW + 1)
    assert state.is_shared(NOW + SHARED)
    assert not state.is_shared(NOW + 1 + SHARED)
    assert look_again(state, NOW + 2) == pytest.approx(SHARED - 1)
