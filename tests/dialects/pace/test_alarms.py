"""44H replies: every bit against a table written from the papers by hand, and what no paper explains."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dialects.pace.wire import BITS, alarm_body, reply
from topbms.dialects.pace import DIALECT, request
from topbms.dialects.pace.alarms import encode_alarms
from topbms.errors import FrameError
from topbms.model.alarms import Alarm, AlarmReport, Level
from topbms.protocol.frame import Frame

ASKED = request(0x44, 1, 1)


def only(frame: Frame) -> AlarmReport:
    (pack,) = DIALECT.decode(frame, ASKED).packs
    assert isinstance(pack, AlarmReport)
    return pack


def test_no_bit_is_no_alarm() -> None:
    report = only(reply(alarm_body()))
    assert report == AlarmReport(
        pack=1,
        states=BITS.at_zero,
        cell_limits=("normal",) * 16,
        temperature_limits=("normal",) * 6,
        current_limit="normal",
        voltage_limit="normal",
        balancing=(),
        further={"data_flag": 0},
    )
    assert report.short_circuit_count is None


@pytest.mark.parametrize("cell", range(1, 17))
def test_the_balancing_bit_of_each_cell(cell: int) -> None:
    report = only(reply(alarm_body(status=BITS.status(6 + (cell - 1) // 8, (cell - 1) % 8))))
    assert report.balancing == (cell,)


def test_a_cell_names_the_alarm_that_it_matches() -> None:
    cells = bytes((0, 1, 2, 0xF0, 0x85))
    report = only(reply(alarm_body(cells, status=BITS.status(1, 1))))
    assert report.alarms == (
        Alarm("cell_undervoltage", Level.PROTECTION, 2),
        Alarm("cell_high", Level.WARNING, 3),
        Alarm("cell_fault", Level.WARNING, 4),
    )
    assert report.cell_limits == ("normal", "low", "high", "fault", "user 85")


@pytest.mark.parametrize(
    ("limits", "current", "voltage"),
    [
        (b"\0\0\0", "normal", "normal"),
        (b"\2\1\0", "high", "low"),
        (b"\0\0\2", "high", "normal"),
        (b"\2\0\2", "high", "normal"),
        (b"\x80\0\1", "user 80", "normal"),
    ],
)
def test_the_bytes_of_current_and_voltage(limits: bytes, current: str, voltage: str) -> None:
    body = alarm_body(limits=limits)
    report = only(reply(body))
    assert (report.current_limit, report.voltage_limit) == (current, voltage)
    assert encode_alarms(report) == body


@pytest.mark.parametrize("behind", [b"", b"\x31", b"\1\2", bytes(4), bytes(range(5))])
def test_the_bytes_behind_are_not_explained(behind: bytes) -> None:
    report = only(reply(alarm_body(behind=behind)))
    assert report.extra == behind
    assert report.alarms == ()


@pytest.mark.parametrize("count", [3, 6, 20])
def test_other_lengths_are_refused(count: int) -> None:
    with pytest.raises(FrameError, match=f"INFO has a length of {38 + count}, with its counts it could be 38, 39, 40"):
        DIALECT.decode(reply(alarm_body(behind=bytes(count))), ASKED)


@pytest.mark.parametrize("raw", [0x03, 0x7F, 0xF1, 0xFF])
def test_a_cell_byte_that_no_source_explains(raw: int) -> None:
    with pytest.raises(FrameError, match=f"cell_limits 1 is {raw:02X} at byte 3"):
        DIALECT.decode(reply(alarm_body(bytes((raw,)))), ASKED)


@pytest.mark.parametrize(("code", "limits"), [("charge_overcurrent", b"\2\0\0"), ("discharge_overcurrent", b"\0\0\2")])
def test_another_familys_one_word_for_the_current_goes_where_its_alarm_is(code: str, limits: bytes) -> None:
    alarm = Alarm(code, Level.WARNING)
    report = AlarmReport(1, (alarm,), BITS.at_zero, ("normal",), current_limit="high", short_circuit_count=3)
    status = BITS.status(8, 4 if code.startswith("charge") else 5)
    assert encode_alarms(report) == alarm_body(b"\0", b"", limits=limits, status=status)


LEGAL = st.sampled_from([0, 1, 2, 0xF0, *range(0x80, 0xF0)])


@given(
    st.lists(LEGAL, min_size=1, max_size=32).map(bytes),
    st.lists(LEGAL, max_size=32).map(bytes),
    st.lists(LEGAL, min_size=3, max_size=3).map(bytes),
    st.binary(min_size=9, max_size=9),
    st.sampled_from([0, 1, 2, 4, 5]).flatmap(lambda size: st.binary(min_size=size, max_size=size)),
)
def test_encoding_undoes_decoding(
    cells: bytes, temperatures: bytes, limits: bytes, status: bytes, behind: bytes
) -> None:
    body = alarm_body(cells, temperatures, limits=limits, status=status, behind=behind)
    assert encode_alarms(only(reply(body))) == body
