import pytest

from topbms.sim.heat import Heat

OHMS = [0.0008] * 16


def test_without_current_it_takes_the_temperature_of_the_room() -> None:
    heat = Heat(OHMS, 150, 30.0)
    for _ in range(10_000):
        heat.warm(0.0, 60, 15.0)
    assert heat.cells == pytest.approx([15.0] * 4, abs=0.1)
    assert heat.mosfet == pytest.approx(15.0, abs=0.1)
    assert heat.room == 15.0


def test_the_first_minute_of_a_load_warms_as_computed_by_hand() -> None:
    # Four cells of 0.8 mOhm at 100 A: 32 W; 4 x 150 Ah x 19 J/K = 11400 J/K; 60 s.
    heat = Heat(OHMS, 150, 20.0)
    heat.warm(100.0, 60, 20.0)
    assert heat.cells == pytest.approx([20 + 32 * 60 / 11_400] * 4)


def test_charging_and_discharging_warm_alike_and_the_middle_most() -> None:
    charged, discharged = Heat(OHMS, 150, 20.0), Heat(OHMS, 150, 20.0)
    for _ in range(240):
        charged.warm(75.0, 60, 20.0)
        discharged.warm(-75.0, 60, 20.0)
    assert charged.cells == discharged.cells
    assert charged.cells[0] > 22.0
    assert charged.cells[1] > charged.cells[0]


def test_the_mosfets_warm_faster_than_the_cells() -> None:
    heat = Heat(OHMS, 150, 20.0)
    for _ in range(20):
        heat.warm(75.0, 60, 20.0)
    assert heat.mosfet > heat.cells[1] + 5
    assert heat.mosfet == pytest.approx(34.0, abs=0.2)


def test_settling_takes_the_room_at_once() -> None:
    heat = Heat(OHMS, 150, 20.0)
    heat.settle(-7.5)
    assert heat.cells == [-7.5] * 4
    assert (heat.mosfet, heat.room) == (-7.5, -7.5)


@pytest.mark.parametrize("count", [4, 5, 7, 15, 32])
def test_every_number_of_cells_makes_four_groups(count: int) -> None:
    heat = Heat([0.001] * count, 100, 20.0)
    heat.warm(50.0, 10, 20.0)
    assert len(heat.cells) == 4
    assert min(heat.cells) > 20.0
