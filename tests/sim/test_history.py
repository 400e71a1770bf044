from datetime import datetime
from itertools import pairwise

import pytest

from topbms.sim.history import past, settle
from topbms.sim.pack import SimulatedPack

NOW = 1_700_000_000.0
NOON = 12 * 3600.0


def test_it_ends_now_and_steps_evenly() -> None:
    times = [at for at, _, _ in past(SimulatedPack(1, seed=1), until=NOW, days=2, every=600)]
    assert len(times) == 2 * 144
    assert times[-1] == NOW
    assert times[0] == NOW - 2 * 86_400 + 600
    assert {later - earlier for earlier, later in pairwise(times)} == {600.0}


def test_the_pack_goes_on_from_there() -> None:
    pack = SimulatedPack(1, seed=1, time=NOON)
    *_, (_, analog, alarms) = past(pack, until=NOW, days=1.5, every=60)
    assert pack.time == NOON
    assert pack.analog() == analog
    assert pack.alarms() == alarms


@pytest.mark.parametrize("every", [30.0, 300.0])
def test_days_and_nights_fall_where_they_belong(every: float) -> None:
    pack = SimulatedPack(1, seed=2, time=NOON)
    for at, analog, _ in past(pack, until=NOW, days=2, every=every):
        hour = (NOON + at - NOW) / 3600 % 24
        if hour < 5 or hour > 21:
            assert (analog.current or 0) <= 0


def test_a_past_of_no_days_is_empty() -> None:
    assert list(past(SimulatedPack(1, seed=1), until=NOW, days=0, every=60)) == []


def test_a_day_before_the_first_moment_is_in_the_log_and_nowhere_else() -> None:
    pack = SimulatedPack(1, seed=1, soc=30)
    settle(pack, datetime(2026, 11, 23, 8, 15, 30), 30)  # noqa: DTZ001 - as a pack's clock, without zone
    assert (pack.time, pack.analog().soc) == (NOON, 30)
    assert pack.memory.clock().time == "2026-11-23T08:15:30"
    first = pack.memory.record("data", "first")
    assert first is not None
    assert first.time.startswith("2026-11-22T09:")
