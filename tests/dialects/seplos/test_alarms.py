"""44H replies: every status bit against a table written from the document by hand, and the rules of cell bytes."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dialects.seplos.wire import alarm_info, status_with
from topbms.dialects.seplos.alarms import decode_alarms, encode_alarms
from topbms.errors import FrameError
from topbms.model.alarms import STATES, URGENCY, Alarm, AlarmReport, Level

# Status byte in the order of the wire, bit 0 to 7. W, P, F: warning, protection, fault; S: a state; -: nothing.
TABLE = """
1  F voltage_sensor_fault | F temperature_sensor_fault | F current_sensor_fault | F key_switch_fault \
 | F cell_difference | F charge_mosfet_fault | F discharge_mosfet_fault | F current_limiter_fault
2  W cell_overvoltage | P cell_overvoltage | W cell_undervoltage | P cell_undervoltage \
 | W pack_overvoltage | P pack_overvoltage | W pack_undervoltage | P pack_undervoltage
3  W charge_high_temperature | P charge_high_temperature | W charge_low_temperature | P charge_low_temperature \
 | W discharge_high_temperature | P discharge_high_temperature | W discharge_low_temperature \
 | P discharge_low_temperature
4  W environment_high_temperature | P environment_high_temperature | W environment_low_temperature \
 | P environment_low_temperature | P mosfet_high_temperature | W mosfet_high_temperature | W cell_low_temperature | -
5  W charge_overcurrent | P charge_overcurrent | W discharge_overcurrent | P discharge_overcurrent \
 | P discharge_overcurrent_2 | P short_circuit | P overcurrent_lock | P short_circuit_lock
6  P charger_overvoltage | S recharge_waiting | W soc_low | P soc_low \
 | P charge_forbidden | P charger_reversed | F output_connection_fault | -
7  S discharge_mosfet | S charge_mosfet | S current_limiting | S heating | - | - | - | -
10 S discharging | S charging | S float_charging | - | S standby | S shutdown | - | -
13 - | - | - | - | S automatic_charge_waiting | S manual_charge_waiting | - | -
14 F parameter_storage_fault | F clock_fault | W voltage_calibration_missing | W current_calibration_missing \
 | W zero_calibration_missing | - | - | -
