"""44H replies: every status bit against a table written from the document by hand, and the rules of cell bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dialects.seplos.wire import BITS, alarm_info
from topbms.dialects.seplos.alarms import decode_alarms, encode_alarms
from topbms.errors import FrameError
from topbms.model.alarms import Alarm, AlarmReport, Level

CELL_BITS = [(cell // 8, cell % 8, cell + 1) for cell in range(16)]


def refusal(info: bytes) -> str:
    with pytest.raises(FrameError) as caught:
        decode_alarms(info)
    assert caught.value.kind == "payload"
    return str(caught.value)


def test_no_bit_is_no_alarm() -> None:
    report = decode_alarms(alarm_info())
    assert report == AlarmReport(
        pack=1,
        states=BITS.at_zero,
        cell_limits=("normal",) * 16,
        temperature_limits=("normal",) * 6,
        current_limit="normal",
        voltage_limit="normal",
        extra=bytes(6),
        balancing=(),
    )


@pytest.mark.parametrize(("place", "bit", "cell"), CELL_BITS)
def test_each_cell_has_its_bits(place: int, bit: int, cell: int) -> None:
    assert decode_alarms(alarm_info(status=BITS.status(8 + place, bit))).balancing == (cell,)
    assert decode_alarms(alarm_info(status=BITS.status(11 + place, bit))).alarms == (
        Alarm("cell_disconnected", Level.FAULT, cell),
    )


@pytest.mark.parametrize(("byte", "bit"), BITS.idle)
def test_a_bit_without_a_meaning_is_kept(byte: int, bit: int) -> None:
    report = decode_alarms(alarm_info(status=BITS.status(byte, bit)))
    assert report.further == {f"status_{byte}": 1 << bit}


def test_a_flag_that_is_set_is_kept() -> None:
    info = alarm_info(head=b"\x01\x02")
    report = decode_alarms(info)
    assert (report.pack, report.further) == (2, {"data_flag": 1})
    assert encode_alarms(report, 2) == info


def test_all_bits_at_once() -> None:
    info = alarm_info(status=b"\xff" * 14)
    report = decode_alarms(info)
    assert set(report.alarms) == set(BITS.alarms) | {
        Alarm("cell_disconnected", Level.FAULT, cell) for cell in range(1, 17)
    }
    assert report.states == dict.fromkeys(BITS.at_zero, True)
    assert report.balancing == tuple(range(1, 17))
    assert encode_alarms(report, 1) == info


def test_cell_bytes_name_the_cell_of_the_matching_alarm() -> None:
    """As captured from a pack of 14 cells: event 2 = 11H, cell bytes 02."""
    cells = bytes((2, 0, 2)) + bytes(11)
    report = decode_alarms(alarm_info(cells, limits=b"\x00\x02", status=BITS.status(2, 0)))
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
