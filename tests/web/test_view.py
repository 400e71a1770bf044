"""What is not well at one moment, and how old a reading is."""

import pytest

from tests.web.moments import ONE, both, health, snapshot, state
from topbms.model.health import HistoryHealth, LinkHealth, SinkHealth
from topbms.model.reading import PackState
from topbms.model.words import words
from topbms.web.view import Problem, age, problems

ENGLISH = words("en")


def test_nothing_is_wrong_while_all_is_well() -> None:
    assert problems(both(), health(), ENGLISH) == []


def test_a_link_that_is_down_and_one_that_was_never_up() -> None:
    links = (LinkHealth("usr1", up=False, last_error="refused"), LinkHealth("usr2", up=False))
    assert problems(both(), health(links=links), ENGLISH) == [
        Problem("link", "usr1", "refused"),
        Problem("link", "usr2", "not connected yet"),
    ]


def test_packs_that_are_silent_mute_or_still_to_be_read() -> None:
    assert problems(snapshot(state(stale=True)), health(), ENGLISH) == [
        Problem("pack", "battery1", "does not answer any more")
    ]
    mute = PackState(ONE, None, stale=True)
    assert problems(snapshot(mute), health(), ENGLISH) == [Problem("pack", "battery1", "does not answer")]
    early = PackState(ONE, None, stale=False)
    assert problems(snapshot(early), health(), ENGLISH) == [Problem("pack", "battery1", "not read yet")]


def test_no_pack_at_all_is_not_well() -> None:
    assert problems(snapshot(), health(), ENGLISH) == [Problem("pack", "", "no pack is known")]


def test_a_target_that_fails_and_a_history_that_cannot_be_written() -> None:
    found = health(sinks=(SinkHealth("mqtt", last_error="away"),), history=HistoryHealth(last_error="full"))
    assert problems(both(), found, ENGLISH) == [Problem("sink", "mqtt", "away"), Problem("history", "", "full")]


def test_age_is_counted_on_the_monotonic_clock() -> None:
    assert age(state(age=12.5), health()) == 12.5
    assert age(PackState(ONE, None, stale=False), health()) is None


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["not connected yet", "does not answer any more"]),
        ("fr", ["pas encore de connexion", "ne répond plus"]),
    ],
)
def test_what_is_wrong_is_told_in_a_language(language: str, said: list[str]) -> None:
    found = problems(snapshot(state(stale=True)), health(links=(LinkHealth("usr2", up=False),)), words(language))
    assert [one.error for one in found] == said
    assert [one.error for one in problems(snapshot(), health(), words(language))] == (
        ["no pack is known"] if language == "en" else ["aucune batterie n'est connue"]
    )
