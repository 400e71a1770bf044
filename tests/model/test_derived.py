"""Derived values against numbers worked out by hand."""

from dataclasses import replace
from math import copysign

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.model.captured import ANALOG, CELLS
from topbms.model.derived import (
    cells,
    derive,
    energy,
    mean_temperature,
    power,
    smooth,
    time_to_empty,
    time_to_full,
)
from topbms.model.quantities import CATALOGUE
from topbms.model.reading import Analog

VOLTAGES = st.floats(0.5, 5.0)
CURRENTS = st.floats(-655.0, 655.0)


def test_the_real_pack() -> None:
    assert derive(ANALOG, smoothed_current=3.84) == {
        "power": 205.7,  # 53.58 V x 3.84 A = 205.7472 W
        "charge_power": 205.7,
        "discharge_power": 0.0,
        "remaining_energy": 7.091,  # 53.58 V x 132.35 Ah = 7091.313 Wh
        "cell_lowest_voltage": 3.341,
        "cell_highest_voltage": 3.363,
        "cell_lowest": 4,
        "cell_highest": 16,
        "cell_spread": 22,
        "mean_temperature": 21.8,  # (21 + 22 + 22 + 22) / 4 = 21.75; environment and MOSFET do not count
        "time_to_full": 4.6,  # 17.65 Ah / 3.84 A = 4.596 h
        "time_to_empty": None,
    }


def test_the_derived_rows_of_the_catalogue_are_what_is_derived_or_counted() -> None:
    counted = {quantity.key for quantity in CATALOGUE if quantity.total} | {"counted_soc", "soc_drift"}
    assert set(derive(ANALOG, None)) | counted == {quantity.key for quantity in CATALOGUE if quantity.derived}


def test_nothing_measured_gives_nothing_derived() -> None:
    derived = derive(Analog(pack=1), smoothed_current=None)
    assert set(derived.values()) == {None}


def test_discharging() -> None:
    derived = derive(replace(ANALOG, current=-10.0), smoothed_current=-10.0)
    assert derived["power"] == -535.8
    assert derived["charge_power"] == 0.0
    assert derived["discharge_power"] == 535.8
    assert derived["time_to_full"] is None
    assert derived["time_to_empty"] == 13.23  # 132.35 Ah / 10 A = 13.235 h


@pytest.mark.parametrize("nothing", [0.0, -0.0])
def test_no_current_is_no_power_and_never_minus_zero(nothing: float) -> None:
    derived = derive(replace(ANALOG, current=nothing), smoothed_current=nothing)
    for key in ("power", "charge_power", "discharge_power"):
        value = derived[key]
        assert isinstance(value, float)
        assert (value, copysign(1, value)) == (0.0, 1.0)
    assert derived["time_to_full"] is None
    assert derived["time_to_empty"] is None


@pytest.mark.parametrize(("voltage", "current"), [(None, 3.84), (53.58, None), (None, None)])
def test_power_needs_both(voltage: float | None, current: float | None) -> None:
    assert power(voltage, current) is None


@pytest.mark.parametrize(("voltage", "remaining"), [(None, 132.35), (53.58, None), (None, None)])
def test_energy_needs_both(voltage: float | None, remaining: float | None) -> None:
    assert energy(voltage, remaining) is None


def test_an_empty_pack_has_no_energy_left() -> None:
    assert energy(48.0, 0.0) == 0.0


@given(VOLTAGES, CURRENTS)
def test_the_sign_of_the_power_is_that_of_the_current(voltage: float, current: float) -> None:
    watts = power(voltage, current)
    assert watts is not None
    assert watts * current >= 0


@given(CURRENTS)
def test_charge_and_discharge_power_share_the_power_between_them(current: float) -> None:
    derived = derive(replace(ANALOG, current=current), smoothed_current=None)
    whole, charge, discharge = (derived[key] for key in ("power", "charge_power", "discharge_power"))
    assert isinstance(charge, float)
    assert isinstance(discharge, float)
    assert min(charge, discharge) == 0.0
    assert charge - discharge == whole


def test_of_equal_cells_the_first_is_named() -> None:
    assert cells((3.3, 3.2, 3.2, 3.3)) == {
        "cell_lowest_voltage": 3.2,
        "cell_highest_voltage": 3.3,
        "cell_lowest": 2,
        "cell_highest": 1,
        "cell_spread": 100,
    }


def test_one_cell_is_lowest_and_highest() -> None:
    found = cells((3.3,))
    assert (found["cell_lowest"], found["cell_highest"], found["cell_spread"]) == (1, 1, 0)


