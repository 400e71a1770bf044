"""Single readings to buckets, against counting by hand."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from topbms.model.reading import Reported
from topbms.store.blocks import Column
from topbms.store.buckets import Raw, rolled, singles
from topbms.store.shapes import Shape, encode

HUNDREDTHS = st.integers(-30_000, 30_000).map(lambda number: number / 100)
READING = st.tuples(
    st.integers(0, 600_000),
    st.fixed_dictionaries(
        {"current": st.one_of(st.none(), HUNDREDTHS), "cell_voltages": st.tuples(HUNDREDTHS, HUNDREDTHS)},
        optional={"soc": st.integers(0, 100)},
    ),
)


def raws(readings: Sequence[tuple[int, dict[str, Reported]]]) -> list[Raw]:
    shape: Shape | None = None
    rows = []
    for sequence, (at, values) in enumerate(readings, 1):
        shape, data = encode(values, shape)
        rows.append(Raw(at, sequence, shape, data))
    return rows


def values_of(
    readings: Sequence[tuple[int, dict[str, Reported]]], name: tuple[str, int], start: int, end: int
) -> list[float]:
    key, cell = name
    found: list[float] = []
    for at, values in readings:
        value = values.get(key)
        one = value[cell - 1] if isinstance(value, tuple) else value
        if start <= at < end and one is not None:
            found.append(one)
    return found


@given(st.lists(READING, min_size=1, max_size=40))
def test_minutes_are_what_counting_by_hand_gives(readings: list[tuple[int, dict[str, Reported]]]) -> None:
    block = rolled(raws(readings), 60)
    assert block.times == sorted({at // 60_000 * 60_000 for at, _ in readings})
    for name in (("current", 0), ("cell_voltages", 1), ("cell_voltages", 2), ("soc", 0)):
        for place, time in enumerate(block.times):
            inside = values_of(readings, name, time, time + 60_000)
            column = block.columns.get(name)
            assert bool(column and column.present[place]) == bool(inside)
            if column and inside:
                check(column, place, inside)
    for place, time in enumerate(block.times):
        members = [(at, number) for number, (at, _) in enumerate(readings, 1) if time <= at < time + 60_000]
        assert block.counts[place] == len(members)
        assert block.lasts[place] == max(number for _, number in members)


def check(column: Column, place: int, inside: list[float]) -> None:
    power = 10**column.decimals
    assert column.low[place] / power == min(inside)
    assert column.high[place] / power == max(inside)
    assert abs(column.mean[place] / (10 * power) - sum(inside) / len(inside)) <= 0.5 / (10 * power) + 1e-9


@given(st.lists(READING, max_size=40))
def test_singles_are_the_readings_in_order_of_time(readings: list[tuple[int, dict[str, Reported]]]) -> None:
    block = singles(raws(readings))
    assert block.times == sorted(at for at, _ in readings)
    assert block.counts == [1] * len(readings)
    for place, number in enumerate(block.lasts):
        at, values = readings[number - 1]
        assert block.times[place] == at
        for (key, cell), column in block.columns.items():
            value = values.get(key)
            one = value[cell - 1] if isinstance(value, tuple) else value
            assert bool(column.present[place]) == (one is not None)
            if one is not None:
                assert column.low[place] / 10**column.decimals == one
                assert column.mean[place] == 10 * column.low[place]
                assert column.high[place] == column.low[place]


def test_only_the_columns_asked_for_are_counted() -> None:
    rows = raws([(0, {"soc": 1, "current": 2.5}), (1000, {"soc": 2, "current": 3.5})])
    assert set(rolled(rows, 60, {"soc"}).columns) == {("soc", 0)}
    assert set(singles(rows, {"current"}).columns) == {("current", 0)}
