import pytest

from topbms.model.alarms import Level
from topbms.sim.guard import Guard, blocked
from topbms.sim.limits import BLOCKS, Limit, Measures, limits

CALM = Measures(3.30, 3.29, 52.8, 0, 0, 0.01, 20, 20, 20, 20, 50)
OVER = Limit("cell_overvoltage", Level.PROTECTION, "highest_cell", 3.65, 3.40, delay=5, hold=20)
UNDER = Limit("soc_low", Level.WARNING, "soc", 10, 15, delay=0)


def cell_at(volts: float) -> Measures:
    return CALM._replace(highest_cell=volts)


def soc_at(percent: float) -> Measures:
    return CALM._replace(soc=percent)


def test_nothing_is_active_while_all_is_calm() -> None:
    guard = Guard(limits(16, 150))
    assert not guard.look(CALM, 10)
    assert guard.active == ()


def test_a_limit_trips_only_after_its_delay() -> None:
    guard = Guard([OVER])
    assert not guard.look(cell_at(3.65), 3)
    assert guard.look(cell_at(3.65), 2)
    assert guard.active == (OVER,)


def test_a_moment_back_below_the_limit_begins_the_delay_anew() -> None:
    guard = Guard([OVER])
    guard.look(cell_at(3.66), 4)
    guard.look(cell_at(3.60), 1)
    assert not guard.look(cell_at(3.66), 4)
    assert guard.look(cell_at(3.66), 1)


def test_it_stays_active_between_release_and_trip() -> None:
    guard = Guard([OVER])
    guard.look(cell_at(3.7), 5)
    assert not guard.look(cell_at(3.41), 1000)
    assert guard.active == (OVER,)


def test_it_is_forgiven_after_its_hold_below_the_release() -> None:
    guard = Guard([OVER])
    guard.look(cell_at(3.7), 5)
    assert not guard.look(cell_at(3.4), 19)
    assert guard.look(cell_at(3.4), 1)
    assert guard.active == ()


def test_a_lower_limit_is_the_mirror_of_an_upper_one() -> None:
    guard = Guard([UNDER])
    assert guard.look(soc_at(10), 1)
    assert not guard.look(soc_at(14.9), 1)
    assert guard.look(soc_at(15), 1)
    assert guard.active == ()


def test_trips_of_protections_are_counted_and_warnings_are_not() -> None:
    guard = Guard([OVER, UNDER])
    for _ in range(2):
        guard.look(cell_at(3.7)._replace(soc=1), 5)
        guard.look(CALM, 20)
    assert guard.trips == {"cell_overvoltage": 2}


def test_limits_active_together_stand_in_the_order_of_the_table() -> None:
    guard = Guard([UNDER, OVER])
    guard.look(cell_at(3.7)._replace(soc=1), 5)
    assert guard.active == (UNDER, OVER)


@pytest.mark.parametrize("limit", limits(16, 150), ids=lambda limit: f"{limit.code} {limit.level}")
def test_every_limit_of_a_pack_trips_beyond_and_is_forgiven_behind_its_release(limit: Limit) -> None:
    guard = Guard(limits(16, 150))
    away = 0.001 if limit.is_upper else -0.001
    guard.look(CALM._replace(**{limit.measure: limit.trip + away}), limit.delay + 0.1)
    assert limit in guard.active
    guard.look(CALM._replace(**{limit.measure: limit.release + away}), 100)
    assert limit in guard.active
    guard.look(CALM._replace(**{limit.measure: limit.release - away}), 100)
    assert limit not in guard.active


def test_every_protection_warns_before_it_trips() -> None:
    table = limits(16, 150)
    warnings = {limit.code: limit for limit in table if limit.level is Level.WARNING}
    for protection in (limit for limit in table if limit.level is Level.PROTECTION and limit.code in warnings):
        warning = warnings[protection.code]
        assert warning.trip < protection.trip if protection.is_upper else warning.trip > protection.trip


def test_every_protection_of_the_table_switches_something_off() -> None:
    protections = {limit.code for limit in limits(16, 150) if limit.level is Level.PROTECTION}
    assert protections <= set(BLOCKS)
    assert all(any(effects) for effects in BLOCKS.values())


@pytest.mark.parametrize(
    ("codes", "charge", "discharge"),
    [
        ([], False, False),
        (["cell_overvoltage"], True, False),
        (["pack_undervoltage"], False, True),
        (["cell_overvoltage", "pack_undervoltage"], True, True),
        (["short_circuit"], True, True),
        (["a code without effect"], False, False),
    ],
)
def test_what_protections_switch_off(codes: list[str], charge: bool, discharge: bool) -> None:
    assert blocked(codes) == (charge, discharge)