def test_no_cells_leave_every_cell_value_unknown() -> None:
    assert cells(()) == dict.fromkeys(cells(CELLS))


@given(st.lists(VOLTAGES, min_size=1, max_size=48))
def test_the_named_cells_are_the_extremes(voltages: list[float]) -> None:
    found = cells(voltages)
    lowest, highest, spread = found["cell_lowest"], found["cell_highest"], found["cell_spread"]
    assert isinstance(lowest, int)
    assert isinstance(highest, int)
    assert isinstance(spread, int)
    assert all(voltages[lowest - 1] <= voltage <= voltages[highest - 1] for voltage in voltages)
    assert 0 <= spread <= 4500


@pytest.mark.parametrize(
    ("temperatures", "environment", "mosfet", "mean"),
    [
        ((20, 24, 50, 60), 50, 60, 22.0),
        ((20, 24, 50), None, 50, 22.0),
        ((20, 24), None, None, 22.0),
        ((-10, 0, 5, 5), 5, 5, -5.0),
        ((50, 60), 50, 60, None),
        ((), None, None, None),
        ((), 50, 60, None),
    ],
)
def test_the_mean_temperature_is_the_cells(
    temperatures: tuple[float, ...], environment: float | None, mosfet: float | None, mean: float | None
) -> None:
    analog = Analog(pack=1, temperatures=temperatures, environment_temperature=environment, mosfet_temperature=mosfet)
    assert mean_temperature(analog) == mean


@pytest.mark.parametrize(
    ("remaining", "full", "current", "hours"),
    [
        (100.0, 150.0, 10.0, 5.0),
        (100.0, 150.0, 0.5, 100.0),  # the least current that tells
        (100.0, 150.0, 0.49, None),
        (100.0, 150.0, 0.0, None),
        (100.0, 150.0, -10.0, None),
        (150.0, 150.0, 10.0, 0.0),
        (151.0, 150.0, 10.0, 0.0),  # a pack may count a little above its full capacity
        (0.0, 500.0, 0.5, 1000.0),  # the longest time there is
        (0.0, 501.0, 0.5, None),
        (None, 150.0, 10.0, None),
        (100.0, None, 10.0, None),
        (100.0, 150.0, None, None),
    ],
)
def test_time_to_full(remaining: float | None, full: float | None, current: float | None, hours: float | None) -> None:
    assert time_to_full(remaining, full, current) == hours


@pytest.mark.parametrize(
    ("remaining", "current", "hours"),
    [
        (100.0, -10.0, 10.0),
        (100.0, -0.5, 200.0),
        (100.0, -0.49, None),
        (100.0, 0.0, None),
        (100.0, 10.0, None),
        (0.0, -10.0, 0.0),
        (500.0, -0.5, 1000.0),
        (501.0, -0.5, None),
        (None, -10.0, None),
        (100.0, None, None),
    ],
)
def test_time_to_empty(remaining: float | None, current: float | None, hours: float | None) -> None:
    assert time_to_empty(remaining, current) == hours


@pytest.mark.parametrize(
    ("previous", "current", "elapsed", "smoothed"),
    [
        (None, None, 10.0, None),
        (None, 20.0, 10.0, 20.0),  # the first is taken as it is
        (20.0, None, 10.0, 20.0),  # an unknown current changes nothing
        (20.0, 30.0, 0.0, 20.0),
        (20.0, 30.0, 300.0, 25.0),  # after one time constant half way: 300 / (300 + 300)
        (-20.0, -30.0, 100.0, -22.5),  # a quarter of the way: 100 / (100 + 300)
        (20.0, -5.0, 10.0, -5.0),  # from charging to discharging
        (-5.0, 20.0, 10.0, 20.0),  # and back
        (0.0, 20.0, 10.0, 20.0),  # a charge begins after a rest
        (20.0, 0.0, 10.0, 0.0),  # and ends
        (20.0, 0.49, 10.0, 0.49),  # below 0.5 A a pack is idle
        (0.2, -0.2, 300.0, 0.0),  # idle with a trembling sign stays idle
    ],
)
def test_smoothing(previous: float | None, current: float | None, elapsed: float, smoothed: float | None) -> None:
    assert smooth(previous, current, elapsed) == smoothed


@given(CURRENTS, CURRENTS, st.floats(0.0, 86_400.0))
def test_the_smoothed_current_lies_between_the_old_and_the_new(previous: float, current: float, elapsed: float) -> None:
    smoothed = smooth(previous, current, elapsed)
    assert smoothed is not None
    assert min(previous, current) - 1e-9 <= smoothed <= max(previous, current) + 1e-9
