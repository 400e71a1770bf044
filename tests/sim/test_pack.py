from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sim.wire import ALARMS, ANALOG, PRODUCT, heard
from topbms.dialects.contract import Battery
from topbms.errors import ConfigError
from topbms.model.alarms import Alarm, AlarmReport, Level
from topbms.model.quantities import QUANTITIES
from topbms.sim.pack import SimulatedPack

HOUR = 3600.0
W, P, F = Level.WARNING, Level.PROTECTION, Level.FAULT


def pack(**sizes: Any) -> SimulatedPack:
    return SimulatedPack(1, seed=1, **sizes)


def codes(of: SimulatedPack, level: Level) -> set[str]:
    return {alarm.code for alarm in of.alarms().alarms if alarm.level is level}


def lives(
    of: SimulatedPack, until: Callable[[SimulatedPack], bool], *, hours: float = 24.0, step: float = 10.0
) -> SimulatedPack:
    """Let the pack live until something holds; fails when it never does."""
    for _ in range(int(hours * HOUR / step)):
        of.advance(step)
        if until(of):
            return of
    pytest.fail("it never happened")


# --- charge ---


def test_it_is_a_battery_for_every_dialect() -> None:
    spoken: Battery = SimulatedPack(3, seed=1)
    assert spoken.address == 3


def test_remaining_capacity_is_current_times_time() -> None:
    drained = pack(soc=50)
    drained.order_current(-30.0)
    drained.advance(2 * HOUR)
    said = drained.analog()
    assert (said.remaining_capacity, said.soc, said.current) == (15.0, 10, -30.0)
    drained.order_current(20.0)
    drained.advance(900)
    assert drained.analog().remaining_capacity == 20.0


def test_cycles_count_what_was_taken_out() -> None:
    worn = pack(soc=50, cycles=7, capacity=100)
    for _ in range(3):
        worn.order_current(-40.0)
        worn.advance(HOUR)
        worn.order_current(40.0)
        worn.advance(HOUR)
    assert worn.analog().cycle_count == 8


def test_old_packs_hold_less() -> None:
    old = pack(cycles=3000, soc=100).analog()
    assert (old.soh, old.full_capacity, old.remaining_capacity, old.soc) == (90, 135.0, 135.0, 100)


def test_voltage_rises_with_charge_and_falls_with_discharge() -> None:
    charged = pack(soc=20)
    volts = []
    for current in (25.0, -25.0):
        charged.order_current(current)
        for _ in range(6):
            charged.advance(HOUR / 2)
            volts.append(charged.analog().voltage or 0)
    assert volts[:6] == sorted(volts[:6])
    assert volts[6:] == sorted(volts[6:], reverse=True)
    assert volts[5] > volts[6] + 0.5


@pytest.mark.parametrize("cells", [4, 7, 15, 16, 24, 32])
def test_the_pack_voltage_is_the_sum_of_the_cells_cut_to_ten_millivolts(cells: int) -> None:
    lived = pack(cells=cells)
    for _ in range(20):
        lived.advance(1000)
        said = lived.analog()
        assert len(said.cell_voltages) == cells
        assert said.voltage == sum(round(volt * 1000) for volt in said.cell_voltages) // 10 / 100


@pytest.mark.parametrize("soc", [0, 40, 100])
def test_set_soc_shows_at_once(soc: int) -> None:
    moved = pack()
    moved.set_soc(soc)
    assert moved.analog().soc == soc


def test_charging_ends_with_full_and_begins_again_below() -> None:
    full = pack(soc=95)
    full.order_current(20.0)
    lives(full, lambda it: it.alarms().states["charge_mosfet"] is False)
    full.order_current(0.0)
    lives(full, lambda it: it.alarms().states["fully_charged"])
    assert full.analog().soc == 100
    full.order_current(-20.0)
    full.advance(900)
    assert not full.alarms().states["fully_charged"]


