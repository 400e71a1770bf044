"""A gap is a gap: where there is one, where there is none, and that every line has it."""

import pytest

from topbms.store.records import Chart, Series
from topbms.web.api.gaps import with_gaps


def chart(times: list[float], seconds: float = 0) -> Chart:
    line: list[float | None] = [float(place) for place in range(len(times))]
    return Chart(seconds, times, {"soc": Series(line, line, line), "power": Series(line, line, line)})


@pytest.mark.parametrize(
    ("times", "seconds", "limit"),
    [
        ([], 0, 30),
        ([0], 0, 30),
        ([0, 10, 20, 50], 0, 30),  # a reading that was missed is no silence
        ([0, 60, 120], 60, 30),  # buckets that touch
        ([0, 600, 1200, 1800], 60, 30),  # a slow poll: a bucket every ten minutes
        ([0, 60, 120, 180], 0, 180),  # a slow poll: three rounds are the limit
    ],
)
def test_there_is_none(times: list[float], seconds: float, limit: float) -> None:
    assert with_gaps(chart(times, seconds), limit).times == times


def test_between_single_readings_it_is_in_the_middle() -> None:
    found = with_gaps(chart([0, 10, 20, 120, 130]), 30)
    assert found.times == [0, 10, 20, 70, 120, 130]
    for series in found.series.values():
        assert series.low == series.mean == series.high == [0, 1, 2, None, 3, 4]


def test_between_buckets_it_begins_where_the_last_one_ends() -> None:
    found = with_gaps(chart([0, 60, 180, 240, 300, 900], 60), 30)
    assert found.times == [0, 60, 120, 180, 240, 300, 360, 900]
    assert found.series["soc"].mean == [0, 1, None, 2, 3, 4, None, 5]


def test_a_silence_shorter_than_the_limit_is_none_however_fine_the_buckets() -> None:
    assert with_gaps(chart([0, 8, 16, 40], 8), 30).times == [0, 8, 16, 40]
    assert with_gaps(chart([0, 8, 16, 48], 8), 30).times == [0, 8, 16, 24, 48]
