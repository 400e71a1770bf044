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


@pytest.mark.parametrize(
    ("kind", "text", "english", "french"),
    [
        (
            EventKind.LINK_DOWN,
            "socket://h:1: the other end closed the connection",
            "The link usr1 is down: socket://h:1: the other end closed the connection",
            "La liaison usr1 est coupée\u202f: socket://h:1\u202f: l'autre bout a fermé la connexion",
        ),
        (
            EventKind.VALUE_HELD,
            "soc 0",
            "usr1 told a value that cannot be, and it was held back: State of charge 0",
            "usr1 a donné une valeur impossible, qui a été retenue\u202f: État de charge 0",
        ),
        (
            EventKind.VALUE_HELD,
            "cake 0",
            "usr1 told a value that cannot be, and it was held back: cake 0",
            "usr1 a donné une valeur impossible, qui a été retenue\u202f: cake 0",
        ),
        (
            EventKind.PARAMETER_CHANGED,
            "charge high temperature 50 → 55 °C",
            "usr1 goes by another setting: charge high temperature 50 → 55 °C",
            "Un réglage de usr1 a changé\u202f: température haute en charge 50 → 55 °C",
        ),
        (
            EventKind.PARAMETER_CHANGED,
            "charge high temperature on → off",
            "usr1 goes by another setting: charge high temperature on → off",
            "Un réglage de usr1 a changé\u202f: température haute en charge activé → désactivé",
        ),
        (
            EventKind.CLOCK_STEP,
            "+1.5 s",
            "The clock was set by +1.5 s.",
            "L'horloge a été réglée de +1,5 s.",
        ),
        (
            EventKind.ENERGY_SET,
            "charge 1.500 kWh, discharge 0.250 kWh",
            "The meter of usr1 was set: charge 1.500 kWh, discharge 0.250 kWh",
            "Le compteur de usr1 a été réglé\u202f: charge 1,500\u202fkWh, décharge 0,250\u202fkWh",
        ),
        (
            EventKind.PARAMETER_CHANGED,
            "charge high temperature 50 → 52.5 °C",
            "usr1 goes by another setting: charge high temperature 50 → 52.5 °C",
            "Un réglage de usr1 a changé\u202f: température haute en charge 50 → 52,5 °C",
        ),
        (
            EventKind.PARAMETER_CHANGED,
            "party mode 1 → 2",
            "usr1 goes by another setting: party mode 1 → 2",
            "Un réglage de usr1 a changé\u202f: party mode 1 → 2",
        ),
        (
            EventKind.PARAMETER_CHANGED,
            "3 more",
            "usr1 goes by another setting: 3 more",
            "Un réglage de usr1 a changé\u202f: et 3 autres",
        ),
    ],
)
def test_what_an_event_says_besides_is_told_in_the_language(kind: str, text: str, english: str, french: str) -> None:
    event = PastEvent(1, 2.0, kind, "usr1", text)
    assert [event_shape(event, NAMES, words(one))["words"] for one in ("en", "fr")] == [english, french]
