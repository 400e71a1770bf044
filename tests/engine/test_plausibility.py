"""Single readings that pass the checksum and still are nonsense are what users of other tools complain of."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.samples import ANALOG, analog, cells
from topbms.engine.plausibility import Judge
from topbms.model.quantities import CATALOGUE, QUANTITIES
from topbms.model.reading import Analog

STEP = 10.0

SINGLE = [quantity for quantity in CATALOGUE if not quantity.derived and not quantity.each]
LIMITED = [quantity for quantity in SINGLE if quantity.fastest < float("inf")]


class Bench:
    """One pack's judge, asked every 10 s or after any other time."""

    def __init__(self, **first: Any) -> None:
        self.judge = Judge()
        self.now = 1000.0
        assert self.hold(**first) == ()

    def hold(self, after: float = STEP, **changes: Any) -> tuple[str, ...]:
        """What is held back from the next reading."""
        self.now += after
        return self.judge.judge(analog(**changes), self.now)[1]


def test_soc_88_0_88_is_held_back_for_one_reading() -> None:
    bench = Bench(soc=88)
    assert bench.hold(soc=0) == ("soc",)
    assert bench.hold(soc=88) == ()


def test_what_is_held_back_is_not_known_rather_than_old() -> None:
    judge = Judge()
    judge.judge(ANALOG, 0.0)
    believed, held = judge.judge(analog(soc=0, cell_voltages=cells(3, 9.0)), 10.0)
    assert held == ("soc", "cell_voltages")
    assert (believed.soc, believed.cell_voltages) == (None, ())
    assert (believed.voltage, believed.balancing) == (53.58, ())


def test_a_true_jump_is_believed_when_the_next_reading_confirms_it() -> None:
    """A BMS that counts itself full at the end of a charge."""
    bench = Bench(soc=88)
    assert bench.hold(soc=100) == ("soc",)
    assert bench.hold(soc=100) == ()
    assert bench.hold(soc=99) == ()


def test_two_different_jumps_do_not_confirm_each_other() -> None:
    bench = Bench(soc=88)
    assert bench.hold(soc=0) == ("soc",)
    assert bench.hold(soc=50) == ("soc",)
    assert bench.hold(soc=88) == ()


def test_a_jump_is_confirmed_by_the_very_next_reading_or_not_at_all() -> None:
    bench = Bench(soc=88)
    assert bench.hold(soc=0) == ("soc",)
    assert bench.hold(soc=88) == ()
    assert bench.hold(soc=0) == ("soc",)
    assert bench.hold(soc=255) == ("soc",)
    assert bench.hold(soc=0) == ("soc",)


def test_a_first_reading_is_believed() -> None:
    assert Judge().judge(analog(soc=3), 0.0) == (analog(soc=3), ())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("soc", 255),
        ("soh", 101),
        ("cycle_count", 53808),  # what a lost byte sent to Domoticz
        ("voltage", 655.35),
        ("voltage", 0.0),
        ("cell_voltages", cells(16, 65.535)),
        ("cell_voltages", cells(1, 0.0)),
        ("temperatures", (21.0, 215.0)),
        ("temperatures", (-41.0,)),
        ("mosfet_temperature", 215.0),
        ("full_capacity", 0.0),
    ],
)
def test_what_is_not_possible_is_held_back_even_at_first_and_however_often(key: str, value: Any) -> None:
    judge = Judge()
    for now in (0.0, 10.0, 20.0):
        assert judge.judge(analog(**{key: value}), now)[1] == (key,)


def test_what_a_pack_does_not_report_is_not_doubted() -> None:
    bare = Analog(pack=1)
    judge = Judge()
    assert judge.judge(bare, 0.0) == (bare, ())
    assert judge.judge(ANALOG, 10.0) == (ANALOG, ())
    assert judge.judge(bare, 20.0) == (bare, ())


@pytest.mark.parametrize("current", [-150.0, 0.0, 150.0])
def test_a_current_may_jump(current: float) -> None:
    assert Bench(current=3.84).hold(current=current) == ()


def test_a_cell_that_jumps_alone_is_held_back() -> None:
    bench = Bench()
    assert bench.hold(after=1.0, cell_voltages=cells(7, 1.2)) == ("cell_voltages",)
    assert bench.hold(after=1.0) == ()


def test_another_cell_that_jumps_does_not_confirm_the_first() -> None:
    bench = Bench()
    assert bench.hold(after=1.0, cell_voltages=cells(7, 1.2)) == ("cell_voltages",)
    assert bench.hold(after=1.0, cell_voltages=cells(8, 1.2)) == ("cell_voltages",)


def test_another_number_of_cells_must_be_confirmed() -> None:
    bench = Bench()
    assert bench.hold(cell_voltages=(3.3,) * 15) == ("cell_voltages",)
    assert bench.hold(cell_voltages=(3.3,) * 15) == ()


def test_the_longer_ago_the_more_may_have_changed() -> None:
    assert Bench(soc=88).hold(after=10.0, soc=60) == ("soc",)
    assert Bench(soc=88).hold(after=3600.0, soc=60) == ()


def test_readings_close_together_may_differ_by_what_a_second_allows() -> None:
    bench = Bench(soc=88)
    assert bench.hold(after=0.01, soc=87) == ()
    assert bench.hold(after=0.01, soc=85) == ("soc",)


@given(
    quantity=st.sampled_from(SINGLE),
    begin=st.floats(0, 1),
    moves=st.lists(st.tuples(st.floats(1, 600), st.floats(-1, 1)), max_size=30),
)
def test_a_trace_that_changes_no_faster_than_the_catalogue_allows_is_never_held(
    quantity: Any, begin: float, moves: list[tuple[float, float]]
) -> None:
    judge, now = Judge(), 0.0
    value = quantity.lowest + begin * (quantity.highest - quantity.lowest)
    assert judge.judge(Analog(1, **{quantity.key: value}), now)[1] == ()
    for seconds, share in moves:
        now += seconds
        fastest = min(quantity.fastest, quantity.highest - quantity.lowest)
        value = min(max(value + share * fastest * seconds, quantity.lowest), quantity.highest)
        assert judge.judge(Analog(1, **{quantity.key: value}), now)[1] == ()


@given(quantity=st.sampled_from(LIMITED), normal=st.floats(0, 1), spike=st.floats(-1000, 100_000))
def test_a_single_spike_of_any_size_beyond_the_limit_is_never_published(
    quantity: Any, normal: float, spike: float
) -> None:
    judge = Judge()
    true = quantity.lowest + normal * (quantity.highest - quantity.lowest)
    limit = quantity.fastest * STEP + quantity.step
    for i, value in enumerate((true, true, spike, true, true)):
        believed, held = judge.judge(Analog(1, **{quantity.key: value}), i * STEP)
        published = getattr(believed, quantity.key)
        assert published is None or abs(published - true) <= limit
        assert (published is None) == (held == (quantity.key,))
        assert value is not true or published == true


def test_every_measured_quantity_is_judged() -> None:
    assert {"soc", "voltage", "cycle_count"} <= {quantity.key for quantity in LIMITED}
    assert all(hasattr(ANALOG, quantity.key) for quantity in QUANTITIES.values() if not quantity.derived)
