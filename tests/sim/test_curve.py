from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topbms.sim.curve import rest_voltage, rest_voltages


def test_it_rises_everywhere() -> None:
    volts = [rest_voltage(percent / 100) for percent in range(-5, 106)]
    assert all(low < high for low, high in pairwise(volts))


def test_the_middle_is_flat_and_the_ends_are_steep() -> None:
    middle = rest_voltage(0.9) - rest_voltage(0.2)
    assert middle < 0.1
    assert rest_voltage(0.1) - rest_voltage(0.0) > 5 * middle
    assert rest_voltage(1.0) - rest_voltage(0.98) > middle


@pytest.mark.parametrize(
    ("soc", "volts"),
    [(0.0, 2.55), (0.5, 3.298), (1.0, 3.58), (0.25, 3.264), (0.9985, 3.5425)],
    ids=["empty", "half", "full", "between two knots", "between two knots of the wall"],
)
def test_knots_and_straight_lines_between_them(soc: float, volts: float) -> None:
    assert rest_voltage(soc) == pytest.approx(volts, abs=1e-6)


@given(st.floats(-100, 100))
def test_beyond_the_model_it_stays_at_the_ends(soc: float) -> None:
    assert 1.0 <= rest_voltage(soc) <= 4.3


def test_one_cell_beyond_does_not_disturb_the_others() -> None:
    assert rest_voltages([0.5, 9.0]) == [rest_voltage(0.5), rest_voltage(9.0)]
