"""The vocabulary of alarms and states: complete for the dialects, unambiguous, in order of gravity."""

from collections import Counter

import pytest

from topbms.dialects.topbms.alarms import STATUS
from topbms.model.alarms import STATES, URGENCY, Alarm, Level, Urgency, severity, worst

BITS = [bit for bits in STATUS.values() for bit in bits]
ALARM_BITS = [bit for bit in BITS if isinstance(bit, tuple)]
STATE_BITS = [bit for bit in BITS if isinstance(bit, str)]

WARNING = Alarm("cell_overvoltage", Level.WARNING, 3)
PROTECTION = Alarm("short_circuit", Level.PROTECTION)
FAULT = Alarm("clock_fault", Level.FAULT)


@pytest.mark.parametrize("code", URGENCY)
def test_a_code_has_at_least_one_level_and_each_is_urgent_in_some_way(code: str) -> None:
    assert URGENCY[code]
    assert set(URGENCY[code]) <= set(Level)
    assert set(URGENCY[code].values()) <= set(Urgency)


@pytest.mark.parametrize("code", URGENCY)
def test_a_graver_level_is_never_less_urgent(code: str) -> None:
    order = list(Urgency)  # from now to watch
    by_gravity = [URGENCY[code][level] for level in sorted(URGENCY[code], key=severity)]
    assert by_gravity == sorted(by_gravity, key=order.index, reverse=True)


@pytest.mark.parametrize("bit", ALARM_BITS, ids=str)
def test_a_status_bit_is_in_the_vocabulary(bit: tuple[str, Level]) -> None:
    code, level = bit
    assert level in URGENCY[code]


def test_no_two_status_bits_mean_the_same() -> None:
    assert [bit for bit, times in Counter(ALARM_BITS).items() if times > 1] == []
    assert [bit for bit, times in Counter(STATE_BITS).items() if times > 1] == []


def test_the_status_bits_are_as_many_as_the_protocol_names() -> None:
    # bytes 1 to 4: 32, byte 5: 6 and 2 states, bytes 6 and 7: 16 states, byte 14: 8, byte 15: 5
    assert len(ALARM_BITS) == 32 + 6 + 8 + 5
    assert len(STATE_BITS) == 2 + 16


def test_the_states_of_the_status_bytes_are_in_the_vocabulary() -> None:
    assert set(STATE_BITS) <= set(STATES)
    assert len(set(STATES)) == len(STATES)


def test_a_full_pack_is_no_alarm() -> None:
    assert "fully_charged" in STATES
    assert "fully_charged" not in URGENCY


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("cell_failure", Level.FAULT),  # status bytes 8 to 13
        ("cell_low", Level.WARNING),  # a cell byte that no status bit matches
        ("cell_high", Level.WARNING),
        ("cell_fault", Level.WARNING),
    ],
)
def test_alarms_of_single_cells_are_in_the_vocabulary(code: str, level: Level) -> None:
    assert level in URGENCY[code]


def test_severity_rises_from_none_to_fault() -> None:
    assert [severity(level) for level in (None, Level.WARNING, Level.PROTECTION, Level.FAULT)] == [0, 1, 2, 3]


def test_the_worst_is_the_gravest_wherever_it_stands() -> None:
    assert worst((WARNING, FAULT, PROTECTION)) == FAULT
    assert worst((PROTECTION, WARNING)) == PROTECTION
    assert worst((WARNING,)) == WARNING


def test_of_equals_the_first_is_the_worst() -> None:
    second = Alarm("soc_low", Level.WARNING)
    assert worst((WARNING, second)) == WARNING
    assert worst((second, WARNING)) == second


def test_no_alarm_has_no_worst() -> None:
    assert worst(()) is None
