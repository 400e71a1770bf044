"""Counters of energy and charge: a trapezoid over what was covered, nothing over gaps, each direction on its own."""

from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topbms.model.alarms import AlarmReport
from topbms.model.coulombs import Coulombs
from topbms.model.energy import Meter, Sample, areas, lapsed, metered, published, sample_of
from topbms.model.quantities import CATALOGUE, QUANTITIES
from topbms.model.reading import Pack, PackReading, Reported

PACK = Pack("battery1", "Batterie 1", "usr1", 1)
LIMIT = 30.0
HOUR = 3600.0

POWERS = st.floats(-20_000, 20_000)
STEPS = st.floats(0.1, 90.0)


def reading(
    values: Mapping[str, Reported], at: float = 0.0, states: dict[str, bool] | None = None, age: float = 0.5
) -> PackReading:
    report = None if states is None else AlarmReport(1, (), states)
    return PackReading(PACK, 1, at, at, values, alarms=report, alarms_age=None if report is None else age)


def run(*samples: Sample, limit: float = LIMIT, meter: Meter | None = None) -> Meter:
    meter = metered(meter or Meter(), None, samples[0], limit)
    for before, sample in pairwise(samples):
        meter = metered(meter, before, sample, limit)
    return meter


def test_an_hour_at_steady_power() -> None:
    meter = run(*[Sample(10.0 * i, 1200.0, 24.0) for i in range(361)])
    assert meter.charge_energy == pytest.approx(1.2)
    assert meter.charged_capacity == pytest.approx(24.0)
    assert (meter.discharge_energy, meter.discharged_capacity, meter.gaps) == (0.0, 0.0, 0)


def test_a_ramp_is_the_mean_of_its_ends() -> None:
    meter = run(Sample(0.0, 1000.0, 20.0), Sample(18.0, 3000.0, 60.0))
    assert meter.charge_energy == pytest.approx(0.010)  # 2000 W x 18 s = 10 Wh
    assert meter.charged_capacity == pytest.approx(0.2)  # 40 A x 18 s


def test_where_the_sign_changes_each_side_goes_to_its_own_counter() -> None:
    # From +300 W to -600 W in 30 s: 10 s above zero (1500 J), 20 s below (6000 J).
    assert areas(300.0, -600.0, 30.0) == pytest.approx((1500.0, 6000.0))
    assert areas(-600.0, 300.0, 30.0) == pytest.approx((1500.0, 6000.0))
    meter = run(Sample(0.0, 300.0, 6.0), Sample(30.0, -600.0, -12.0))
    assert meter.charge_energy * HOUR * 1000 == pytest.approx(1500.0)
    assert meter.discharge_energy * HOUR * 1000 == pytest.approx(6000.0)


@given(POWERS, POWERS, STEPS)
def test_the_two_sides_are_the_whole(first: float, last: float, seconds: float) -> None:
    above, below = areas(first, last, seconds)
    assert above >= 0
    assert below >= 0
    assert above - below == pytest.approx((first + last) / 2 * seconds, abs=1e-6)
    assert (above, below) == pytest.approx(areas(last, first, seconds))


def test_a_gap_is_not_integrated_and_counted() -> None:
    meter = run(Sample(0.0, 1000.0, 20.0), Sample(30.1, 1000.0, 20.0))
    assert (meter.charge_energy, meter.charged_capacity) == (0.0, 0.0)
    assert (meter.gaps, meter.gap_seconds) == pytest.approx((1, 30.1))
    assert run(Sample(0.0, 1000.0, 20.0), Sample(30.0, 1000.0, 20.0)).gaps == 0


def test_a_slow_line_has_a_longer_limit() -> None:
    assert run(Sample(0.0, 1000.0, 20.0), Sample(90.0, 1000.0, 20.0), limit=120.0).charge_energy == pytest.approx(0.025)


def test_a_start_counts_nothing() -> None:
    kept = Meter(charge_energy=5.0, discharge_energy=4.0)
    assert run(Sample(1e6, 2000.0, 40.0), meter=kept) == kept._replace(current=40.0)


def test_a_gap_of_unknown_length_is_still_a_gap() -> None:
    assert (lapsed(Meter(), None, 3.0).gaps, lapsed(Meter(), None, 3.0).gap_seconds) == (1, 0.0)


