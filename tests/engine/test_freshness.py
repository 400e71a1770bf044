import pytest

from topbms.engine.freshness import achieved, limit


@pytest.mark.parametrize(("round_time", "seconds"), [(1.0, 30.0), (10.0, 30.0), (10.1, 30.3), (48.0, 144.0)])
def test_a_reading_is_too_old_after_three_rounds_but_never_before_30_s(round_time: float, seconds: float) -> None:
    assert limit(round_time) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("costs", "seconds"),
    [
        ([], 10.0),
        ([None, None], 10.0),  # nobody was asked yet
        ([0.4], 10.0),  # a quick pack is asked no more often than the interval says
        ([3.0] * 16, 48.0),
        ([3.0, *[None] * 15], 48.0),  # the first of sixteen slow packs tells what the others will take
        ([12.0, 0.5, None], 18.75),
    ],
)
def test_a_round_is_what_the_packs_of_a_link_take(costs: list[float | None], seconds: float) -> None:
    assert achieved(costs, interval=10.0) == pytest.approx(seconds)