def test_an_empty_cell_is_the_truth_about_empty() -> None:
    drained = pack(soc=10)
    drained.order_current(-60.0)
    lives(drained, lambda it: "cell_undervoltage" in codes(it, P))
    said = drained.analog()
    assert (said.soc, said.remaining_capacity, said.current) == (0, 0.0, 0.0)
    assert not drained.alarms().states["discharge_mosfet"]
    assert drained.alarms().states["charge_mosfet"]


# --- the house ---


@pytest.mark.parametrize("seed", range(5))
def test_nights_take_and_days_give(seed: int) -> None:
    lived = SimulatedPack(1, seed=seed, time=0.0, soc=90)
    night, noon = [], []
    for hour in range(5 * 24):
        lived.advance(HOUR, coarse=True)
        current = lived.analog().current or 0.0
        if hour % 24 in (0, 1, 2, 3, 21, 22):
            night.append(current)
        if hour % 24 in (9, 10, 13):
            noon.append(current)
    assert all(current <= 0 for current in night)
    assert sum(night) < 0
    assert sum(noon) > 0


@pytest.mark.parametrize("seed", range(3))
def test_a_fortnight_in_a_house_is_quiet(seed: int) -> None:
    lived = SimulatedPack(1, seed=seed)
    seen_full = False
    for _ in range(14 * 24 * 4):
        lived.advance(900, coarse=True)
        said, report = lived.analog(), lived.alarms()
        assert report.alarms == ()
        assert 13 <= (said.soc or 0) <= 100
        assert max(said.cell_voltages) < 3.6
        seen_full |= report.states["fully_charged"]
    assert seen_full


def test_every_value_is_plausible_by_the_catalogue() -> None:
    lived = pack()
    before = lived.analog()
    for _ in range(3000):
        lived.advance(10)
        now = lived.analog()
        for key in ("voltage", "current", "soc", "soh", "remaining_capacity", "full_capacity", "cycle_count"):
            value, was = getattr(now, key), getattr(before, key)
            assert QUANTITIES[key].lowest <= value <= QUANTITIES[key].highest
            assert abs(value - was) <= QUANTITIES[key].fastest * 10
        before = now


def test_temperatures_are_four_cells_the_room_and_the_mosfets_in_whole_degrees() -> None:
    warm = pack(soc=90)
    warm.order_temperature(25.0)
    warm.order_current(-80.0)
    warm.advance(1200)
    said = warm.analog()
    assert len(said.temperatures) == 6
    assert all(celsius == int(celsius) for celsius in said.temperatures)
    assert said.environment_temperature == said.temperatures[4] == 25
    assert said.mosfet_temperature == said.temperatures[5] > said.temperatures[1] > 25


# --- protections ---


def test_overcharge_trips_at_the_highest_cell_and_is_forgiven_below_the_release() -> None:
    charged = pack(soc=98)
    charged.order_current(10.0)
    lives(charged, lambda it: "cell_overvoltage" in codes(it, W))
    assert charged.current == 10.0
    lives(charged, lambda it: "cell_overvoltage" in codes(it, P))
    report = charged.alarms()
    assert not report.states["charge_mosfet"]
    assert report.states["discharge_mosfet"]
    assert charged.current == 0.0
    charged.order_current(-5.0)
    charged.advance(20)
    assert charged.current == -5.0
    assert "cell_overvoltage" in codes(charged, P)
    lives(charged, lambda it: "cell_overvoltage" not in codes(it, P))
    assert max(charged.analog().cell_voltages) <= 3.40
    assert charged.alarms().states["charge_mosfet"]


def test_the_cells_that_are_too_high_are_named() -> None:
    charged = pack(soc=98)
    charged.order_current(10.0)
    lives(charged, lambda it: "cell_overvoltage" in codes(it, P))
    report, volts = charged.alarms(), charged.analog().cell_voltages
    named = {alarm.cell for alarm in report.alarms if alarm.code == "cell_overvoltage"}
    assert volts.index(max(volts)) + 1 in named
    assert named == {i + 1 for i, word in enumerate(report.cell_limits) if word == "high"}


