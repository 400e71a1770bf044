"""What a pack is doing: the current decides, its own bits where the current says nothing."""

from collections.abc import Mapping

import pytest

from topbms.model.activity import ACTIVITIES, OLDEST_REPORT, activity, is_old, known_states
from topbms.model.alarms import AlarmReport
from topbms.model.derived import IDLE_CURRENT
from topbms.model.reading import Pack, PackReading

PACK = Pack("battery1", "Battery 1", "usr1", 1)


def reading(report: AlarmReport | None, age: float | None) -> PackReading:
    return PackReading(PACK, 1, 0.0, 0.0, {}, alarms=report, alarms_age=age)


@pytest.mark.parametrize(
    ("current", "states", "doing"),
    [
        (None, {}, None),
        (None, {"heating": False}, "idle"),
        (None, {"charging": True}, "charging"),
        (None, {"discharging": True}, "discharging"),
        (None, {"fully_charged": True}, "fully_charged"),
        (0.0, {}, "idle"),
        (0.0, {"discharging": True}, "discharging"),
        (IDLE_CURRENT, {}, "charging"),
        (-IDLE_CURRENT, {}, "discharging"),
        (3.0, {"discharging": True}, "charging"),
        (3.0, {"fully_charged": True}, "fully_charged"),
        (-3.0, {"fully_charged": True}, "discharging"),
    ],
)
def test_what_it_does(current: float | None, states: Mapping[str, bool], doing: str | None) -> None:
    assert activity(current, states) == doing
    assert doing is None or doing in ACTIVITIES


@pytest.mark.parametrize(("age", "old"), [(None, False), (0.0, False), (OLDEST_REPORT, False), (901.0, True)])
def test_a_report_grows_old(age: float | None, old: bool) -> None:
    assert is_old(reading(AlarmReport(1), age)) is old


def test_states_that_are_not_known_now_are_left_out() -> None:
    report = AlarmReport(1, states={"charge_mosfet": True})
    assert known_states(reading(report, 1.0)) == {"charge_mosfet": True}
    assert known_states(reading(report, 901.0)) == {}
    assert known_states(reading(None, None)) == {}
