"""Clock, bar code, name, capacities, totals and calibration: payloads packed by hand, both ways and unasked."""

import pytest

from tests.dialects.topbms.knowing import KnowingBattery
from tests.dialects.topbms.wire import SaidBattery
from topbms.dialects.topbms import DIALECT
from topbms.dialects.topbms.commands import COMMANDS
from topbms.dialects.topbms.requests import asking, clock_setting
from topbms.errors import FrameError, ReplyError
from topbms.model.fragment import (
    Accumulation,
    Barcode,
    Calibration,
    Capacities,
    Clock,
    Fragment,
    Identity,
    PackCount,
)
from topbms.protocol.frame import Frame

CLOCK = bytes((0x07, 0xEA, 11, 23, 8, 15, 30))
BARCODE = b"\x01" + b"ABC 123".ljust(30)
IDENTITY = b"TOPBMS".ljust(10) + b"\x01\x23" + b"maker".ljust(20)
CAPACITIES = b"\x01" + (15000).to_bytes(2, "big") + (14850).to_bytes(2, "big") + (9150).to_bytes(2, "big")
TOTALS = b"\x01" + (123456).to_bytes(4, "big") + (65432).to_bytes(4, "big")
EXTRA = b"\xaa\xbb\xcc\xdd"
SAID: list[tuple[int, str, bytes, Fragment]] = [
    (0x4D, "clock", CLOCK, Clock(1, "2026-11-23T08:15:30")),
    (0xE9, "barcode", BARCODE, Barcode(1, "ABC 123")),
    (0x51, "identity", IDENTITY, Identity(1, "TOPBMS", "0123", "maker")),
    (0x90, "pack_count", b"\x01\x03", PackCount(1, 3)),
    (0xE5, "capacities", CAPACITIES, Capacities(1, 150.0, 148.5, 91.5)),
    (0xEB, "accumulation", TOTALS, Accumulation(1, 12345.6, 654.32)),
]
IDS = [kind for _, kind, _, _ in SAID]


def reply(info: bytes, *, version: int = 0x52, address: int = 1) -> Frame:
    return Frame(version, address, 0x46, 0, info)


def asked(code: int, *after: int) -> Frame:
    return asking(COMMANDS[code], 1, 0x21, after=after)


def fault(frame: Frame, request: Frame | None = None) -> FrameError:
    with pytest.raises(FrameError) as caught:
        DIALECT.decode(frame, request)
    return caught.value


@pytest.mark.parametrize(("code", "kind", "info", "said"), SAID, ids=IDS)
@pytest.mark.parametrize("version", [0x52, 0x21])
def test_a_reply_says_the_same_with_and_without_its_request(
    code: int, kind: str, info: bytes, said: Fragment, version: int
) -> None:
    message = DIALECT.decode(reply(info, version=version), asked(code))
    assert (message.kind, message.packs) == (kind, (said,))
    assert DIALECT.decode(reply(info, version=version)) == message
    assert b"".join(field.raw for field in DIALECT.fields(reply(info), message)) == info


@pytest.mark.parametrize(("code", "kind", "info", "said"), SAID, ids=IDS)
def test_a_battery_that_knows_it_answers_so(code: int, kind: str, info: bytes, said: Fragment) -> None:
    del kind, said
    assert DIALECT.answer(asked(code), KnowingBattery(1)) == reply(info)


@pytest.mark.parametrize(("code", "kind", "info", "said"), SAID, ids=IDS)
def test_bytes_that_no_source_explains_stay(code: int, kind: str, info: bytes, said: Fragment) -> None:
    del said
    frame = reply(info + EXTRA)
    message = DIALECT.decode(frame, asked(code))
    assert [pack.extra for pack in message.packs] == [EXTRA]
    field = DIALECT.fields(frame, message)[-1]
    assert (field.name, field.raw) == ("extra", EXTRA)
    assert fault(frame).kind == "payload", kind


@pytest.mark.parametrize(("code", "kind", "info", "said"), SAID, ids=IDS)
def test_a_reply_that_ends_too_early_is_refused(code: int, kind: str, info: bytes, said: Fragment) -> None:
    del kind, said
    for end in range(len(info)):
        assert fault(reply(info[:end]), asked(code)).kind == "payload"


def test_the_requests_are_those_of_the_vendors_program() -> None:
    assert asked(0x4D) == Frame(0x21, 1, 0x46, 0x4D)
    assert asked(0x51) == Frame(0x21, 1, 0x46, 0x51)
    assert asked(0x90) == Frame(0x21, 1, 0x46, 0x90)
    assert asked(0xE9) == Frame(0x21, 1, 0x46, 0xE9, b"\x01")


