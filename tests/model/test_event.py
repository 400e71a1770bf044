"""Events and updates: their words and defaults are promises."""

import pytest

from topbms.model.event import AlarmEvent, Event, EventKind
from topbms.model.update import Update

KINDS = [
    *("start", "stop", "link_down", "link_up", "pack_silent", "pack_back", "clock_step", "value_held", "rows_lost"),
    *("alarm", "alarm_over", "energy_set", "parameter_changed"),
]


@pytest.mark.parametrize("kind", KINDS)
def test_the_promised_kinds_stay(kind: str) -> None:
    assert Event(EventKind(kind), monotonic=1.0).kind == kind


def test_an_event_of_the_gateway_itself_has_no_subject() -> None:
    event = Event(EventKind.START, monotonic=1.0)
    assert (event.subject, event.text) == ("", "")


def test_an_alarm_lasts_until_it_has_an_end() -> None:
    assert AlarmEvent("battery1", "soc_low", "warning", None, begin=10.0, last_seen=20.0).end is None


def test_an_update_waits_for_its_interval_and_is_sent_for_any_change_unless_told_otherwise() -> None:
    update = Update("battery1/soc", 88)
    assert not update.urgent
    assert update.step == 0
