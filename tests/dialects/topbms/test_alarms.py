"""44H replies: every status bit against a table written from the description by hand, and the rules of cell bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dialects.topbms.wire import BITS, alarm_info
from topbms.dialects.topbms.alarms import decode_alarms, encode_alarms
from topbms.errors import FrameError
from topbms.model.alarms import Alarm, AlarmReport, Level

FAILURE_BITS = [(8 + cell // 8, cell % 8, cell + 1) for cell in range(48)]


def refusal(info: bytes) -> str:
    with pytest.raises(FrameError) as caught:
        decode_alarms(info)
    assert caught.value.kind == "payload"
    return str(caught.value)


def test_no_bit_is_no_alarm() -> None:
    report = decode_alarms(alarm_info())
    assert report.alarms == ()
    assert report.states == BITS.at_zero
    assert report.cell_limits == ("normal",) * 16
    assert report.temperature_limits == ("normal",) * 6
    assert (report.current_limit, report.voltage_limit) == ("normal", "normal")
    assert report.short_circuit_count == 0
    assert report.extra == b""


@pytest.mark.parametrize(("byte", "bit", "cell"), FAILURE_BITS)
def test_each_failed_cell_has_its_bit(byte: int, bit: int, cell: int) -> None:
    report = decode_alarms(alarm_info(status=BITS.status(byte, bit)))
    assert report.alarms == (Alarm("cell_failure", Level.FAULT, cell),)


def test_all_bits_at_once() -> None:
    report = decode_alarms(alarm_info(status=b"\xff" * 15))
    assert set(report.alarms) == set(BITS.alarms) | {Alarm("cell_failure", Level.FAULT, cell) for cell in range(1, 49)}
    assert report.states == dict.fromkeys(BITS.at_zero, True)


def test_alarms_are_told_in_the_order_of_the_wire() -> None:
    status = bytes((0b1, 0, 0, 0, 0, 0, 0, 0b10, 0, 0, 0, 0, 0, 0b100, 0))
    assert [alarm.code for alarm in decode_alarms(alarm_info(status=status)).alarms] == [
        "cell_overvoltage",
        "cell_failure",
        "front_end_fault",
    ]


@pytest.mark.parametrize(
    ("raw", "word", "alone"), [(0x01, "low", "cell_low"), (0x02, "high", "cell_high"), (0xF0, "fault", "cell_fault")]
)
def test_a_cell_byte_without_a_status_bit_is_an_alarm_of_its_own(raw: int, word: str, alone: str) -> None:
    report = decode_alarms(alarm_info(bytes((0, 0, raw, 0))))
    assert report.alarms == (Alarm(alone, Level.WARNING, 3),)
    assert report.cell_limits == ("normal", "normal", word, "normal")


@pytest.mark.parametrize(
    ("raw", "byte", "bit", "code", "level"),
    [
        (0x01, 1, 1, "cell_undervoltage", Level.WARNING),
        (0x01, 2, 1, "cell_undervoltage", Level.PROTECTION),
        (0x02, 1, 0, "cell_overvoltage", Level.WARNING),
        (0x02, 2, 0, "cell_overvoltage", Level.PROTECTION),
        (0xF0, 15, 2, "cell_fault", Level.FAULT),
    ],
)
def test_a_cell_byte_names_the_cell_of_the_matching_alarm(
    raw: int, byte: int, bit: int, code: str, level: Level
) -> None:
    report = decode_alarms(alarm_info(bytes((0, raw, 0, raw)), status=BITS.status(byte, bit)))
    assert report.alarms == (Alarm(code, level, 2), Alarm(code, level, 4))


def test_warning_and_protection_of_one_cell() -> None:
    status = bytes((0b10, 0b10)) + bytes(13)
    assert decode_alarms(alarm_info(b"\x00\x01", status=status)).alarms == (
        Alarm("cell_undervoltage", Level.WARNING, 2),
        Alarm("cell_undervoltage", Level.PROTECTION, 2),
    )


def test_a_low_cell_is_no_part_of_an_overvoltage() -> None:
    assert decode_alarms(alarm_info(b"\x01\x00", status=BITS.status(1, 0))).alarms == (
        Alarm("cell_overvoltage", Level.WARNING),
        Alarm("cell_low", Level.WARNING, 1),
    )


def test_low_high_and_broken_cells_at_once() -> None:
    assert decode_alarms(alarm_info(b"\x02\x01\xf0")).alarms == (
        Alarm("cell_low", Level.WARNING, 2),
        Alarm("cell_high", Level.WARNING, 1),
        Alarm("cell_fault", Level.WARNING, 3),
    )


def test_a_broken_cell_matches_the_failure_bit_of_that_cell_only() -> None:
    failure_of_1 = BITS.status(8, 0)
    assert decode_alarms(alarm_info(b"\xf0\x00", status=failure_of_1)).alarms == (
        Alarm("cell_failure", Level.FAULT, 1),
    )
    assert decode_alarms(alarm_info(b"\x00\xf0", status=failure_of_1)).alarms == (
        Alarm("cell_failure", Level.FAULT, 1),
        Alarm("cell_fault", Level.WARNING, 2),
    )


def test_another_alarm_does_not_hide_a_broken_cell() -> None:
    assert decode_alarms(alarm_info(b"\xf0", status=BITS.status(5, 1))).alarms == (
        Alarm("soc_low", Level.WARNING),
        Alarm("cell_fault", Level.WARNING, 1),
    )


@pytest.mark.parametrize(("raw", "word"), [(0, "normal"), (1, "low"), (2, "high"), (0xF0, "fault")])
def test_the_bytes_of_temperatures_current_and_voltage(raw: int, word: str) -> None:
    report = decode_alarms(alarm_info(temperatures=bytes((0, raw)), limits=bytes((raw, 0))))
    assert report.temperature_limits == ("normal", word)
    assert (report.current_limit, report.voltage_limit) == (word, "normal")
    assert decode_alarms(alarm_info(limits=bytes((0, raw)))).voltage_limit == word
    assert report.alarms == ()


@pytest.mark.parametrize(
    ("word", "active", "times"), [(b"\x80\x00", True, 0), (b"\x80\x05", True, 5), (b"\x00\x07", False, 7)]
)
def test_short_circuit_is_the_first_byte_and_its_times_the_second(word: bytes, active: bool, times: int) -> None:
    report = decode_alarms(alarm_info(short_circuit=word))
    assert report.alarms == ((Alarm("short_circuit", Level.PROTECTION),) if active else ())
    assert report.short_circuit_count == times


def test_both_short_circuit_bits_are_one_alarm() -> None:
    report = decode_alarms(alarm_info(short_circuit=b"\x80\x01", status=BITS.status(2, 7)))
    assert report.alarms == (Alarm("short_circuit", Level.PROTECTION),)


@pytest.mark.parametrize("count", [0x0F, 0x0A, 0x00, 0xFF])
def test_the_count_of_status_bytes_is_not_believed(count: int) -> None:
    report = decode_alarms(alarm_info(count=count, status=BITS.status(15, 2)))
    assert report.alarms == (Alarm("cell_fault", Level.FAULT),)


@pytest.mark.parametrize("reserved", [b"", b"\x00", b"\x00\x00", b"\x01\x02\x03"])
def test_reserved_bytes_are_kept(reserved: bytes) -> None:
    assert decode_alarms(alarm_info(reserved=reserved)).extra == reserved


@pytest.mark.parametrize(
    ("info", "message"),
    [
        (alarm_info(b""), "number of cell_limits is 00 at byte 1"),
        (alarm_info(bytes(33)), "number of cell_limits is 21 at byte 1"),
        (alarm_info(bytes(1), bytes(33)), "number of temperature_limits is 21 at byte 3"),
        (alarm_info(b"\x00\x03"), "cell_limits 2 is 03 at byte 3"),
        (alarm_info(b"\x00", b"\x00\x80"), "temperature_limits 2 is 80 at byte 5"),
        (alarm_info(b"\x00", b"", limits=b"\xf1\x00"), "current_limit is F1 at byte 4"),
        (alarm_info(b"\x00", b"", limits=b"\x00\xff"), "voltage_limit is FF at byte 5"),
    ],
)
def test_what_no_source_explains_is_refused(info: bytes, message: str) -> None:
    assert refusal(info) == f"{message}, which no source explains"


def test_every_truncation_is_refused_with_its_offset() -> None:
    names = ["pack", "number of cell_limits", "cell_limits 1", "cell_limits 2", "number of temperature_limits"]
    names += ["temperature_limits 1", "current_limit", "voltage_limit", "short_circuit", "short_circuit_count"]
    names += ["status_count", *(f"status_{byte}" for byte in range(1, 16))]
    info = alarm_info(bytes(2), bytes(1))
    assert len(info) == len(names)
    for at, name in enumerate(names):
        assert refusal(info[:at]) == f"{name} should stand at byte {at}, INFO ends after {at} bytes"


LIMITS = st.sampled_from(b"\x00\x01\x02\xf0")


@given(
    st.lists(LIMITS, min_size=1, max_size=32).map(bytes),
    st.lists(LIMITS, max_size=32).map(bytes),
    st.tuples(LIMITS, LIMITS).map(bytes),
    st.integers(0, 255),
    st.binary(min_size=15, max_size=15),
    st.binary(max_size=3),
)
def test_encoding_undoes_decoding(
    cells: bytes, temperatures: bytes, limits: bytes, times: int, status: bytes, reserved: bytes
) -> None:
    status = status[:14] + bytes((status[14] & 0x1F,))  # the last three bits mean nothing, and are not kept
    short_circuit = bytes((status[1] & 0x80, times))  # a pack sets both bits of a short circuit or none
    info = alarm_info(cells, temperatures, limits=limits, short_circuit=short_circuit, status=status, reserved=reserved)
    assert encode_alarms(decode_alarms(info)) == info


def test_a_report_without_limits_says_normal() -> None:
    report = AlarmReport(1, (Alarm("soc_low", Level.WARNING),), {"charging": True}, ("low",), ("high",))
    assert encode_alarms(report) == alarm_info(b"\x01", b"\x02", status=b"\0\0\0\0\x42" + bytes(10))


def test_an_alarm_that_this_dialect_has_no_bit_for_is_left_out() -> None:
    report = AlarmReport(
        1, (Alarm("cell_low", Level.WARNING, 1), Alarm("cell_high", Level.WARNING, 1)), {}, ("normal",)
    )
    assert encode_alarms(report) == alarm_info(b"\x00", b"")


@pytest.mark.parametrize(
    "report",
    [
        AlarmReport(256, cell_limits=("normal",)),
        AlarmReport(1),
        AlarmReport(1, cell_limits=("normal",) * 33),
        AlarmReport(1, cell_limits=("tepid",)),
        AlarmReport(1, cell_limits=("normal",), current_limit="tepid"),
        AlarmReport(1, cell_limits=("normal",), short_circuit_count=256),
    ],
)
def test_a_report_that_does_not_fit_the_wire_is_refused(report: AlarmReport) -> None:
    with pytest.raises(ValueError, match=r"cannot be|does not fit"):
        encode_alarms(report)
