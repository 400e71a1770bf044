"""44H replies: every status bit against a table written from the paper by hand, one pack or several."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dialects.pylontech.wire import BITS, one_report
from topbms.dialects.pylontech.alarms import decode_alarms, encode_alarms
from topbms.errors import FrameError
from topbms.model.alarms import Alarm, AlarmReport, Level
from topbms.protocol.frame import Frame


def reply(info: bytes, address: int = 2) -> Frame:
    return Frame(0x20, address, 0x46, 0, info)


def report(**parts: bytes) -> AlarmReport:
    (only,) = decode_alarms(reply(b"\x00\x02" + one_report(**parts)))
    return only


def refusal(info: bytes) -> str:
    with pytest.raises(FrameError) as caught:
        decode_alarms(reply(info))
    assert caught.value.kind == "payload"
    return str(caught.value)


def test_no_bit_is_no_alarm() -> None:
    assert report() == AlarmReport(
        pack=2,
        states=BITS.at_zero,
        cell_limits=("normal",) * 15,
        temperature_limits=("normal",) * 5,
        current_limit="normal",
        voltage_limit="normal",
        further={"data_flag": 0},
    )


@pytest.mark.parametrize("cell", range(1, 17))
def test_each_failed_cell_has_its_bit(cell: int) -> None:
    said = report(cells=bytes(16), status=BITS.status(4 + (cell - 1) // 8, (cell - 1) % 8))
    assert said.alarms == (Alarm("cell_failure", Level.FAULT, cell),)


@pytest.mark.parametrize(("byte", "bit"), BITS.idle)
def test_a_bit_without_a_meaning_is_kept(byte: int, bit: int) -> None:
    said = report(status=BITS.status(byte, bit))
    assert said.further == {"data_flag": 0, f"status_{byte}": 1 << bit}


def test_cell_bytes_name_the_cell_or_are_warnings() -> None:
    low = report(cells=bytes((0, 1)), status=BITS.status(1, 1))
    assert low.alarms == (Alarm("cell_undervoltage", Level.PROTECTION, 2),)
    assert report(cells=bytes((2, 0))).alarms == (Alarm("cell_high", Level.WARNING, 1),)


@pytest.mark.parametrize(
    ("limits", "current", "voltage"),
    [
        (b"\x02\x01\x00", "high", "low"),
        (b"\x00\x00\x02", "high", "normal"),
        (b"\xf0\x00\x02", "fault", "normal"),
    ],
)
def test_the_currents_bytes_are_one(limits: bytes, current: str, voltage: str) -> None:
    said = report(limits=limits)
    assert (said.current_limit, said.voltage_limit) == (current, voltage)
    assert encode_alarms(said, 2) == b"\x00\x02" + one_report(limits=limits)


def test_all_packs_of_a_group_and_one_more_byte() -> None:
    info = b"\x01\x02" + one_report(status=BITS.status(3, 6)) + one_report(cells=bytes(8)) + b"\0"
    first, second = decode_alarms(reply(info))
    assert (first.pack, second.pack) == (2, 3)
    assert (first.states["discharging"], second.states["discharging"]) == (True, False)
    assert (first.extra, second.extra) == (b"", b"\0")


@pytest.mark.parametrize("extra", [b"", b"\0"])
def test_one_more_byte_may_end_it(extra: bytes) -> None:
    info = b"\x00\x02" + one_report() + extra
    (said,) = decode_alarms(reply(info))
    assert said.extra == extra
    assert encode_alarms(said, 2) == info


def test_two_more_bytes_may_not() -> None:
    info = b"\x00\x02" + one_report() + b"\0\0"
    assert refusal(info) == "number of cell_limits is 00 at byte 32, which no source explains"


def test_a_byte_alarm_that_is_none() -> None:
    assert refusal(b"\x00\x02" + one_report(b"\x05")) == "cell_limits 1 is 05 at byte 3, which no source explains"


@given(st.integers(0, 31))
def test_a_byte_too_few(end: int) -> None:
    assert f"INFO ends after {end} bytes" in refusal((b"\x00\x02" + one_report())[:end])


def test_what_a_pack_does_not_report_is_sent_as_calm() -> None:
    sent = encode_alarms(AlarmReport(1, (Alarm("soc_low", Level.WARNING),), cell_limits=("normal",)), 4)
    assert sent == b"\x00\x04" + one_report(b"\0", b"")


LIMIT = st.sampled_from(b"\x00\x00\x00\x01\x02\xf0").map(lambda raw: bytes((raw,)))
LIMITS = st.lists(LIMIT, max_size=32).map(b"".join)


@given(
    LIMITS.filter(bool),
    LIMITS,
    st.tuples(LIMIT, LIMIT, LIMIT).map(b"".join),
    st.binary(min_size=5, max_size=5),
    st.binary(max_size=1),
    st.integers(0, 255),
)
def test_encoding_undoes_decoding(
    cells: bytes, temperatures: bytes, limits: bytes, status: bytes, extra: bytes, flag: int
) -> None:
    info = bytes((flag, 2)) + one_report(cells, temperatures, limits=limits, status=status) + extra
    (said,) = decode_alarms(reply(info))
    assert encode_alarms(said, 2) == info
