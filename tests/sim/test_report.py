from typing import Any

import pytest

from tests.sim.wire import ALARMS, Saying, heard
from topbms.dialects.topbms.alarms import STATUS
from topbms.errors import ConfigError
from topbms.model.alarms import Alarm, AlarmReport, Level
from topbms.sim.limits import Limit, limits
from topbms.sim.report import check_alarm, report

W, P, F = Level.WARNING, Level.PROTECTION, Level.FAULT
TABLE = limits(4, 100)
SENSORS = {
    "cells": (3.30, 3.30, 3.30, 3.30),
    "temperatures": (20.0, 20.0, 20.0, 20.0),
    "environment": (20.0,),
    "mosfet": (20.0,),
}
BITS = [bit for bits in STATUS.values() for bit in bits]
OFF = {bit: False for bit in BITS if isinstance(bit, str)}


def limit(code: str, level: Level) -> Limit:
    return next(row for row in TABLE if (row.code, row.level) == (code, level))


def made(
    *exceeded: Limit, forced: tuple[Alarm, ...] = (), shorts: int = 0, **sensors: tuple[float, ...]
) -> AlarmReport:
    return report(1, exceeded, forced, {**SENSORS, **sensors}, OFF, shorts)


def test_a_calm_pack_reports_nothing() -> None:
    calm = made()
    assert calm.alarms == ()
    assert calm.cell_limits == ("normal",) * 4
    assert calm.temperature_limits == ("normal",) * 6
    assert (calm.current_limit, calm.voltage_limit) == ("normal", "normal")


def test_cells_beyond_the_release_name_the_alarm() -> None:
    high = made(limit("cell_overvoltage", W), cells=(3.61, 3.55, 3.49, 3.30))
    assert high.cell_limits == ("high", "high", "normal", "normal")
    assert high.alarms == (Alarm("cell_overvoltage", W, 1), Alarm("cell_overvoltage", W, 2))


def test_a_protection_whose_cells_are_back_names_none() -> None:
    latched = made(limit("cell_undervoltage", P))
    assert latched.alarms == (Alarm("cell_undervoltage", P),)
    assert set(latched.cell_limits) == {"normal"}


@pytest.mark.parametrize(
    ("exceeded", "sensors", "words"),
    [
        (limit("charge_high_temperature", W), {"temperatures": (51.0, 46.0, 48.0, 20.0)}, (0, 2)),
        (limit("environment_high_temperature", W), {"environment": (61.0,)}, (4,)),
        (limit("mosfet_high_temperature", P), {"mosfet": (101.0,)}, (5,)),
    ],
)
def test_hot_sensors_are_marked_in_the_order_of_the_frame(
    exceeded: Limit, sensors: dict[str, Any], words: tuple[int, ...]
) -> None:
    hot = made(exceeded, **sensors).temperature_limits
    assert [i for i, word in enumerate(hot) if word == "high"] == list(words)


def test_cold_sensors_are_marked_low() -> None:
    cold = made(limit("charge_low_temperature", P), temperatures=(-1.0, 4.0, 6.0, 20.0))
    assert cold.temperature_limits[:4] == ("low", "low", "normal", "normal")


@pytest.mark.parametrize(
    ("code", "current", "voltage"),
    [
        ("charge_overcurrent", "high", "normal"),
        ("discharge_overcurrent", "high", "normal"),
        ("pack_overvoltage", "normal", "high"),
        ("pack_undervoltage", "normal", "low"),
    ],
)
def test_the_pack_s_own_bytes(code: str, current: str, voltage: str) -> None:
    made_of = made(limit(code, W))
    assert (made_of.current_limit, made_of.voltage_limit) == (current, voltage)


def test_short_circuits_are_counted_as_far_as_a_byte_goes() -> None:
    assert made(shorts=3).short_circuit_count == 3
    assert made(shorts=300).short_circuit_count == 255


@pytest.mark.parametrize(
    ("forced", "reported"),
    [
        (Alarm("cell_low", W, 2), (Alarm("cell_low", W, 2),)),
        (Alarm("cell_fault", W, 4), (Alarm("cell_fault", W, 4),)),
        (Alarm("cell_fault", F, 4), (Alarm("cell_fault", F, 4),)),
        (Alarm("cell_failure", F, 3), (Alarm("cell_failure", F, 3),)),
        (Alarm("front_end_fault", F), (Alarm("front_end_fault", F),)),
        (Alarm("cell_overvoltage", P), (Alarm("cell_overvoltage", P),)),
    ],
)
def test_forced_alarms_are_reported(forced: Alarm, reported: tuple[Alarm, ...]) -> None:
    assert made(forced=(forced,)).alarms == reported


def test_a_forced_cell_joins_the_alarm_that_is_active_anyway() -> None:
    joined = made(limit("cell_overvoltage", W), forced=(Alarm("cell_high", W, 4),), cells=(3.61, 3.3, 3.3, 3.3))
    assert joined.alarms == (Alarm("cell_overvoltage", W, 1), Alarm("cell_overvoltage", W, 4))


def test_a_failed_cell_has_no_second_alarm_for_its_fault() -> None:
    failure = Alarm("cell_failure", F, 4)
    both = made(forced=(Alarm("cell_fault", W, 4), Alarm("cell_fault", W, 2), failure))
    assert both.alarms == (Alarm("cell_fault", W, 2), failure)


def test_a_failed_cell_is_still_named_by_the_alarm_that_is_active_anyway() -> None:
    fault, failure = Alarm("cell_fault", F, 4), Alarm("cell_failure", F, 4)
    assert set(made(forced=(fault, failure)).alarms) == {fault, failure}


def every_alarm() -> list[Alarm]:
    """Whatever a pack of this family reports; those of a cell name the third."""
    cells = [("cell_low", W), ("cell_high", W), ("cell_fault", W), ("cell_failure", F)]
    known = [Alarm(*bit) for bit in BITS if isinstance(bit, tuple)]
    return [*known, *(Alarm(*alarm, 3) for alarm in cells)]


@pytest.mark.parametrize("alarm", every_alarm(), ids=str)
def test_every_alarm_can_be_forced_and_arrives(alarm: Alarm) -> None:
    check_alarm(alarm, 4)
    sent = made(forced=(alarm,))
    assert heard(Saying(said_alarms=sent), ALARMS) == sent
    assert alarm in sent.alarms


@pytest.mark.parametrize(
    ("alarm", "words"),
    [
        (Alarm("no_such_code", W), "no BMS reports 'no_such_code' as a warning"),
        (Alarm("soc_low", F), "no BMS reports 'soc_low' as a fault"),
        (Alarm("cell_low", W), "'cell_low' needs the number of its cell"),
        (Alarm("cell_failure", F), "'cell_failure' needs the number of its cell"),
        (Alarm("soc_low", W, 1), "'soc_low' is an alarm of the whole pack"),
        (Alarm("cell_overvoltage", W, 5), "cell 5 does not exist, the pack has 4"),
    ],
)
def test_alarms_that_no_pack_reports_are_refused(alarm: Alarm, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        check_alarm(alarm, 4)
    assert words in str(caught.value)
