"""Totals of days, months and years, and the round trip."""

import pytest

from topbms.model.totals import Period, Standing, Total, totals


def stand(
    day: str, charge: float, discharge: float = 0.0, stored: float | None = None, gaps: int = 0, seconds: float = 0.0
) -> Standing:
    return Standing(day, charge, discharge, charge * 20, discharge * 20, gaps, seconds, stored)


ROWS = [
    stand("2025-11-29", 0.0),
    stand("2025-11-30", 5.0, 4.0, 6.0),
    stand("2025-12-01", 9.0, 7.0, 6.5),
    # the gateway was away for two months
    stand("2026-02-03", 12.0, 9.5, 3.0, gaps=1, seconds=5_000_000.0),
    stand("2026-02-04", 16.0, 12.0, 5.0, gaps=2, seconds=5_000_100.0),
]


def test_days() -> None:
    days = totals(ROWS, Period.DAY)
    assert [(day.period, day.charge_energy, day.discharge_energy) for day in days] == [
        ("2025-11-30", 5.0, 4.0),
        ("2025-12-01", 4.0, 3.0),
        ("2026-02-03", 3.0, 2.5),
        ("2026-02-04", 4.0, 2.5),
    ]
    assert (days[0].charged_capacity, days[0].discharged_capacity) == (100.0, 80.0)
    assert [(day.gaps, day.gap_seconds) for day in days][-2:] == [(1, 5_000_000.0), (1, 100.0)]
    assert [day.stored_change for day in days] == [None, 0.5, -3.5, 2.0]


def test_months_and_years_and_those_without_a_row() -> None:
    months = totals(ROWS, Period.MONTH)
    assert [(month.period, month.charge_energy, month.days) for month in months] == [
        ("2025-11", 5.0, 1),
        ("2025-12", 4.0, 1),
        ("2026-02", 7.0, 2),
    ]
    years = totals(ROWS, Period.YEAR)
    assert [(year.period, year.charge_energy, year.discharge_energy) for year in years] == [
        ("2025", 9.0, 7.0),
        ("2026", 7.0, 5.0),
    ]
    assert years[1].stored_change == -1.5


@pytest.mark.parametrize("rows", [[], ROWS[:1]])
def test_where_counting_has_not_begun_there_is_no_total(rows: list[Standing]) -> None:
    assert totals(rows, Period.DAY) == []


def test_a_clock_that_was_set_back_makes_nothing_negative() -> None:
    rows = [
        stand("2026-01-01", 1.0),
        stand("2026-01-02", 9.0, 2.0),
        stand("2026-01-03", 3.0),
        stand("2026-01-04", 10.0, 2.5),
    ]
    days = totals(rows, Period.DAY)
    assert [day.charge_energy for day in days] == [8.0, 0.0, 1.0]
    assert sum(day.discharge_energy for day in days) == 2.5


@pytest.mark.parametrize(
    ("charge", "discharge", "change", "gap", "efficiency"),
    [
        (10.0, 9.5, 0.0, 0.0, 0.95),
        (10.0, 4.0, 5.0, 0.0, 0.8),
        (4.0, 9.0, -6.0, 0.0, 0.9),
        (1.0, 0.9, 0.0, 0.0, 0.9),
        (0.9, 0.8, 0.0, 0.0, None),  # hardly anything
        (10.0, 4.0, 5.5, 0.0, None),  # what stays is the larger part
        (1.0, 9.0, -12.0, 0.0, 9 / 13),
        (10.0, 9.5, None, 0.0, None),
        (10.0, 9.5, 0.0, 1728.0, 0.95),  # 2 % of a day
        (10.0, 9.5, 0.0, 1729.0, None),
        (10.0, 10.1, 0.0, 0.0, None),  # a battery gives less than it takes
    ],
)
def test_round_trip(
    charge: float, discharge: float, change: float | None, gap: float, efficiency: float | None
) -> None:
    total = Total("2026-01-01", charge, discharge, gap_seconds=gap, stored_change=change)
    assert total.efficiency == (None if efficiency is None else pytest.approx(efficiency))
