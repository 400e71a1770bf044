"""Events in words: each kind has a sentence, and what another release says is passed on."""

import pytest

from topbms.model.alarms import Alarm, Level
from topbms.model.event import AlarmEvent, EventKind, PastEvent
from topbms.model.words import languages, words
from topbms.web.api.eventview import SENTENCES, alarm_event, alarm_of, event_shape

NAMES = {"battery1": "Cellar"}


def test_every_kind_has_a_sentence() -> None:
    assert set(SENTENCES) == set(EventKind)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", [kind.value for kind in EventKind])
def test_names_are_said_and_not_ids(kind: str, language: str) -> None:
    said = event_shape(PastEvent(1, 2.0, kind, "battery1", "cell_low warning cell 3"), NAMES, words(language))
    assert said["name"] == "Cellar"
    assert "battery1" not in said["words"]
    assert "{" not in said["words"]


def test_a_kind_of_another_release_says_its_text() -> None:
    assert event_shape(PastEvent(1, 2.0, "party", "x", "cake"), NAMES, words("en"))["words"] == "cake"


@pytest.mark.parametrize(
    "alarm", [Alarm("cell_low", Level.WARNING, 3), Alarm("short_circuit", Level.PROTECTION), Alarm("new", Level.FAULT)]
)
def test_an_alarm_is_read_back_from_its_text(alarm: Alarm) -> None:
    assert alarm_of(str(alarm)) == alarm


@pytest.mark.parametrize("text", ["", "cake", "cell_low party", "cell_low warning cell x"])
def test_another_text_is_no_alarm(text: str) -> None:
    assert alarm_of(text) is None


def test_an_alarm_of_another_release_keeps_its_name() -> None:
    said = alarm_event(AlarmEvent("battery1", "new_alarm", "fault", 2, 1.5, 2.0), NAMES, words("en"))
    assert said["id"] == "battery1.new_alarm.fault.2.1500"
    assert said["words"] == "Cellar: new_alarm fault cell 2"
    assert said["alarm"] is not None
    assert (said["alarm"]["words"], said["alarm"]["urgency"]) == ("new_alarm", "today")