@pytest.mark.parametrize(
    "info",
    [
        bytes((0x07, 0xCF, 11, 23, 8, 15, 30)),  # 1999
        bytes((0x07, 0xEA, 13, 23, 8, 15, 30)),
        bytes((0x07, 0xEA, 2, 30, 8, 15, 30)),
        bytes((0x07, 0xEA, 11, 23, 24, 15, 30)),
        bytes((0x07, 0xEA, 11, 23, 8, 60, 30)),
    ],
)
def test_a_time_that_no_calendar_has_is_what_the_pack_said_if_it_was_asked(info: bytes) -> None:
    (said,) = DIALECT.decode(reply(info), asked(0x4D)).packs
    assert isinstance(said, Clock)
    assert said.moment is None or said.moment.year == 1999
    assert DIALECT.answer(asked(0x4D), KnowingBattery(1)).info != info
    assert fault(reply(info)).kind == "payload"


def test_a_clock_that_could_be_capacities_is_refused() -> None:
    """Of pack 7: the year 2026 is 07EA."""
    error = fault(reply(CLOCK, address=7))
    assert str(error) == "the reply fits more than one command: clock, capacities"


@pytest.mark.parametrize("info", [BARCODE, CAPACITIES, TOTALS, b"\x01\x03", b"\x01\x00"])
def test_what_names_another_pack_than_its_address_is_refused(info: bytes) -> None:
    assert fault(reply(info, address=2)).kind == "payload"


@pytest.mark.parametrize("name", [b"TOP\x01", b"TOP\xff", b"TOP\n"])
def test_a_name_that_nobody_can_read_is_no_name_unless_it_was_asked_for(name: bytes) -> None:
    info = name.ljust(10) + b"\x01\x23" + b"maker".ljust(20)
    assert fault(reply(info)).kind == "payload"
    assert DIALECT.decode(reply(info), asked(0x51)).kind == "identity"


@pytest.mark.parametrize(("code", "info"), [(0xE9, BARCODE), (0xE5, CAPACITIES), (0xEB, TOTALS)])
def test_a_reply_about_another_pack_is_passed_over(code: int, info: bytes) -> None:
    with pytest.raises(ReplyError) as caught:
        DIALECT.decode(reply(b"\x02" + info[1:]), asked(code))
    assert caught.value.code is None
    assert str(caught.value) == "the reply is of pack 2, INFO 01 was asked"


@pytest.mark.parametrize("code", [0x4D, 0x51, 0x90, 0xE9, 0xE5, 0xEB, 0x47])
def test_a_battery_that_knows_nothing_of_it_refuses(code: int) -> None:
    assert DIALECT.answer(asked(code), SaidBattery(1)) == Frame(0x52, 1, 0x46, 0x04)


# Calibration

WORTH = (-2500).to_bytes(4, "big", signed=True) + (53580).to_bytes(4, "big", signed=True)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ((1, 0x0B), Calibration(1, "voltage_reference", None, (-2.5, 53.58), "V")),
        ((1, 0x0C), Calibration(1, "voltage", None, (-2.5, 53.58), "V")),
        ((2, 0x15), Calibration(1, "zero_current", None, (-2.5, 53.58), "A")),
        ((2, 0x16), Calibration(1, "charge_current", None, (-2.5, 53.58), "A")),
        ((2, 0x17), Calibration(1, "discharge_current", None, (-2.5, 53.58), "A")),
        ((3, 6), Calibration(1, "temperature", 6, (-250.0, 5358.0), "°C")),
    ],
)
def test_a_calibration_both_ways(kind: tuple[int, int], said: Calibration) -> None:
    frame, request = reply(bytes((1, *kind)) + WORTH), asked(0xED, *kind)
    assert DIALECT.decode(frame, request).packs == (said,)
    assert DIALECT.decode(frame) == DIALECT.decode(frame, request)
    battery = KnowingBattery(1)
    battery.memory.said_calibration = said
    assert DIALECT.answer(request, battery) == frame
    assert battery.memory.asked == [(said.what, said.number)]