@pytest.mark.parametrize(
    ("current", "code", "mosfet"),
    [
        (111.0, "charge_overcurrent", "charge_mosfet"),
        (-111.0, "discharge_overcurrent", "discharge_mosfet"),
        (-160.0, "discharge_overcurrent_2", "discharge_mosfet"),
        (-500.0, "short_circuit", "discharge_mosfet"),
    ],
)
def test_overcurrent_switches_off_and_is_forgiven_after_a_minute(current: float, code: str, mosfet: str) -> None:
    loaded = pack(soc=50)
    loaded.order_current(current)
    loaded.advance(10)
    assert code in codes(loaded, P)
    assert not loaded.alarms().states[mosfet]
    assert loaded.current == 0.0
    loaded.order_current(0.0)
    loaded.advance(50)
    assert code in codes(loaded, P)
    loaded.advance(20)
    assert code not in codes(loaded, P)
    assert loaded.alarms().states[mosfet]


def test_a_little_too_much_current_only_warns() -> None:
    loaded = pack(soc=50)
    loaded.order_current(-106.0)
    loaded.advance(60)
    assert codes(loaded, W) == {"discharge_overcurrent"}
    assert codes(loaded, P) == set()
    assert loaded.current == -106.0


def test_short_circuits_are_counted() -> None:
    shorted = pack(soc=50)
    for _ in range(2):
        shorted.order_current(-900.0)
        shorted.advance(10)
        shorted.order_current(0.0)
        shorted.advance(80)
    assert shorted.alarms().short_circuit_count == 2


@pytest.mark.parametrize(
    ("celsius", "code", "charge", "discharge"),
    [
        (-1.0, "charge_low_temperature", False, True),
        (-21.0, "discharge_low_temperature", False, False),
        (56.0, "charge_high_temperature", False, True),
        (61.0, "discharge_high_temperature", False, False),
        (66.0, "environment_high_temperature", False, False),
    ],
)
def test_temperatures_protect(celsius: float, code: str, charge: bool, discharge: bool) -> None:
    exposed = pack()
    exposed.order_temperature(celsius)
    exposed.advance(20)
    assert code in codes(exposed, P)
    states = exposed.alarms().states
    assert (states["charge_mosfet"], states["discharge_mosfet"]) == (charge, discharge)
    exposed.order_temperature(20.0)
    exposed.advance(20)
    assert codes(exposed, P) == set()


def test_soc_low_warns_with_hysteresis() -> None:
    low = pack(soc=11)
    low.order_current(-30.0)
    lives(low, lambda it: "soc_low" in codes(it, W))
    assert low.analog().soc in (9, 10)
    low.order_current(30.0)
    lives(low, lambda it: "soc_low" not in codes(it, W))
    assert low.analog().soc in (14, 15)


def test_protections_act_the_same_in_fine_and_coarse_steps() -> None:
    fine, coarse = pack(soc=50), pack(soc=50)
    for tried in (fine, coarse):
        tried.order_current(111.0)
    for _ in range(120):
        fine.advance(0.5)
    coarse.advance(60)
    assert fine.alarms() == coarse.alarms()


# --- balancing ---


def test_balancing_names_the_high_cells_and_narrows_the_spread() -> None:
    uneven = pack()
    uneven.set_soc(100)
    uneven.order_current(0.0)
    uneven.advance(60)
    first = uneven.analog()
    floor = min(first.cell_voltages) + 0.02
    assert first.balancing
    high = {i + 1 for i, volt in enumerate(first.cell_voltages) if volt > floor + 0.002}
    low = {i + 1 for i, volt in enumerate(first.cell_voltages) if volt < floor - 0.002}
    assert high <= set(first.balancing)
    assert not low & set(first.balancing)
    uneven.advance(5 * HOUR)
    later = uneven.analog()
    assert spread(later.cell_voltages) < 0.8 * spread(first.cell_voltages)


def spread(volts: tuple[float, ...]) -> float:
    return max(volts) - min(volts)


