"""The simulator's own account of its energy, and how near to it a meter comes that only sees replies."""

import pytest
from benchmarks.energy import MOST, counted, error

from topbms.sim.pack import SimulatedPack


def test_an_hour_of_a_steady_charge() -> None:
    pack = SimulatedPack(1, seed=1, soc=50)
    pack.order_current(20.0)
    pack.advance(3600)
    assert pack.charged_energy == pytest.approx(20.0 * 16 * 3.33 / 1000, rel=0.01)  # 16 cells on the flat of the curve
    assert pack.discharged_energy == 0.0
    pack.order_current(-20.0)
    pack.advance(3600)
    assert pack.discharged_energy == pytest.approx(pack.charged_energy, rel=0.02)
    assert pack.discharged_energy < pack.charged_energy  # its resistance takes some


def test_knobs_move_no_energy() -> None:
    pack = SimulatedPack(1, seed=1)
    pack.set_soc(90)
    pack.order_temperature(30.0)
    assert (pack.charged_energy, pack.discharged_energy) == (0.0, 0.0)


@pytest.mark.parametrize("seed", [1, 2])
def test_three_days_of_replies_are_counted_within_the_target_of_the_year(seed: int) -> None:
    pack = SimulatedPack(1, seed=seed)
    meter = counted(pack, 3)
    assert pack.charged_energy > 5
    assert abs(error(meter.charge_energy, pack.charged_energy)) <= MOST
    assert abs(error(meter.discharge_energy, pack.discharged_energy)) <= MOST
    assert meter.gaps == 0
