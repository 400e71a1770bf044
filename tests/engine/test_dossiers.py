"""When packs are asked beside their polls, and what becomes of what they told."""

from datetime import datetime

import pytest

from tests.engine.handclock import HandClock
from topbms.dialects.memory import Topic
from topbms.engine.agenda import DAY, HOUR, Agenda
from topbms.engine.dossiers import MOST_EVENTS, Dossiers
from topbms.engine.feed import Feed
from topbms.engine.inquiry import Told
from topbms.errors import FrameError, ReplyError
from topbms.model.dossier import Dossier, product_of
from topbms.model.event import Event, EventKind
from topbms.model.fragment import (
    Barcode,
    Capacities,
    Clock,
    Identity,
    Parameter,
    Parameters,
    Product,
    Record,
    Setting,
)
from topbms.model.settingchange import Difference, differences

BARCODE = Barcode(1, "ABC 123")
CAPACITIES = Capacities(1, 150, 148, 90)


def parameters(**values: Setting) -> Parameters:
    units = {"cell_overvoltage_protection": "mV"}
    return Parameters(1, tuple(Parameter(key, value, units.get(key, "")) for key, value in values.items()))


class Witness:
    """Dossiers with a feed and a clock of a test's own."""

    def __init__(self) -> None:
        self.clock = HandClock()
        self.events: list[Event] = []
        self.kept: list[tuple[str, dict[str, Setting]]] = []
        feed = Feed(self.clock, 10.0)
        feed.listen(self.events.append)
        self.dossiers = Dossiers(feed, self.clock, lambda pack, settings: self.kept.append((pack, dict(settings))))

    def take(self, topic: Topic, *fragments: Parameters | Clock | Barcode | Capacities | Identity) -> None:
        self.dossiers.take("b1", topic, Told(fragments, is_whole=bool(fragments)))

    @property
    def texts(self) -> list[str]:
        assert {event.kind for event in self.events} <= {EventKind.PARAMETER_CHANGED}
        assert {event.subject for event in self.events} <= {"b1"}
        return [event.text for event in self.events]


# When


def test_a_new_pack_is_asked_everything_one_after_the_other() -> None:
    agenda = Agenda()
    asked = []
    while (topic := agenda.next(100.0)) is not None:
        asked.append(topic)
        agenda.answered(topic, Told((BARCODE,), is_whole=True), 100.0)
    assert asked == [Topic.IDENTITY, Topic.CAPACITIES, Topic.PARAMETERS, Topic.CLOCK]


@pytest.mark.parametrize(
    ("topic", "told", "seconds"),
    [
        (Topic.CAPACITIES, Told((CAPACITIES,), is_whole=True), HOUR),
        (Topic.PARAMETERS, Told((BARCODE,), is_whole=True), DAY),
        (Topic.CLOCK, Told((BARCODE,), is_whole=True), DAY),
        (Topic.IDENTITY, Told((BARCODE,), is_whole=True), float("inf")),
        (Topic.IDENTITY, Told(trouble=ReplyError("no", code=4)), DAY),
        (Topic.IDENTITY, Told(trouble=FrameError("checksum", "wrong")), HOUR),
        (Topic.IDENTITY, Told(), HOUR),
    ],
)
def test_when_a_topic_is_due_again(topic: Topic, told: Told, seconds: float) -> None:
    agenda = Agenda({topic: 0.0})
    agenda.answered(topic, told, 1000.0)
    assert agenda.due == {topic: 1000.0 + seconds}
    assert agenda.next(1000.0) is None


def test_a_topic_that_somebody_wished_for_is_not_asked_again_for_that() -> None:
    agenda = Agenda()
    agenda.answered(Topic.ALARMS, Told(), 1000.0)
    assert Topic.ALARMS not in agenda.due


# What is kept


def test_a_dossier_keeps_the_newest_of_each() -> None:
    witness = Witness()
    assert witness.dossiers.of("b1") == Dossier()
    witness.take(Topic.IDENTITY, BARCODE)
    witness.take(Topic.CAPACITIES, CAPACITIES)
    witness.take(Topic.CAPACITIES, Capacities(1, 150, 148, 80))
    dossier = witness.dossiers.of("b1")
    assert (dossier.barcode, dossier.capacities) == (BARCODE, Capacities(1, 150, 148, 80))
    assert dossier.asked_at == witness.clock.utc()
    assert witness.dossiers.of("b2") == Dossier()
    assert witness.dossiers.due("b1") is Topic.PARAMETERS
    assert witness.dossiers.due("b2") is Topic.IDENTITY


