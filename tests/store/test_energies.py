"""Meters in the history: where each stands, and where it stood at the end of each local day."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from topbms.model.coulombs import Coulombs
from topbms.model.energy import KeptMeter, Meter
from topbms.model.totals import Period, totals
from topbms.store.energies import Energies
from topbms.store.schema import STEPS
from topbms.store.tail import Metered, StampedMeter

PARIS = ZoneInfo("Europe/Paris")
METER = Meter(
    *(1.25, 0.5, 24.5, 10.0, 3, 95.5, 1000.0, 900.0, -3.84, 7.091),
    coulombs=Coulombs(132.35, 150.0, 86_400.0, 1.5, -0.25, is_resting=True),
)


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    found = sqlite3.connect(":memory:", isolation_level=None)
    for step in STEPS:
        found.executescript(step)
    yield found
    found.close()


def paris(text: str) -> int:
    """UTC milliseconds of a local time."""
    return round(datetime.fromisoformat(text).replace(tzinfo=PARIS).timestamp() * 1000)


def stands(at: int, kwh: float, owner: str = "battery1", stored: float | None = None) -> StampedMeter:
    return StampedMeter(Metered(owner, Meter(kwh, kwh / 2, stored=stored), at / 1000), at)


def days(energies: Energies, owner: str = "battery1") -> list[tuple[str, float]]:
    return [(one.day, one.charge_energy) for one in energies.standings(owner)]


def test_a_meter_comes_back_as_it_was(connection: sqlite3.Connection) -> None:
    other = METER._replace(stored=None, coulombs=Coulombs())
    at = paris("2026-02-03T12:00")
    Energies(connection).write(
        [StampedMeter(Metered("battery1", METER, 0.0), at), StampedMeter(Metered("bank", other, 0.0), at)]
    )
    energies = Energies(connection)
    assert energies.meters() == {"battery1": KeptMeter(METER, at / 1000), "bank": KeptMeter(other, at / 1000)}


def test_nothing_is_nothing(connection: sqlite3.Connection) -> None:
    energies = Energies(connection)
    energies.write([])
    assert (energies.meters(), energies.standings("battery1")) == ({}, [])


def test_a_day_is_closed_by_the_first_sample_of_the_next(connection: sqlite3.Connection) -> None:
    energies = Energies(connection, PARIS)
    energies.write([stands(paris("2026-02-03T10:00"), 0.0)])
    energies.write([stands(paris("2026-02-03T23:59:59"), 5.0, stored=6.5)])
    assert days(energies) == [("2026-02-02", 0.0), ("2026-02-03", 5.0)]
    energies.write([stands(paris("2026-02-04T00:00:00"), 5.1)])
    assert days(energies) == [("2026-02-02", 0.0), ("2026-02-03", 5.0), ("2026-02-04", 5.1)]
    assert energies.standings("battery1")[1].stored == 6.5


def test_a_batch_over_midnight_and_owners_are_kept_apart(connection: sqlite3.Connection) -> None:
    """Also after a disk that failed for two nights."""
    batch = [
        stands(paris("2026-02-03T23:00"), 1.0),
        stands(paris("2026-02-03T23:00"), 10.0, "bank"),
        stands(paris("2026-02-03T23:59"), 2.0),
        stands(paris("2026-02-04T23:59"), 3.0),
        stands(paris("2026-02-05T00:01"), 3.5),
        stands(paris("2026-02-05T00:01"), 12.0, "bank"),
        stands(paris("2026-02-05T00:02"), 4.0),
    ]
    energies = Energies(connection, PARIS)
    energies.write([stands(paris("2026-02-03T10:00"), 0.0), stands(paris("2026-02-03T10:00"), 9.0, "bank")])
    energies.write(batch)
    assert days(energies)[1:] == [("2026-02-03", 2.0), ("2026-02-04", 3.0), ("2026-02-05", 4.0)]
    assert days(energies, "bank") == [("2026-02-02", 9.0), ("2026-02-03", 10.0), ("2026-02-05", 12.0)]


def test_what_a_meter_held_before_it_was_first_seen_is_of_no_day(connection: sqlite3.Connection) -> None:
    """A history that was lost while the gateway ran, and begins anew."""
    energies = Energies(connection, PARIS)
    energies.write([stands(paris("2026-01-01T10:00"), 500.0), stands(paris("2026-01-01T11:00"), 501.0)])
    energies.write([stands(paris("2026-01-01T12:00"), 502.0)])
    (total,) = totals(energies.standings("battery1"), Period.YEAR)
    assert (total.period, total.charge_energy) == ("2026", 2.0)


@pytest.mark.parametrize(
    ("day", "before", "hours"),
    [("2026-03-29", "2026-03-28", 23), ("2026-10-25", "2026-10-24", 25), ("2026-03-30", "2026-03-29", 24)],
)
def test_the_days_that_summer_time_begins_and_ends_on(
    connection: sqlite3.Connection, day: str, before: str, hours: int
) -> None:
    """A kW all the time: the day has as many kWh as hours."""
    energies = Energies(connection, PARIS)
    begin = paris(f"{before}T12:00")
    for minute in range(0, 60 * 60, 15):
        energies.write([stands(begin + minute * 60_000, minute / 60)])
    found = {total.period: total.charge_energy for total in totals(energies.standings("battery1"), Period.DAY)}
    assert found[day] == pytest.approx(hours)


def test_a_clock_that_was_set_back_loses_nothing(connection: sqlite3.Connection) -> None:
    """A meter goes on from where it stood last, not from the day that seems the last."""
    energies = Energies(connection, PARIS)
    energies.write([stands(paris("2026-02-03T10:00"), 0.0), stands(paris("2026-02-05T10:00"), 2.0)])
    energies.write([stands(paris("2026-02-04T10:00"), 3.0)])
    assert Energies(connection).meters()["battery1"].meter.charge_energy == 3.0
    assert days(energies) == [("2026-02-02", 0.0), ("2026-02-03", 0.0), ("2026-02-04", 3.0), ("2026-02-05", 2.0)]
    energies.write([stands(paris("2026-02-05T11:00"), 4.0)])
    assert [total.charge_energy for total in totals(energies.standings("battery1"), Period.DAY)] == [0.0, 3.0, 1.0]


def test_the_day_is_that_of_the_systems_zone(connection: sqlite3.Connection) -> None:
    """As the clock of the machine shows it; which zone that is, this test does not choose."""
    at = paris("2026-02-03T12:00")
    energies = Energies(connection)
    energies.write([stands(at, 0.0)])
    assert days(energies)[-1][0] == datetime.fromtimestamp(at / 1000).astimezone().date().isoformat()
