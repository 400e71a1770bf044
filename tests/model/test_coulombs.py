"""The counted state of charge: set right at full, once a full, with its drift; worth nothing after long gaps."""

import pytest

from topbms.model.coulombs import Coulombs, doubted, flowed, judged

HOUR = 3600.0
DAY = 24 * HOUR


def at_full(count: Coulombs | None = None, soc: float | None = 100) -> Coulombs:
    return judged(count or Coulombs(), 150.0, soc, is_full=True)


def away(count: Coulombs, moved: float, hours: float, soc: float | None = 50) -> Coulombs:
    """After so many Ah in so many hours, the BMS saying `soc`."""
    return judged(flowed(count, moved, hours * HOUR), 150.0, soc, is_full=False)


def test_nothing_is_known_before_the_first_full() -> None:
    count = away(Coulombs(), -15.0, 1)
    assert (count.counted, count.soc, count.drift) == (None, None, None)
    assert at_full(count).soc == 100.0
    assert at_full(count).drift is None


def test_it_follows_the_current_from_full_on() -> None:
    count = away(at_full(), -75.0, 5)
    assert (count.counted, count.soc) == (75.0, 50.0)
    assert away(count, -90.0, 5).soc == 0.0  # never below
    assert away(count, 80.0, 5).soc == 100.0  # nor above
    assert away(count, 80.0, 5).counted == 155.0  # but it is remembered, for the drift


def test_the_drift_is_what_is_missing_at_the_next_full_in_percent_a_day() -> None:
    count = away(away(at_full(), -75.0, 24), 72.0, 24)  # 3 Ah of 150 are missing after 2 days
    assert at_full(count).drift == pytest.approx(-1.0)
    assert at_full(count).counted == 150.0
    over = away(away(at_full(), -75.0, 24), 78.0, 24)
    assert at_full(over).drift == pytest.approx(1.0)


def test_two_fulls_that_are_too_near_each_other_tell_no_drift() -> None:
    known = at_full()._replace(drift=-0.5)
    assert at_full(away(known, -10.0, 5.9)).drift == -0.5
    assert at_full(away(at_full(), -10.0, 5.9)).drift is None
    assert at_full(away(at_full(), -9.0, 6.0)).drift == pytest.approx(-24.0)  # 6 % in a quarter of a day


def test_one_full_sets_it_right_once() -> None:
    """A BMS that lets go of "fully charged" and takes it up again, resting at the top, does not make it exact."""
    count = away(at_full(), -3.0, 7, soc=98)
    assert at_full(count, soc=99) == count._replace(is_resting=True)
    assert at_full(count, soc=99).soc == 98.0


@pytest.mark.parametrize("soc", [97, None])
def test_it_is_another_full_after_the_pack_was_down_to_97(soc: float | None) -> None:
    left = away(at_full(), -4.5, 7, soc=soc)
    assert not left.is_resting
    assert at_full(left).counted == 150.0


def test_into_a_full_pack_nothing_more_goes() -> None:
    resting = away(at_full(), 6.0, 10, soc=100)
    assert resting.counted == 150.0
    assert away(resting, -15.0, 1, soc=90).soc == 90.0


def test_short_gaps_leave_it_until_what_they_may_hide_is_two_percent() -> None:
    count = away(at_full(), -75.0, 5)
    for _ in range(3):
        count = doubted(count, 0.1 * HOUR, 10.0)  # 1 Ah each
    assert (count.counted, count.doubt) == pytest.approx((75.0, 3.0))
    assert doubted(count, 0.1 * HOUR, 0.1).counted is None


def test_doubt_ends_at_the_next_full() -> None:
    count = doubted(away(at_full(), -75.0, 5), 10 * HOUR, 10.0)
    assert (count.soc, at_full(count).soc, at_full(count).doubt) == (None, 100.0, 0.0)


def test_a_doubted_count_tells_no_drift() -> None:
    count = doubted(away(at_full()._replace(drift=0.2), -75.0, 24), 10 * HOUR, 10.0)
    assert at_full(away(count, 70.0, 24)).drift == 0.2


def test_a_pack_that_was_lost_sight_of_at_the_top_is_set_right_there() -> None:
    count = doubted(at_full(), DAY, 5.0)
    assert count.is_resting
    assert at_full(count).soc == 100.0


def test_after_a_gap_of_unknown_length_nothing_is_known() -> None:
    assert doubted(at_full(), None, 0.0).counted is None


def test_the_time_of_a_gap_counts_for_the_drift() -> None:
    count = doubted(at_full(), DAY, 0.1)  # 2.4 Ah may be hidden: still less than 2 %
    assert at_full(away(away(count, -75.0, 12), 72.0, 12)).drift == pytest.approx(-1.0)


def test_without_a_full_capacity_there_is_no_count() -> None:
    assert judged(Coulombs(), None, 100, is_full=True) == Coulombs()
    known = away(at_full(), -15.0, 1)
    assert judged(known, None, 90, is_full=False).soc == 90.0  # the last one told holds
    assert doubted(Coulombs(counted=3.0), HOUR, 0.0).counted is None


def test_a_full_capacity_that_the_bms_learns_anew() -> None:
    assert judged(away(at_full(), -75.0, 5), 140.0, 50, is_full=False).soc == pytest.approx(53.6)
    assert judged(Coulombs(), 0.0, 50, is_full=False).soc is None
