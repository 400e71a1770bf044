"""Where a BMS warns and switches off, out of the parameters of each family."""

import pytest

from topbms.model.fragment import Parameter, Parameters
from topbms.model.thresholds import KEYS, Thresholds, thresholds


def told(*parameters: tuple[str, float | str | bool, str]) -> Parameters:
    return Parameters(1, tuple(Parameter(*each) for each in parameters))


def test_millivolts_of_a_cell_are_volts() -> None:
    """As TopBMS tells them (47H)."""
    found = thresholds(
        told(
            ("cell_high_voltage_warning", 3600, "mV"),
            ("cell_low_voltage_warning", 2900, "mV"),
            ("cell_overvoltage_protection", 3650, "mV"),
            ("cell_undervoltage_protection", 2500, "mV"),
        )
    )
    assert found == {"cell_voltages": Thresholds(2.5, 2.9, 3.6, 3.65)}


def test_volts_stay_volts_and_what_is_not_told_is_none() -> None:
    """As Pylontech tells them: no voltage from which on it would switch off for being too high."""
    found = thresholds(
        told(
            ("cell_high_voltage", 3.7, "V"),
            ("cell_low_voltage", 3.05, "V"),
            ("cell_undervoltage_protection", 2.9, "V"),
            ("pack_high_voltage", 54.0, "V"),
        )
    )
    assert found["cell_voltages"] == Thresholds(2.9, 3.05, 3.7, None)
    assert found["voltage"] == Thresholds(None, None, 54.0, None)


@pytest.mark.parametrize(
    "wrong",
    [(0, "mV"), ("off", "mV"), (True, ""), (3600, "A"), (3600, "")],
    ids=["zero", "word", "switch", "A", "bare"],
)
def test_what_is_no_voltage_is_no_limit(wrong: tuple[float | str | bool, str]) -> None:
    assert thresholds(told(("cell_overvoltage_protection", *wrong))) == {}


def test_a_warning_by_another_name_counts_where_the_first_is_no_voltage() -> None:
    found = thresholds(told(("cell_high_voltage_warning", 0, "mV"), ("cell_high_voltage", 3.7, "V")))
    assert found["cell_voltages"].high_warning == 3.7


def test_nothing_is_known_of_a_pack_that_told_nothing() -> None:
    assert thresholds(None) == {}
    assert thresholds(told(("rs485_address", 1, ""))) == {}


def test_each_measure_has_four_limits() -> None:
    assert {len(edges) for edges in KEYS.values()} == {4}