"""
LEVELS = {"W": Level.WARNING, "P": Level.PROTECTION, "F": Level.FAULT}


def rows() -> Iterable[tuple[int, int, str, str]]:
    """Byte, bit, letter and code of every bit of TABLE."""
    for line in TABLE.strip().splitlines():
        byte, bits = line.split(maxsplit=1)
        for bit, entry in enumerate(bits.split("|")):
            letter, _, code = entry.strip().partition(" ")
            yield int(byte), bit, letter, code


BITS = list(rows())
ALARM_BITS = [(byte, bit, Alarm(code, LEVELS[letter])) for byte, bit, letter, code in BITS if letter in LEVELS]
STATE_BITS = [(byte, bit, code) for byte, bit, letter, code in BITS if letter == "S"]
IDLE_BITS = [(byte, bit) for byte, bit, letter, _ in BITS if letter == "-"]
OFF = dict.fromkeys([code for _, _, code in STATE_BITS], False)
CELL_BITS = [(cell // 8, cell % 8, cell + 1) for cell in range(16)]


def refusal(info: bytes) -> str:
    with pytest.raises(FrameError) as caught:
        decode_alarms(info)
    assert caught.value.kind == "payload"
    return str(caught.value)


def test_the_table_has_every_bit() -> None:
    assert len(BITS) == 10 * 8
    assert (len(ALARM_BITS), len(STATE_BITS), len(IDLE_BITS)) == (50, 12, 18)
    assert len({alarm for _, _, alarm in ALARM_BITS}) == len(ALARM_BITS)
    assert all(alarm.level in URGENCY[alarm.code] for _, _, alarm in ALARM_BITS)
    assert set(OFF) <= set(STATES)


def test_no_bit_is_no_alarm() -> None:
    report = decode_alarms(alarm_info())
    assert report == AlarmReport(
        pack=1,
        states=OFF,
        cell_limits=("normal",) * 16,
        temperature_limits=("normal",) * 6,
        current_limit="normal",
        voltage_limit="normal",
        extra=bytes(6),
        balancing=(),
    )


@pytest.mark.parametrize(("byte", "bit", "alarm"), ALARM_BITS)
def test_each_alarm_bit(byte: int, bit: int, alarm: Alarm) -> None:
    report = decode_alarms(alarm_info(status=status_with(byte, bit)))
    assert report.alarms == (alarm,)
    assert report.states == OFF


@pytest.mark.parametrize(("byte", "bit", "state"), STATE_BITS)
def test_each_state_bit(byte: int, bit: int, state: str) -> None:
    report = decode_alarms(alarm_info(status=status_with(byte, bit)))
    assert report.alarms == ()
    assert report.states == OFF | {state: True}


@pytest.mark.parametrize(("place", "bit", "cell"), CELL_BITS)
def test_each_cell_has_its_bits(place: int, bit: int, cell: int) -> None:
    assert decode_alarms(alarm_info(status=status_with(8 + place, bit))).balancing == (cell,)
    assert decode_alarms(alarm_info(status=status_with(11 + place, bit))).alarms == (
        Alarm("cell_disconnected", Level.FAULT, cell),
    )


@pytest.mark.parametrize(("byte", "bit"), IDLE_BITS)
def test_a_bit_without_a_meaning_is_kept_and_says_nothing(byte: int, bit: int) -> None:
    report = decode_alarms(alarm_info(status=status_with(byte, bit)))
    assert (report.alarms, report.states) == ((), OFF)
    assert report.further == {f"status_{byte}": 1 << bit}


def test_a_flag_that_is_set_is_kept() -> None:
    info = alarm_info(head=b"\x01\x02")
    report = decode_alarms(info)
    assert (report.pack, report.further) == (2, {"data_flag": 1})
    assert encode_alarms(report, 2) == info


def test_all_bits_at_once() -> None:
    info = alarm_info(status=b"\xff" * 14)
    report = decode_alarms(info)
    assert set(report.alarms) == {alarm for _, _, alarm in ALARM_BITS} | {
        Alarm("cell_disconnected", Level.FAULT, cell) for cell in range(1, 17)
    }
    assert report.states == dict.fromkeys(OFF, True)
    assert report.balancing == tuple(range(1, 17))
    assert encode_alarms(report, 1) == info


def test_cell_bytes_name_the_cell_of_the_matching_alarm() -> None:
    """As captured from a pack of 14 cells: event 2 = 11H, cell bytes 02."""
    cells = bytes((2, 0, 2)) + bytes(11)
    report = decode_alarms(alarm_info(cells, limits=b"\x00\x02", status=status_with(2, 0)))
    assert report.alarms == (
        Alarm("cell_overvoltage", Level.WARNING, 1),
        Alarm("cell_overvoltage", Level.WARNING, 3),
    )
    assert report.voltage_limit == "high"


def test_a_cell_byte_without_an_event_is_a_warning_of_its_own() -> None:
    assert decode_alarms(alarm_info(b"\x00\x01")).alarms == (Alarm("cell_low", Level.WARNING, 2),)


def test_a_byte_alarm_that_is_none() -> None:
    assert refusal(alarm_info(b"\x05")) == "cell_limits 1 is 05 at byte 3, which no source explains"


def test_another_number_of_status_bytes() -> None:
    info = alarm_info().replace(b"\x14", b"\x0f")
    assert refusal(info) == "status_count is 0F at byte 28, which no source explains"


@given(st.integers(0, 48))
def test_a_byte_too_few(end: int) -> None:
    assert f"INFO ends after {end} bytes" in refusal(alarm_info()[:end])


def test_a_byte_too_many() -> None:
    assert refusal(alarm_info() + b"\0") == "INFO should end after 49 bytes, it has 50"


def test_what_a_pack_does_not_report_is_sent_as_calm() -> None:
    sent = encode_alarms(AlarmReport(1, (Alarm("front_end_fault", Level.FAULT),), cell_limits=("normal",)), 4)
    assert sent == alarm_info(b"\0", b"", head=b"\x00\x04")


LIMIT = st.sampled_from(b"\x00\x00\x00\x01\x02\xf0").map(lambda raw: bytes((raw,)))
LIMITS = st.lists(LIMIT, max_size=32).map(b"".join)


@given(
    LIMITS.filter(bool),
    LIMITS,
    st.tuples(LIMIT, LIMIT).map(b"".join),
    st.binary(min_size=14, max_size=14),
    st.binary(min_size=6, max_size=6),
)
def test_encoding_undoes_decoding(
    cells: bytes, temperatures: bytes, limits: bytes, status: bytes, reserved: bytes
) -> None:
    info = alarm_info(cells, temperatures, limits=limits, status=status, reserved=reserved)
    assert encode_alarms(decode_alarms(info), 1) == info
