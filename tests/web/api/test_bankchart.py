"""The bank's past out of its packs' charts, reckoned by hand."""

from topbms.store.records import Chart, Series
from topbms.web.api.bankchart import bank_chart, needed

LIMIT = 30.0


def chart(times: list[float], seconds: float = 0, **lines: list[float | None]) -> Chart:
    return Chart(seconds, times, {key: Series(line, line, line) for key, line in lines.items()})


def test_nobody_has_no_past() -> None:
    assert bank_chart([], ["soc"], LIMIT).times == []
    assert bank_chart([chart([])], ["soc"], LIMIT).times == []


def test_power_is_added_up_though_packs_are_read_at_other_moments() -> None:
    one, two = chart([0, 10, 20], power=[100, 110, 120]), chart([3, 13], power=[-50, -60])
    found = bank_chart([one, two], ["power"], LIMIT)
    assert found.times == [0, 10, 20]
    assert found.series["power"].mean == [None, 60, 60]  # at 0 the second is not read yet


def test_lowest_and_highest_are_the_sums_of_the_packs_own() -> None:
    one = Chart(60, [0], {"power": Series([-10], [0], [10])})
    two = Chart(60, [0], {"power": Series([5], [6], [7])})
    power = bank_chart([one, two], ["power"], LIMIT).series["power"]
    assert (power.low, power.mean, power.high) == ([-5], [6], [17])


def test_the_state_of_charge_is_weighted_by_the_full_capacity() -> None:
    one, two = chart([0], soc=[100], full_capacity=[300]), chart([0], soc=[60], full_capacity=[100])
    assert bank_chart([one, two], ["soc"], LIMIT).series["soc"].mean == [90]
    assert needed(["soc", "power"]) == ["soc", "power", "full_capacity"]
    assert needed(["power"]) == ["power"]


def test_without_a_full_capacity_there_is_no_state_of_charge() -> None:
    assert bank_chart([chart([0], soc=[100])], ["soc"], LIMIT).series["soc"].mean == [None]
    assert bank_chart([chart([0], soc=[100], full_capacity=[0])], ["soc"], LIMIT).series["soc"].mean == [None]


def test_while_a_pack_is_silent_the_sum_is_not_known() -> None:
    times: list[float] = [float(second) for second in range(0, 200, 10)]
    one = chart(times, power=[100.0] * 20)
    two = chart([0, 10, 150, 160, 170, 180, 190], power=[1.0] * 7)
    power = bank_chart([one, two], ["power"], LIMIT).series["power"].mean
    assert power == [101] * 5 + [None] * 10 + [101] * 5


def test_a_pack_that_came_later_or_is_gone_does_not_count_outside_of_its_life() -> None:
    times: list[float] = [float(second) for second in range(0, 1000, 100)]
    one, two = chart(times, 100, power=[100.0] * 10), chart([400, 500], 100, power=[1.0, 1.0])
    power = bank_chart([one, two], ["power"], LIMIT).series["power"].mean
    assert power == [100, 100, 100, None, 101, 101, 101, 100, 100, 100]


def test_voltages_are_means_and_cells_the_outermost() -> None:
    one = chart([0], voltage=[52], cell_lowest_voltage=[3.1], cell_highest_voltage=[3.3])
    two = chart([0], voltage=[53], cell_lowest_voltage=[3.2], cell_highest_voltage=[3.4])
    found = bank_chart([one, two], ["voltage", "cell_lowest_voltage", "cell_highest_voltage"], LIMIT)
    assert [line.mean for line in found.series.values()] == [[52.5], [3.1], [3.4]]


def test_a_value_that_one_pack_lacks_is_not_known_of_the_bank() -> None:
    one, two = chart([0, 10], power=[1, 2]), chart([0, 10], power=[1, None])
    assert bank_chart([one, two], ["power"], LIMIT).series["power"].mean == [2, None]
    assert bank_chart([one, chart([0, 10], soc=[1, 1])], ["power"], LIMIT).series["power"].mean == [None, None]
    assert bank_chart([chart([0], soc=[1])], ["power"], LIMIT).series["power"].low == [None]


def test_the_axis_is_that_of_the_widest_buckets() -> None:
    one, two = chart([0, 60, 120], 60, power=[1, 1, 1]), chart([0, 10, 20, 60, 120], 0, power=[1, 1, 1, 1, 1])
    found = bank_chart([one, two], ["power"], LIMIT)
    assert (found.seconds, found.times) == (60, [0, 60, 120])
