import pytest

from topbms.sim.cells import Cells
from topbms.sim.chance import dice
from topbms.sim.inverter import Inverter


def cells_at(soc: float) -> Cells:
    made = Cells(16, 150, dice(1))
    made.set_soc(soc)
    return made


@pytest.fixture
def inverter() -> Inverter:
    return Inverter(150, reserve=15)


@pytest.mark.parametrize("wish", [20.0, -20.0])
def test_in_the_middle_the_house_gets_its_wish(inverter: Inverter, wish: float) -> None:
    assert inverter.current(wish, cells_at(0.5), 50, full=False) == wish


@pytest.mark.parametrize(("wish", "current"), [(500.0, 100.0), (-500.0, -100.0)])
def test_never_more_than_the_pack_is_made_for(inverter: Inverter, wish: float, current: float) -> None:
    assert inverter.current(wish, cells_at(0.5), 50, full=False) == current


def test_a_full_pack_takes_nothing_and_gives(inverter: Inverter) -> None:
    assert inverter.current(20.0, cells_at(1.0), 100, full=True) == 0
    assert inverter.current(-20.0, cells_at(1.0), 100, full=True) == -20


def test_near_the_end_the_current_falls_so_that_the_voltage_does_not_rise(inverter: Inverter) -> None:
    earlier, later = cells_at(0.985), cells_at(0.998)
    at_first = inverter.current(60.0, earlier, 98, full=False)
    at_last = inverter.current(60.0, later, 99, full=False)
    assert 60 >= at_first > at_last >= 0
    assert max(later.voltages(at_last)) <= 3.5501


def test_the_reserve_stays_and_a_little_must_come_back_first(inverter: Inverter) -> None:
    cells = cells_at(0.2)
    assert inverter.current(-5.0, cells, 15.1, full=False) == -5
    assert inverter.current(-5.0, cells, 15.0, full=False) == 0
    assert inverter.current(-5.0, cells, 19.9, full=False) == 0
    assert inverter.current(-5.0, cells, 20.0, full=False) == -5
