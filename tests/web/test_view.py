"""What is not well at one moment, and how old a reading is."""

from tests.web.moments import ONE, both, health, snapshot, state
from topbms.model.health import HistoryHealth, LinkHealth, SinkHealth
from topbms.model.reading import PackState
from topbms.web.view import Problem, age, problems


def test_nothing_is_wrong_while_all_is_well() -> None:
    assert problems(both(), health()) == []


def test_a_link_that_is_down_and_one_that_was_never_up() -> None:
    links = (LinkHealth("usr1", up=False, last_error="refused"), LinkHealth("usr2", up=False))
    assert problems(both(), health(links=links)) == [
        Problem("link", "usr1", "refused"),
        Problem("link", "usr2", "not connected yet"),
    ]


def test_packs_that_are_silent_mute_or_still_to_be_read() -> None:
    assert problems(snapshot(state(stale=True)), health()) == [Problem("pack", "battery1", "does not answer any more")]
    mute = PackState(ONE, None, stale=True)
    assert problems(snapshot(mute), health()) == [Problem("pack", "battery1", "does not answer")]
    early = PackState(ONE, None, stale=False)
    assert problems(snapshot(early), health()) == [Problem("pack", "battery1", "not read yet")]


def test_no_pack_at_all_is_not_well() -> None:
    assert problems(snapshot(), health()) == [Problem("pack", "", "no pack is known")]


def test_a_target_that_fails_and_a_history_that_cannot_be_written() -> None:
    found = health(sinks=(SinkHealth("mqtt", last_error="away"),), history=HistoryHealth(last_error="full"))
    assert problems(both(), found) == [Problem("sink", "mqtt", "away"), Problem("history", "", "full")]


def test_age_is_counted_on_the_monotonic_clock() -> None:
    assert age(state(age=12.5), health()) == 12.5
    assert age(PackState(ONE, None, stale=False), health()) is None
