"""Which frames are TDT's, and what its requests begin with."""

import pytest

from tests.dialects.tdt.test_analog import info
from tests.dialects.topbms.wire import SaidBattery
from topbms.dialects.contract import starts
from topbms.dialects.explain import explain
from topbms.dialects.tdt import DIALECT
from topbms.dialects.tdt.analog import decode_analog
from topbms.dialects.topbms import DIALECT as TOPBMS
from topbms.errors import FrameError, ReplyError
from topbms.protocol.frame import Frame, parse

NEWER, OLDER = 0x01, 0x25


def test_requests_are_those_that_boards_answer() -> None:
    assert DIALECT.request(0x42, 1).encode() == b"\xbc01014642E00201FD36\r"
    assert DIALECT.request(0x42, 1, OLDER).encode() == b"~25014642E00201FD30\r"
    assert (set(starts(DIALECT)), starts(TOPBMS)) == (set(b"~\xbc"), b"~")


def test_the_request_of_older_firmware_is_pace_s_own() -> None:
    message = explain(parse(b"25014642E00201FD30"))
    assert (message.dialect, message.direction, message.kind) == (None, "request", "analog")


@pytest.mark.parametrize(
    "frame",
    [
        parse(b"250046000000FDAF"),  # an answer of Pace without INFO
        Frame(OLDER, 1, 0x46, 0x44, b"\x01"),
        Frame(NEWER, 1, 0x46, 0x00),
        Frame(0x20, 1, 0x4F, 0x42),
    ],
)
def test_what_it_does_not_claim(frame: Frame) -> None:
    assert not DIALECT.claims(frame)


@pytest.mark.parametrize("asked", [NEWER, OLDER])
@pytest.mark.parametrize("answered", [NEWER, OLDER])
def test_a_reply_may_have_either_version(asked: int, answered: int) -> None:
    """Firmware 3.4 of a TDT-6022 is asked with VER 01 and answers with VER 25."""
    message = DIALECT.decode(Frame(answered, 1, 0x4F, 0x42, info()), DIALECT.request(0x42, 1, asked))
    assert (message.version, message.packs) == (answered, (decode_analog(info()),))


@pytest.mark.parametrize("version", [NEWER, OLDER])
def test_a_board_answers_with_the_version_that_it_was_asked_with(version: int) -> None:
    battery = SaidBattery(1, decode_analog(info()))
    assert DIALECT.answer(DIALECT.request(0x42, 1, version), battery) == Frame(version, 1, 0x4F, 0x42, info())
    assert DIALECT.answer(Frame(version, 1, 0x46, 0x44), battery) == Frame(version, 1, 0x4F, 0x04)


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (Frame(OLDER, 1, 0x46, 0x00, info()), "the frame is no reply of this family (CID1 46)"),
        (Frame(OLDER, 1, 0x46, 0x42, b"\x01"), "the frame is a request 42: an echo, or another master"),
        (Frame(OLDER, 2, 0x4F, 0x42, info()), "the reply is of address 2, 1 was asked"),
        (Frame(OLDER, 1, 0x4F, 0x04), "the BMS answered RTN 04: the command is not known to it"),
    ],
)
def test_what_answers_something_else(frame: Frame, message: str) -> None:
    with pytest.raises(ReplyError) as caught:
        DIALECT.decode(frame, DIALECT.request(0x42, 1))
    assert str(caught.value) == message


def test_the_reply_of_another_pack() -> None:
    with pytest.raises(ReplyError) as caught:
        DIALECT.decode(Frame(OLDER, 2, 0x4F, 0x42, info()), DIALECT.request(0x42, 2))
    assert str(caught.value) == "the reply is of pack 1, INFO 02 was asked"


def test_another_command_in_the_place_of_rtn() -> None:
    with pytest.raises(FrameError) as caught:
        explain(Frame(NEWER, 1, 0x4F, 0x44, b"\x01"))
    assert caught.value.kind == "unknown"
