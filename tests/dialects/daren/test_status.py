"""The status words behind the measured values: each bit, the cells, and what is not explained."""

from typing import Any

import pytest

from tests.dialects.daren.wire import QUIET, info
from topbms.dialects.daren.reply import decode, encode
from topbms.dialects.daren.status import encode_status
from topbms.model.alarms import STATES, URGENCY, Alarm, AlarmReport, Level
from topbms.model.fragment import Analog

VOLTAGE, CURRENT, TEMPERATURE, WARNINGS, SWITCHES = range(5)
W, P, F = Level.WARNING, Level.PROTECTION, Level.FAULT

# Word, bit, and what the maker's firmware calls it.
ALARMS = [
    (VOLTAGE, 0, "cell_overvoltage", P),  # cell_OVV_PROT
    (VOLTAGE, 1, "cell_undervoltage", P),
    (VOLTAGE, 2, "pack_overvoltage", P),  # TOT_OVV_PROT
    (VOLTAGE, 3, "pack_undervoltage", P),
    (VOLTAGE, 4, "cell_overvoltage", W),
    (VOLTAGE, 5, "cell_undervoltage", W),
    (VOLTAGE, 6, "pack_overvoltage", W),
    (VOLTAGE, 7, "pack_undervoltage", W),
    (VOLTAGE, 8, "cell_difference", W),  # V_DIF_alarm
    (VOLTAGE, 12, "cell_fault", F),
    (VOLTAGE, 13, "fuse_blown", F),
    (VOLTAGE, 14, "cell_difference", P),
    (CURRENT, 2, "charge_overcurrent", P),
    (CURRENT, 3, "short_circuit", P),
    (CURRENT, 4, "discharge_overcurrent", P),
    (CURRENT, 5, "discharge_overcurrent_2", P),
    (CURRENT, 6, "charge_overcurrent", W),
    (CURRENT, 7, "discharge_overcurrent", W),
    (CURRENT, 9, "charger_reversed", W),
    (TEMPERATURE, 0, "charge_high_temperature", P),
    (TEMPERATURE, 1, "charge_low_temperature", P),
    (TEMPERATURE, 2, "discharge_high_temperature", P),
    (TEMPERATURE, 3, "discharge_low_temperature", P),
    (TEMPERATURE, 4, "environment_high_temperature", P),
    (TEMPERATURE, 5, "environment_low_temperature", P),
    (TEMPERATURE, 6, "mosfet_high_temperature", P),
    (TEMPERATURE, 7, "mosfet_low_temperature", P),
    (TEMPERATURE, 8, "charge_high_temperature", W),
    (TEMPERATURE, 9, "charge_low_temperature", W),
    (TEMPERATURE, 10, "discharge_high_temperature", W),
    (TEMPERATURE, 11, "discharge_low_temperature", W),
    (TEMPERATURE, 12, "environment_high_temperature", W),
    (TEMPERATURE, 13, "environment_low_temperature", W),
    (TEMPERATURE, 14, "mosfet_high_temperature", W),
    (TEMPERATURE, 15, "mosfet_low_temperature", W),
    (WARNINGS, 0, "cell_difference", W),
    (WARNINGS, 1, "charge_mosfet_fault", F),  # CHG_FET_fail_alarm
    (WARNINGS, 2, "data_storage_fault", F),  # extern_SD_fail_alarm
    (WARNINGS, 4, "parameter_storage_fault", F),  # E2P_fail_alarm
    (WARNINGS, 7, "soc_low", W),  # low_BAT_alarm
    (WARNINGS, 8, "mosfet_high_temperature", P),
    (WARNINGS, 9, "heater_fault", F),  # heating_film_fail
    (WARNINGS, 10, "current_limiter_fault", F),  # limit_board_fail
    (WARNINGS, 11, "front_end_fault", F),  # sampling_fail
    (WARNINGS, 12, "cell_fault", F),
    (WARNINGS, 13, "temperature_sensor_fault", F),  # NTC_fail
    (WARNINGS, 14, "charge_mosfet_damaged", F),
    (WARNINGS, 15, "discharge_mosfet_damaged", F),
    (SWITCHES, 2, "charge_mosfet_fault", F),
    (SWITCHES, 3, "discharge_mosfet_fault", F),
    (SWITCHES, 13, "front_end_fault", F),  # AFE_chip_fail
    (SWITCHES, 15, "soc_low", P),  # low_BAT_PROT
]
ON = [
    (CURRENT, 0, "charging"),
    (CURRENT, 1, "discharging"),
    (CURRENT, 11, "current_limiting"),
    (SWITCHES, 0, "charge_mosfet"),
    (SWITCHES, 1, "discharge_mosfet"),
    (SWITCHES, 6, "heating"),  # heating_film
]
KNOWN = {(word, bit) for word, bit, *_ in (*ALARMS, *ON)}