@given(st.lists(st.tuples(STEPS, POWERS), min_size=2, max_size=60))
def test_the_counters_are_the_trapezoid_of_the_covered_time_and_never_go_back(trace: list[tuple[float, float]]) -> None:
    at, meter, before, joules, uncovered, gaps = 0.0, Meter(), None, 0.0, 0.0, 0
    for step, power in trace:
        at += step
        sample = Sample(at, power, power / 52)
        after = metered(meter, before, sample, LIMIT)
        assert after.charge_energy >= meter.charge_energy
        assert after.discharge_energy >= meter.discharge_energy
        assert after.charged_capacity >= meter.charged_capacity
        assert after.discharged_capacity >= meter.discharged_capacity
        if before is not None and sample.at - before.at > LIMIT:
            gaps, uncovered = gaps + 1, uncovered + sample.at - before.at
        elif before is not None:
            joules += (before.power + power) / 2 * (sample.at - before.at)
        meter, before = after, sample
    assert (meter.charge_energy - meter.discharge_energy) * HOUR * 1000 == pytest.approx(joules, abs=1e-3)
    assert (meter.charged_capacity - meter.discharged_capacity) * HOUR * 52 == pytest.approx(joules, abs=1e-3)
    assert (meter.gaps, meter.gap_seconds) == pytest.approx((gaps, uncovered))


# --- what is a sample ---


def test_a_sample_is_what_the_reading_knows() -> None:
    values: dict[str, Reported] = {
        "power": 1060.0,
        "current": 20.0,
        "full_capacity": 150.0,
        "soc": 88,
        "remaining_energy": 7.1,
    }
    assert sample_of(reading(values, 7.0)) == Sample(7.0, 1060.0, 20.0, 150.0, 88, 7.1)


@pytest.mark.parametrize("missing", ["power", "current"])
def test_what_is_held_back_is_no_sample(missing: str) -> None:
    values: dict[str, Reported] = {"power": 1060.0, "current": 20.0}
    assert sample_of(reading(values | {missing: None})) is None
    assert sample_of(reading({key: value for key, value in values.items() if key != missing})) is None


@pytest.mark.parametrize(
    ("current", "soc", "state", "is_full"),
    [
        (0.0, 100, True, True),
        (20.0, 99, True, True),  # the BMS ends the charge, and says so before the inverter obeys
        (-0.4, 100, True, True),
        (-0.6, 100, True, False),  # it gives already
        (0.0, 98, True, False),  # some hold the state down to 97 %
        (0.0, None, True, True),
        (0.0, None, False, False),
        (0.0, None, None, False),
        (0.0, 99, False, False),
        (7.4, 100, False, True),  # below 0.05 C of 150 Ah
        (7.5, 100, False, False),
        (7.4, 100, None, True),
    ],
)
def test_what_full_is(current: float, soc: float | None, state: bool | None, is_full: bool) -> None:
    values: dict[str, Reported] = {"power": 53.0 * current, "current": current, "soc": soc, "full_capacity": 150.0}
    sample = sample_of(reading(values, states=None if state is None else {"fully_charged": state}))
    assert sample is not None
    assert sample.is_full is is_full


def test_an_old_report_says_nothing_of_now() -> None:
    values: dict[str, Reported] = {"power": 0.0, "current": 0.0, "soc": None}
    for age, is_full in ((60.0, True), (61.0, False)):
        sample = sample_of(reading(values, states={"fully_charged": True}, age=age))
        assert sample is not None
        assert sample.is_full is is_full


def test_without_a_full_capacity_the_soc_alone_does_not_make_it_full() -> None:
    sample = sample_of(reading({"power": 0.0, "current": 0.0, "soc": 100}))
    assert sample is not None
    assert not sample.is_full


# --- what is shown ---


def test_what_is_published_are_rows_of_the_catalogue() -> None:
    shown = published(Meter())
    assert {key for key in shown if QUANTITIES[key].total} == {row.key for row in CATALOGUE if row.total}
    assert {key: value for key, value in shown.items() if value is not None} == {
        "charge_energy": 0.0,
        "discharge_energy": 0.0,
        "charged_capacity": 0.0,
        "discharged_capacity": 0.0,
    }


def test_an_older_meter_goes_on_in_ours() -> None:
    meter = Meter(1.23456, 1.0, 24.56789, 20.0, charge_offset=1000.0, discharge_offset=900.5)
    shown = published(meter._replace(coulombs=Coulombs(75.0, 150.0, drift=-1.26)))
    assert shown == {
        "charge_energy": 1001.235,
        "discharge_energy": 901.5,
        "charged_capacity": 24.57,
        "discharged_capacity": 20.0,
        "counted_soc": 50.0,
        "soc_drift": -1.3,
    }
