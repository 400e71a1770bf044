import pytest

from topbms.sim.house import DAY, cellar, current

HOUR = 3600.0
SEEDS = range(20)


@pytest.mark.parametrize("hour", [0, 2, 4, 20.5, 23])
def test_at_night_the_house_only_takes(hour: float) -> None:
    assert all(current(seed, day * DAY + hour * HOUR) < 0 for seed in SEEDS for day in range(5))


def test_at_noon_the_sun_gives_more_than_the_house_takes_on_most_days() -> None:
    noons = [current(seed, day * DAY + 11 * HOUR) for seed in SEEDS for day in range(5)]
    assert sum(offered > 0 for offered in noons) > 0.8 * len(noons)


def test_nothing_exceeds_what_a_pack_is_made_for() -> None:
    for seed in SEEDS:
        for slot in range(0, int(DAY), 600):
            assert -0.6 < current(seed, slot) < 0.5


def test_the_current_stays_the_same_within_ten_seconds_and_then_moves() -> None:
    assert current(3, 9 * HOUR) == current(3, 9 * HOUR + 9.99)
    assert current(3, 9 * HOUR) != current(3, 9 * HOUR + 10)


def test_midnight_is_no_jump() -> None:
    before, after = current(4, 6 * DAY - 10), current(4, 6 * DAY)
    assert after == pytest.approx(before, rel=0.15)


def test_days_differ_and_seeds_differ() -> None:
    assert current(1, 11 * HOUR) != current(1, DAY + 11 * HOUR)
    assert current(1, 11 * HOUR) != current(2, 11 * HOUR)
    assert current(1, 11 * HOUR) == current(1, 11 * HOUR)


def test_the_cellar_is_coldest_before_dawn_and_stays_a_cellar() -> None:
    day = [cellar(0, hour * HOUR) for hour in range(24)]
    assert 2 <= day.index(min(day)) <= 6
    assert all(10 < cellar(seed, hour * HOUR) < 27 for seed in range(7) for hour in range(24 * 60))