def words(word: int, bit: int) -> tuple[int, ...]:
    return tuple(1 << bit if place == word else 0 for place in range(5))


def report(**status: Any) -> AlarmReport:
    return decode(info(**status), 1)[1]


@pytest.mark.parametrize(("word", "bit", "code", "level"), ALARMS)
def test_an_alarm_of_the_pack(word: int, bit: int, code: str, level: Level) -> None:
    assert report(words=words(word, bit)).alarms == (Alarm(code, level),)
    assert level in URGENCY[code]


@pytest.mark.parametrize(("word", "bit", "state"), ON)
def test_a_state(word: int, bit: int, state: str) -> None:
    said = report(words=words(word, bit))
    assert (said.alarms, said.extra) == ((), b"")
    assert said.states == {name: name == state for _, _, name in ON}
    assert state in STATES


@pytest.mark.parametrize(
    ("word", "bit"), [(word, bit) for word in range(5) for bit in range(16) if (word, bit) not in KNOWN]
)
def test_a_bit_that_nothing_confirms_is_kept_and_says_nothing(word: int, bit: int) -> None:
    said = report(words=words(word, bit))
    assert said.alarms == ()
    assert not any(said.states.values())
    assert int.from_bytes(said.extra[2 * word : 2 * word + 2], "big") == 1 << bit


def test_a_quiet_pack() -> None:
    said = report()
    assert (said.alarms, said.extra, said.balancing) == ((), b"", None)


@pytest.mark.parametrize(
    ("place", "code", "level"),
    [
        (0, "cell_overvoltage", P),
        (1, "cell_undervoltage", P),
        (2, "cell_overvoltage", W),
        (3, "cell_undervoltage", W),
    ],
)
def test_cells_are_named(place: int, code: str, level: Level) -> None:
    low = tuple(0x8001 if each == place else 0 for each in range(4))
    high = tuple(0x0002 if each == place else 0 for each in range(4))
    bit = next(bit for word, bit, *alarm in ALARMS if alarm == [code, level])
    said = report(words=words(VOLTAGE, bit), masks=low, high_masks=high)
    assert said.alarms == tuple(Alarm(code, level, cell) for cell in (1, 16, 18))
    assert said.extra == b""


def test_cells_are_alarms_where_the_pack_has_none() -> None:
    said = report(masks=(0, 4, 0, 0))
    assert said.alarms == (Alarm("cell_undervoltage", P, 3),)
    analog = decode(info(), 1)[0]
    assert encode(analog, encode_status(said)) == info(masks=(0, 4, 0, 0))


def test_one_alarm_of_two_bits() -> None:
    said = report(words=(1 << 8, 0, 0, 1, 0))
    assert said.alarms == (Alarm("cell_difference", W),)
    assert said.extra == b""


def test_what_the_dialect_has_no_bit_for_is_left_out() -> None:
    alarms = (Alarm("insulation_positive", P), Alarm("cell_overvoltage", W, 2))
    said = AlarmReport(1, alarms, {"fully_charged": True, "charging": True})
    analog: Analog = decode(info(), 1)[0]
    sent = info(words=(1 << 4, 1, *QUIET[2:]), masks=(0, 0, 2, 0))
    assert encode(analog, encode_status(said)) == sent