def test_nothing_balances_on_the_flat_part_of_the_curve_or_under_load() -> None:
    flat = pack(soc=60)
    flat.order_current(0.0)
    flat.advance(600)
    assert flat.analog().balancing == ()
    loaded = pack(soc=100)
    loaded.order_current(-10.0)
    loaded.advance(60)
    assert max(loaded.analog().cell_voltages) > 3.4
    assert loaded.analog().balancing == ()


# --- states ---


@pytest.mark.parametrize(
    ("current", "charging", "discharging"), [(5.0, True, False), (-5.0, False, True), (0.05, False, False)]
)
def test_charging_and_discharging_are_states(current: float, charging: bool, discharging: bool) -> None:
    flowing = pack()
    flowing.order_current(current)
    states = flowing.alarms().states
    assert (states["charging"], states["discharging"]) == (charging, discharging)


def test_a_pack_at_rest_has_the_status_of_the_captured_one() -> None:
    """Status 6 of the capture is A3: bits 0, 1, 5 and 7."""
    still = pack()
    still.order_current(0.0)
    on = {state for state, is_on in still.alarms().states.items() if is_on}
    assert on == {"discharge_mosfet", "charge_mosfet", "charge_limit_enabled", "self_depletion"}


# --- knobs ---


def test_a_forced_protection_acts_and_is_taken_back() -> None:
    forced = pack()
    forced.order_current(-10.0)
    alarm = Alarm("pack_undervoltage", P)
    forced.force(alarm)
    assert alarm in forced.alarms().alarms
    assert forced.current == 0.0
    forced.clear(alarm)
    assert forced.alarms().alarms == ()
    assert forced.current == -10.0


def test_clear_takes_back_all_forced_alarms_and_none_with_a_cause() -> None:
    forced = pack(soc=5)
    forced.order_current(-1.0)
    forced.advance(10)
    forced.force(Alarm("cell_failure", F, 16))
    forced.force(Alarm("charger_reversed", W))
    assert len(forced.alarms().alarms) == 3
    forced.clear()
    assert forced.alarms().alarms == (Alarm("soc_low", W),)
    forced.clear(Alarm("charger_reversed", W))


def test_the_ordered_current_ends_and_the_house_takes_over() -> None:
    given_back = pack(time=2 * HOUR)
    given_back.order_current(33.0)
    assert given_back.current == 33.0
    given_back.order_current(None)
    assert given_back.current < 0


def test_the_ordered_temperature_ends_and_the_cellar_takes_over() -> None:
    warm = pack()
    warm.order_temperature(45.0)
    warm.advance(10)
    assert warm.analog().environment_temperature == 45
    warm.order_temperature(None)
    warm.advance(10)
    assert (warm.analog().environment_temperature or 0) < 27
    assert warm.analog().temperatures[0] == 45


def test_the_time_of_day_may_be_set_and_the_day_stays() -> None:
    moved = pack(time=3 * 86_400 + 5 * HOUR)
    assert moved.time_of_day == 5 * HOUR
    moved.time_of_day = 22 * HOUR
    assert moved.time == 3 * 86_400 + 22 * HOUR


