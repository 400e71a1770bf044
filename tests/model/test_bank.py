"""The bank against numbers worked out by hand."""

from math import copysign

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.model.captured import fresh, reading, stale
from topbms.model.alarms import Alarm, AlarmReport, Level
from topbms.model.bank import bank_reading, weighted_soc
from topbms.model.reading import Pack, PackReading, PackState, Reported

LARGE: dict[str, Reported] = {
    "voltage": 53.0,
    "current": 20.0,
    "power": 1060.0,
    "charge_power": 1060.0,
    "discharge_power": 0.0,
    "remaining_capacity": 135.0,
    "full_capacity": 150.0,
    "remaining_energy": 7.155,
    "soc": 90,
    "cell_lowest_voltage": 3.31,
    "cell_highest_voltage": 3.35,
    "mean_temperature": 21.0,
}
SMALL: dict[str, Reported] = {
    "voltage": 53.2,
    "current": -5.0,
    "power": -266.0,
    "charge_power": 0.0,
    "discharge_power": 266.0,
    "remaining_capacity": 25.0,
    "full_capacity": 50.0,
    "remaining_energy": 1.33,
    "soc": 50,
    "cell_lowest_voltage": 3.28,
    "cell_highest_voltage": 3.34,
    "mean_temperature": 24.0,
}


def battery1(*, without: str = "", smoothed_current: float | None = 20.0) -> PackReading:
    """The large pack, one value not known on request."""
    values = {key: value for key, value in LARGE.items() if key != without}
    return reading("battery1", values, smoothed_current=smoothed_current)


def battery2(*, smoothed_current: float | None = -5.0, alarms: AlarmReport | None = None) -> PackReading:
    """The small pack."""
    return reading("battery2", SMALL, smoothed_current=smoothed_current, alarms=alarms)


def test_two_unequal_packs() -> None:
    bank = bank_reading(7.0, (fresh(battery1()), fresh(battery2())))
    assert bank.at == 7.0
    assert bank.present == ("battery1", "battery2")
    assert bank.missing == ()
    assert bank.values == {
        "current": 15.0,
        "power": 794.0,
        "charge_power": 794.0,  # of the bank: what battery 1 lends battery 2 does not count
        "discharge_power": 0.0,
        "remaining_capacity": 160.0,
        "full_capacity": 200.0,
        "remaining_energy": 8.485,
        "voltage": 53.1,
        "soc": 80.0,  # (90 x 150 + 50 x 50) / 200, where equal weights would say 70
        "cell_lowest_voltage": 3.28,
        "cell_highest_voltage": 3.35,
        "cell_spread": 70,
        "mean_temperature": 22.5,
        "time_to_full": 2.67,  # 40 Ah / 15 A
        "time_to_empty": None,
    }


def test_a_bank_that_discharges() -> None:
    bank = bank_reading(7.0, (fresh(battery1(smoothed_current=-15.0)), fresh(battery2())))
    assert bank.values["time_to_full"] is None
    assert bank.values["time_to_empty"] == 8.0  # 160 Ah / 20 A


def test_currents_that_cancel_out_are_no_power_and_never_minus_zero() -> None:
    lent = [(current, current * 50) for current in (-0.1, -0.2, 0.3)]
    packs = [reading(f"battery{i}", {"current": amps, "power": watts}) for i, (amps, watts) in enumerate(lent)]
    values = bank_reading(7.0, [fresh(pack) for pack in packs]).values
    for key in ("current", "power", "charge_power", "discharge_power"):
        value = values[key]
        assert isinstance(value, float)
        assert (value, copysign(1, value)) == (0.0, 1.0)


def test_a_stale_pack_is_left_out_and_named() -> None:
    alarms = AlarmReport(pack=2, alarms=(Alarm("soc_low", Level.WARNING),))
    bank = bank_reading(7.0, (fresh(battery1()), stale(battery2(alarms=alarms))))
    assert bank.present == ("battery1",)
    assert bank.missing == ("battery2",)
    assert bank.alarms == ()
    assert (bank.values["soc"], bank.values["full_capacity"], bank.values["voltage"]) == (90.0, 150.0, 53.0)


def test_a_pack_that_was_never_read_is_named_too() -> None:
    silent = PackState(Pack("battery3", "Battery 3", "usr1", 3), reading=None, stale=False)
    bank = bank_reading(7.0, (silent, fresh(battery1())))
    assert bank.present == ("battery1",)
    assert bank.missing == ("battery3",)


def test_without_a_fresh_pack_there_are_no_totals() -> None:
    bank = bank_reading(7.0, (stale(battery1()), stale(battery2())))
    assert bank.values == {}
    assert bank.present == ()
    assert bank.missing == ("battery1", "battery2")


@pytest.mark.parametrize(
    ("lacking", "unknown"),
    [
        ("voltage", {"voltage"}),
        ("current", {"current"}),
        ("power", {"power", "charge_power", "discharge_power"}),
        ("soc", {"soc"}),
        ("full_capacity", {"full_capacity", "soc", "time_to_full"}),
        ("remaining_capacity", {"remaining_capacity", "time_to_full"}),
        ("remaining_energy", {"remaining_energy"}),
        ("cell_lowest_voltage", {"cell_lowest_voltage", "cell_spread"}),
        ("cell_highest_voltage", {"cell_highest_voltage", "cell_spread"}),
        ("mean_temperature", {"mean_temperature"}),
    ],
)
def test_a_value_that_one_pack_lacks_is_not_told(lacking: str, unknown: set[str]) -> None:
    values = bank_reading(7.0, (fresh(battery1(without=lacking)), fresh(battery2()))).values
    always = {"time_to_empty"}  # the bank charges
    assert {key for key, value in values.items() if value is None} == unknown | always


def test_a_pack_whose_current_was_never_known_leaves_no_times() -> None:
    values = bank_reading(7.0, (fresh(battery1(smoothed_current=None)), fresh(battery2()))).values
    assert (values["time_to_full"], values["time_to_empty"]) == (None, None)


def test_alarms_carry_the_id_of_their_pack() -> None:
    low, fault = Alarm("cell_undervoltage", Level.PROTECTION, 4), Alarm("clock_fault", Level.FAULT)
    second = battery2(alarms=AlarmReport(pack=2, alarms=(low, fault)))
    bank = bank_reading(7.0, (fresh(battery1()), fresh(second)))
    assert bank.alarms == (("battery2", low), ("battery2", fault))


@pytest.mark.parametrize(
    "packs",
    [
        [],
        [{"soc": 90, "full_capacity": 150.0}, {"soc": 50}],
        [{"soc": 90, "full_capacity": 150.0}, {"full_capacity": 50.0}],
        [{"soc": None, "full_capacity": 150.0}],
        [{"soc": 90, "full_capacity": 0.0}],
    ],
    ids=["no packs", "no capacity", "no soc", "soc held back", "nothing to weigh by"],
)
def test_no_state_of_charge_where_it_cannot_be_weighed(packs: list[dict[str, Reported]]) -> None:
    assert weighted_soc(reading("battery", values) for values in packs) is None


SOC_AND_CAPACITY = st.tuples(st.integers(0, 100), st.floats(0.1, 2000.0))


@given(st.lists(SOC_AND_CAPACITY, min_size=1, max_size=16))
def test_the_weighted_state_of_charge_lies_between_the_packs(packs: list[tuple[int, float]]) -> None:
    weighted = weighted_soc(reading("battery", {"soc": soc, "full_capacity": full}) for soc, full in packs)
    charges = [soc for soc, _ in packs]
    assert weighted is not None
    assert min(charges) <= weighted <= max(charges)
