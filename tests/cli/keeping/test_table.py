"""Rows of CSV."""

import pytest

from topbms.cli.keeping.table import Table, columns, number, stamp
from topbms.store.records import Band, Bucket


def test_a_column_for_each_quantity_of_single_readings() -> None:
    table = Table(("voltage", "soc"), rolled_up=False)
    assert table.header() == ["time", "pack", "voltage", "soc"]
    bucket = Bucket(0.25, 0, 1, {"voltage": Band(53.58, 53.58, 53.58)})
    assert table.row("battery1", bucket) == ["1970-01-01T00:00:00.250Z", "battery1", "53.58", ""]


def test_three_columns_for_each_quantity_of_a_roll_up() -> None:
    table = Table(("voltage", "soc"), rolled_up=True)
    assert table.header()[2:] == ["voltage_min", "voltage_mean", "voltage_max", "soc_min", "soc_mean", "soc_max"]
    bucket = Bucket(60, 60, 6, {"soc": Band(87, 87.5, 88)})
    assert table.row("battery1", bucket) == ["1970-01-01T00:01:00Z", "battery1", "", "", "", "87", "87.5", "88"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (88.0, "88"),
        (100.0, "100"),
        (53.58, "53.58"),
        (-0.0000001, "0"),
        (0.00001, "0.00001"),
        (-3.84, "-3.84"),
        (90000.0, "90000"),
        (0.0, "0"),
    ],
)
def test_numbers_have_a_point_and_no_exponent(value: float, text: str) -> None:
    assert number(value) == text


def test_stamps_are_utc() -> None:
    assert stamp(1_763_899_200.0, whole=True) == "2025-11-23T12:00:00Z"
    assert stamp(1_763_899_200.5, whole=False) == "2025-11-23T12:00:00.500Z"


@pytest.mark.parametrize(
    ("wanted", "found", "expected"),
    [
        (["soc", "voltage"], {"voltage", "soc"}, ("soc", "voltage")),
        (["humidity"], set(), ("humidity",)),
        (
            ["cell_voltages"],
            {f"cell_voltages.{n}" for n in (10, 2, 1)},
            tuple(f"cell_voltages.{n}" for n in (1, 2, 10)),
        ),
        (["cell_voltages.3"], {"cell_voltages.3"}, ("cell_voltages.3",)),
        (["cell_voltages.3", "cell_voltages"], {"cell_voltages.3"}, ("cell_voltages.3",)),
    ],
)
def test_columns_are_what_was_asked_for_as_far_as_it_is_there(
    wanted: list[str], found: set[str], expected: tuple[str, ...]
) -> None:
    assert columns(wanted, found) == expected
