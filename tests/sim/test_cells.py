import pytest

from topbms.sim.cells import BLEED_CURRENT, Cells
from topbms.sim.chance import dice


def cells(seed: int = 1, capacity: float = 100.0) -> Cells:
    return Cells(16, capacity, dice(seed))


def without_leakage(seed: int = 1) -> Cells:
    made = cells(seed)
    made.leakages = [0.0] * 16
    return made


def test_every_cell_counts_current_times_time() -> None:
    counted = without_leakage()
    before = list(counted.charges)
    counted.flow(-20.0, 1800)
    assert counted.charges == pytest.approx([charge - 10.0 for charge in before])


def test_bleeding_takes_charge_from_its_cell_only() -> None:
    counted = without_leakage()
    before = list(counted.charges)
    counted.flow(0.0, 3600, bleeding=(3,))
    assert before[3] - counted.charges[3] == pytest.approx(BLEED_CURRENT)
    assert counted.charges[:3] == before[:3]
    assert counted.charges[4:] == before[4:]


def test_cells_lose_about_three_percent_a_month_by_themselves() -> None:
    left = cells()
    before = list(left.charges)
    left.flow(0.0, 30 * 86_400)
    lost = [was - now for was, now in zip(before, left.charges, strict=True)]
    assert all(1.0 < ah < 5.0 for ah in lost)
    assert len(set(lost)) == 16


def test_cells_are_alike_but_no_two_the_same() -> None:
    made = cells()
    for values in (made.capacities, made.resistances, made.charges):
        assert len(set(values)) == 16
        assert max(values) < 1.5 * min(values)
    assert min(made.capacities) >= 100.0


def test_the_same_seed_gives_the_same_cells() -> None:
    assert cells(5).capacities == cells(5).capacities
    assert cells(5).capacities != cells(6).capacities


def test_terminals_stand_above_rest_while_charging_and_below_while_discharging() -> None:
    made = cells()
    rest = made.rest()
    assert all(volt > still for volt, still in zip(made.voltages(30.0), rest, strict=True))
    assert all(volt < still for volt, still in zip(made.voltages(-30.0), rest, strict=True))


def test_after_a_load_the_voltage_recovers_slowly() -> None:
    made = without_leakage()
    made.flow(-50.0, 600)
    at_once = made.voltages(0.0)[0]
    still = made.rest()[0]
    made.flow(0.0, 60)
    later = made.voltages(0.0)[0]
    made.flow(0.0, 3600)
    assert at_once < later < made.voltages(0.0)[0]
    assert made.voltages(0.0)[0] == pytest.approx(still, abs=1e-6)


@pytest.mark.parametrize("soc", [0.0, 0.3, 1.0])
def test_set_soc_moves_all_cells_until_the_pack_has_it(soc: float) -> None:
    made = cells()
    unevenness = made.charges[0] - made.charges[1]
    made.set_soc(soc)
    assert made.soc == pytest.approx(soc)
    assert made.charges[0] - made.charges[1] == pytest.approx(unevenness)


def test_full_is_when_the_first_cell_is_full_and_empty_when_the_first_is_empty() -> None:
    made = cells()
    made.set_soc(1.0)
    assert max(q / own for q, own in zip(made.charges, made.capacities, strict=True)) == pytest.approx(1.0)
    made.set_soc(0.0)
    assert min(made.charges) == pytest.approx(0.0)


def test_a_charger_may_drive_what_keeps_both_voltages() -> None:
    made = without_leakage()
    made.set_soc(0.985)
    amperes = made.most_charge(3.5 * 16, 3.55)
    volts = made.voltages(amperes)
    assert amperes > 0
    assert max(volts) == pytest.approx(3.55) or sum(volts) == pytest.approx(56.0)
    assert max(volts) <= 3.5501
    assert sum(volts) <= 56.001


def test_a_charger_may_drive_nothing_into_full_cells() -> None:
    made = cells()
    made.set_soc(1.0)
    assert made.most_charge(3.3 * 16, 3.3) == 0.0


@pytest.mark.parametrize(("current", "end"), [(1000.0, 1.05), (-1000.0, -0.05)])
def test_charge_ends_where_the_curve_ends(current: float, end: float) -> None:
    made = cells()
    made.flow(current, 36_000)
    assert made.charges == pytest.approx([end * own for own in made.capacities])