def test_a_pack_that_told_nothing_keeps_its_dossier() -> None:
    witness = Witness()
    witness.take(Topic.CAPACITIES, CAPACITIES)
    witness.take(Topic.CAPACITIES)
    assert witness.dossiers.of("b1").capacities == CAPACITIES


def test_records_are_nothing_to_keep() -> None:
    record = Record(1, 1, "2026-11-23T08:15:30", "idle", 0, 52, 60, 90)
    assert Dossier().joined([record, BARCODE]) == Dossier(barcode=BARCODE)


@pytest.mark.parametrize(("seconds", "said"), [(0, False), (59, False), (-61, True), (3600, True)])
def test_how_far_a_clock_is_off_is_known_and_told_when_it_matters(
    seconds: int, said: bool, caplog: pytest.LogCaptureFixture
) -> None:
    witness = Witness()
    caplog.set_level("INFO", "topbms")
    local = datetime.fromtimestamp(witness.clock.utc() + seconds)  # noqa: DTZ006 - as the pack's clock
    witness.take(Topic.CLOCK, Clock(1, local.isoformat(timespec="seconds")))
    ahead = witness.dossiers.of("b1").clock_ahead
    assert ahead == pytest.approx(seconds, abs=1)
    assert ("its clock shows" in caplog.text) is said


def test_a_clock_that_shows_no_time(caplog: pytest.LogCaptureFixture) -> None:
    witness = Witness()
    caplog.set_level("INFO", "topbms")
    witness.take(Topic.CLOCK, Clock(1, "2026-00-00T00:00:00"))
    assert witness.dossiers.of("b1").clock_ahead is None
    assert "its clock shows 2026-00-00T00:00:00" in caplog.text


# What changed


def test_the_first_parameters_are_no_change() -> None:
    witness = Witness()
    witness.take(Topic.PARAMETERS, parameters(cell_overvoltage_protection=3650))
    assert witness.texts == []
    assert witness.kept == [("b1", {"cell_overvoltage_protection": 3650})]


def test_a_changed_parameter_is_an_event_in_words() -> None:
    witness = Witness()
    witness.dossiers.recall("b1", {"cell_overvoltage_protection": 3650, "balance_mode": "off", "heating_enabled": True})
    changed = parameters(cell_overvoltage_protection=3600, balance_mode="charge", heating_enabled=False)
    witness.take(Topic.PARAMETERS, changed)
    witness.take(Topic.PARAMETERS, changed)
    assert witness.texts == [
        "cell overvoltage protection 3650 → 3600 mV",
        "balance mode off → charge",
        "heating enabled on → off",
    ]
    assert witness.kept == [("b1", dict(changed.settings))]


def test_another_bms_does_not_flood_the_history() -> None:
    witness = Witness()
    witness.take(Topic.PARAMETERS, parameters(**{f"p{i}": 1 for i in range(50)}))
    witness.take(Topic.PARAMETERS, parameters(**{f"p{i}": 2 for i in range(50)}))
    assert len(witness.texts) == MOST_EVENTS + 1
    assert witness.texts[-1] == "30 more"


def test_parameters_that_come_and_go_differ_too() -> None:
    found = list(differences({"a": 1, "b": 2.5}, parameters(b=2.5, c=True)))
    assert found == [Difference("c", None, True), Difference("a", 1, None)]
    assert [str(one) for one in found] == ["c \N{EN DASH} → on", "a 1 → \N{EN DASH}"]


# Who it is


@pytest.mark.parametrize(
    ("dossier", "product"),
    [
        (Dossier(), None),
        (Dossier(barcode=BARCODE), Product(2, serial_number="ABC 123")),
        (Dossier(identity=Identity(1, "TOP", "0100", "maker")), Product(2, "maker", "", "TOP", "0100")),
        (
            Dossier(
                product=Product(2, "sold by", serial_number="S1"), barcode=BARCODE, identity=Identity(1, "T", "1", "m")
            ),
            Product(2, "sold by", "", "T", "1", serial_number="S1"),
        ),
    ],
)
def test_what_a_pack_left_blank_is_filled_from_what_it_told_elsewhere(
    dossier: Dossier, product: Product | None
) -> None:
    assert product_of(2, dossier) == product
