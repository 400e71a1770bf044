import pytest

from topbms.sim.gauge import Gauge


def test_it_counts_current_times_time() -> None:
    gauge = Gauge(150, 0.5, 0)
    gauge.count(-30.0, 2 * 3600)
    assert gauge.remaining == pytest.approx(15.0)
    gauge.count(12.0, 900)
    assert gauge.remaining == pytest.approx(18.0)


@pytest.mark.parametrize(("current", "remaining"), [(-100.0, 0.0), (100.0, 150.0)])
def test_it_stops_at_both_ends(current: float, remaining: float) -> None:
    gauge = Gauge(150, 0.5, 0)
    gauge.count(current, 7200)
    assert gauge.remaining == remaining


@pytest.mark.parametrize(
    ("remaining", "soc"), [(132.35, 88), (150.0, 100), (149.99, 99), (0.0, 0), (1.49, 0), (1.5, 1)]
)
def test_soc_is_cut_to_whole_percents(remaining: float, soc: int) -> None:
    gauge = Gauge(150, remaining / 150, 2)
    assert gauge.soc == soc


def test_a_cycle_is_the_capacity_taken_out_once_in_whatever_pieces() -> None:
    gauge = Gauge(100, 0.6, 0)
    gauge.count(-50.0, 3600)
    gauge.count(50.0, 3600)
    assert gauge.cycle_count == 0
    gauge.count(-50.0, 3600)
    assert gauge.cycle_count == 1


@pytest.mark.parametrize(("cycles", "soh", "full"), [(2, 100, 150.0), (3000, 90, 135.0), (6000, 80, 120.0)])
def test_cycles_cost_health_and_capacity(cycles: int, soh: int, full: float) -> None:
    gauge = Gauge(150, 1.0, cycles)
    assert (gauge.cycle_count, gauge.soh, gauge.full) == (cycles, soh, full)
    assert gauge.soc == 100


def test_a_pack_worn_out_beyond_everything_still_has_a_gauge() -> None:
    gauge = Gauge(100, 1.0, 60_000)
    assert gauge.soh == 0
    assert gauge.full == 1.0
    assert gauge.soc == 100


def test_calibration_sets_the_count_right() -> None:
    gauge = Gauge(100, 0.4, 0)
    gauge.calibrate(1)
    assert gauge.remaining == 100