def test_it_says_that_it_is_a_simulation() -> None:
    product = SimulatedPack(4, seed=12, cells=15, capacity=100).product()
    assert product.pack == 4
    assert "simulator" in product.company
    assert product.module == "48V100AH 15S"
    assert product.serial_number == "SIM00000012-04"


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        ({"cells": 3}, "cells = 3 is no pack's, 4 to 32 are possible"),
        ({"cells": 33}, "cells = 33"),
        ({"capacity": 0}, "capacity = 0"),
        ({"capacity": 700}, "capacity = 700"),
        ({"soc": 101}, "soc = 101"),
        ({"reserve": -1}, "reserve = -1"),
        ({"humidity": 101}, "humidity = 101"),
        ({"cycles": -1}, "cycles = -1"),
    ],
)
def test_sizes_that_no_pack_has_are_refused(sizes: dict[str, float], words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        pack(**sizes)
    assert words in str(caught.value)


@pytest.mark.parametrize("address", [0, 129])
def test_addresses_that_no_pack_has_are_refused(address: int) -> None:
    with pytest.raises(ConfigError, match="1 to 128"):
        SimulatedPack(address, seed=1)


# --- determinism ---


def test_the_same_seed_lives_the_same_life() -> None:
    first, second = SimulatedPack(1, seed=9), SimulatedPack(1, seed=9)
    for _ in range(50):
        first.advance(700)
        second.advance(700)
    assert first.analog() == second.analog()
    assert first.alarms() == second.alarms()


def test_seeds_and_addresses_make_packs_differ() -> None:
    cells = [
        SimulatedPack(address, seed=seed, soc=99).analog().cell_voltages for address, seed in ((1, 1), (2, 1), (1, 2))
    ]
    assert len(set(cells)) == 3


def test_packs_of_one_seed_share_the_sun() -> None:
    first, second = SimulatedPack(1, seed=3), SimulatedPack(2, seed=3)
    for _ in range(5):
        first.advance(600)
        second.advance(600)
        assert first.current == pytest.approx(second.current, rel=0.07)


def test_an_hour_at_once_equals_an_hour_in_tens_of_seconds() -> None:
    once, often = pack(), pack()
    once.advance(HOUR)
    for _ in range(360):
        often.advance(10)
    assert once.analog() == often.analog()


def test_a_day_at_once_and_in_odd_pieces_are_close() -> None:
    once, often = pack(soc=40, time=0.0), pack(soc=40, time=0.0)
    once.advance(24 * HOUR)
    for _ in range(6400):
        often.advance(13.5)
    one, other = once.analog(), often.analog()
    assert one.remaining_capacity == pytest.approx(other.remaining_capacity, abs=0.5)
    assert one.cell_voltages == pytest.approx(other.cell_voltages, abs=0.003)
    assert one.temperatures == pytest.approx(other.temperatures, abs=1)


def test_no_time_changes_nothing() -> None:
    still = pack()
    before = still.analog()
    still.advance(0)
    assert still.analog() == before


# --- the wire ---

FORCED = st.sampled_from(
    [
        Alarm("cell_overvoltage", P, 3),
        Alarm("cell_undervoltage", W, 4),
        Alarm("cell_low", W, 1),
        Alarm("cell_high", W, 2),
        Alarm("cell_fault", W, 4),
        Alarm("cell_fault", F, 4),
        Alarm("cell_failure", F, 4),
        Alarm("short_circuit", P),
        Alarm("mosfet_low_temperature", P),
        Alarm("insulation_negative", P),
        Alarm("clock_fault", F),
    ]
)
KNOBS = st.one_of(
    st.tuples(st.just("advance"), st.floats(0, 20_000)),
    st.tuples(st.just("order_current"), st.none() | st.floats(-2000, 2000)),
    st.tuples(st.just("order_temperature"), st.none() | st.floats(-100, 400)),
    st.tuples(st.just("set_soc"), st.floats(0, 100)),
    st.tuples(st.just("force"), FORCED),
    st.tuples(st.just("clear"), st.none() | FORCED),
)
SIZES = st.fixed_dictionaries(
    {
        "cells": st.integers(4, 32),
        "capacity": st.floats(1, 655),
        "cycles": st.floats(0, 65_535),
        "soc": st.floats(0, 100),
    }
)


@settings(max_examples=60, deadline=None)
@given(SIZES, st.lists(KNOBS, max_size=8))
def test_whatever_happens_to_it_every_reply_is_understood(
    sizes: dict[str, float], knobs: list[tuple[str, object]]
) -> None:
    lived = pack(**sizes)
    for knob, value in knobs:
        getattr(lived, knob)(value)
    assert heard(lived, ANALOG) == lived.analog()
    assert heard(lived, PRODUCT) == lived.product()
    arrived, said = heard(lived, ALARMS), lived.alarms()
    assert isinstance(arrived, AlarmReport)
    assert set(arrived.alarms) == set(said.alarms)
    assert arrived.states.items() <= said.states.items()
    assert replace(arrived, alarms=(), states={}) == replace(said, alarms=(), states={})