@pytest.mark.parametrize("kind", [(1, 0x0A), (2, 0x18), (3, 0), (4, 1)])
def test_a_calibration_that_no_source_explains(kind: tuple[int, int]) -> None:
    request = asked(0xED, *kind)
    error = fault(reply(bytes((1, *kind)) + WORTH), request)
    assert str(error) == f"calibration {kind[0]:02X} {kind[1]:02X} is one that no source explains"
    assert DIALECT.answer(request, KnowingBattery(1)) == Frame(0x52, 1, 0x46, 0x06)


def test_a_calibration_that_a_pack_does_not_have_is_refused() -> None:
    assert DIALECT.answer(asked(0xED, 3, 7), KnowingBattery(1)) == Frame(0x52, 1, 0x46, 0x06)


def test_the_reply_about_another_calibration_is_passed_over() -> None:
    with pytest.raises(ReplyError, match="INFO 010302 was asked"):
        DIALECT.decode(reply(b"\x01\x03\x01" + WORTH), asked(0xED, 3, 2))


# Setting the clock


def test_the_request_that_sets_a_clock() -> None:
    said = Clock(1, "2026-11-23T08:15:30")
    frame = clock_setting(said)
    assert frame == Frame(0x21, 1, 0x46, 0x4E, CLOCK)
    assert DIALECT.clock_setting(said, 0x52) == Frame(0x52, 1, 0x46, 0x4E, CLOCK)
    message = DIALECT.decode(Frame(0x52, 1, 0x46, 0x4E, CLOCK))
    assert (message.direction, message.kind) == ("request", "set_clock")
    assert [field.value for field in DIALECT.fields(frame, message)] == [2026, 11, 23, 8, 15, 30]


@pytest.mark.parametrize("time", ["2026-02-30T08:15:30", "1999-12-31T08:15:30", "2100-01-01T00:00:00"])
def test_a_clock_is_not_set_to_what_no_calendar_of_its_century_has(time: str) -> None:
    with pytest.raises(ValueError, match="is no time to set a clock to"):
        clock_setting(Clock(1, time))


def test_a_pack_takes_the_time_and_says_nothing() -> None:
    battery = KnowingBattery(1)
    request = clock_setting(Clock(1, "2027-01-02T03:04:05"))
    answer = DIALECT.answer(request, battery)
    assert answer == Frame(0x52, 1, 0x46, 0x00)
    assert battery.memory.said_clock.time == "2027-01-02T03:04:05"
    message = DIALECT.decode(answer, request)
    assert (message.kind, message.packs) == ("set_clock", ())
    assert DIALECT.fields(answer, message) == ()


def test_a_pack_refuses_a_time_that_no_calendar_has() -> None:
    request = Frame(0x21, 1, 0x46, 0x4E, bytes((0x07, 0xEA, 2, 30, 8, 15, 30)))
    assert DIALECT.answer(request, KnowingBattery(1)) == Frame(0x52, 1, 0x46, 0x06)


@pytest.mark.parametrize("code", [0x49, 0xE1, 0xE2, 0xE3, 0xE4, 0xE6, 0xE7, 0xE8, 0xEA, 0xEC, 0xEE, 0xEF, 0xF2, 0xF7])
def test_no_other_write_is_known(code: int) -> None:
    assert code not in COMMANDS
    for info in (b"", b"\x01", b"\x01\x02\x03"):
        frame = Frame(0x21, 1, 0x46, code, info)
        assert DIALECT.answer(frame, KnowingBattery(1)) == Frame(0x52, 1, 0x46, 0x04)


@pytest.mark.parametrize(
    ("code", "info", "message"),
    [
        (0x4D, b"\x01", "a request 4D has 0 bytes of INFO, this one has 1"),
        (0x4E, b"", "a request 4E has 7 bytes of INFO, this one has 0"),
        (0xED, b"\x01", "a request ED has 3 bytes of INFO, this one has 1"),
        (0x4B, b"\x01", "a request 4B has 2 bytes of INFO, this one has 1"),
        (0xE9, b"", "a request E9 has 1 byte of INFO (the pack), this one has 0"),
    ],
)
def test_a_request_of_another_size_is_none(code: int, info: bytes, message: str) -> None:
    frame = Frame(0x52, 1, 0x46, code, info)
    assert str(fault(frame)) == message
    assert DIALECT.answer(frame, KnowingBattery(1)) == Frame(0x52, 1, 0x46, 0x06)


@pytest.mark.parametrize("text", ["", "2026-11-23", "2026-11-23 08:15:30", "26-11-23T08:15:30", "x"])
def test_a_time_has_one_form(text: str) -> None:
    with pytest.raises(ValueError, match="is no time of the form"):
        Clock(1, text)
