"""What a frame says when nobody tells what was asked, and what becomes of frames of other families."""

import pytest

from tests.protocol import real
from topbms.dialects.contract import Battery, Conversation, Message
from topbms.dialects.explain import candidates, dissect, explain
from topbms.dialects.topbms import DIALECT
from topbms.errors import FrameError, ReplyError
from topbms.protocol.frame import Frame, parse
from topbms.protocol.payload import Field


class Relative:
    """A dialect that claims what TopBMS claims, and reads every frame in one way."""

    request_versions = (0x21,)
    longest_reply = 100
    reads = frozenset[int]()

    def __init__(self, name: str, said: Message | FrameError) -> None:
        self.name = name
        self.said = said

    def claims(self, frame: Frame) -> bool:
        return frame.cid1 == 0x46

    def decode(self, frame: Frame, request: Frame | None = None) -> Message:
        assert request is None
        assert self.claims(frame)
        if isinstance(self.said, FrameError):
            raise self.said
        return self.said

    def owners(self, message: Message, request: Frame) -> tuple[int | None, ...]:
        raise NotImplementedError

    def fields(self, frame: Frame, message: Message) -> tuple[Field, ...]:
        raise NotImplementedError

    def answer(self, request: Frame, battery: Battery) -> Frame:
        raise NotImplementedError

    def refuse(self, request: Frame, code: int) -> Frame:
        raise NotImplementedError

    def conversation(self, address: int, version: int, *, identify: bool) -> Conversation:
        raise NotImplementedError


TOPBAND_RECORD = (  # a board whose replies have VER 21
    b"210046000088000007E70C150A1F04610600000000000019000012C0079E0BA50BA50BA50BA50B550B4B0C800C800C800C800C800C800C81"
    b"0C800C800C800C800C800C7F0C7F0C800000E0C5"
)
REPLY = parse(real.ANALOG_REPLY)
REQUEST = parse(real.ANALOG_REQUEST_52)
SILENT = Relative("silent", FrameError("unknown", "command 00 is not known to it"))
TORN = Relative("torn", FrameError("payload", "voltage should stand at byte 3"))


def fault(frame: Frame, *among: Relative) -> FrameError:
    with pytest.raises(FrameError) as caught:
        explain(frame, among or None)
    return caught.value


@pytest.mark.parametrize(
    ("text", "dialect", "direction", "kind"),
    [
        (real.ANALOG_REPLY, "topbms", "response", "analog"),
        (real.ALARM_REPLY, "topbms", "response", "alarms"),
        (real.ANALOG_REQUEST, None, "request", "analog"),
        (real.ANALOG_REQUEST_52, "topbms", "request", "analog"),
        (Frame(0x52, 1, 0x46, 0x90).encode()[1:-1], "topbms", "unknown", None),
        (b"200046A00000FDA3", None, "unknown", None),  # of a Seplos program; Pylontech has the same header
        (b"200246000000FDB2", None, "response", None),  # a reply of Pylontech, that says nothing but its version
    ],
)
def test_frames_of_this_family(text: bytes, dialect: str | None, direction: str, kind: str | None) -> None:
    message = explain(parse(text))
    assert (message.dialect, message.direction, message.kind) == (dialect, direction, kind)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"250046040000FDAB", 0x04),  # of a Pace pack
        (b"200246020000FDB0", 0x02),  # of a Pylontech pack
        (b"200146030000FDB0", 0x03),  # of a Seplos pack
        (b"25004609E00204FD2B", 0x09),  # of a Pace pack, with a byte of INFO
    ],
)
def test_a_refusal_is_one_whoever_sends_it(text: bytes, code: int) -> None:
    with pytest.raises(ReplyError) as caught:
        explain(parse(text))
    assert caught.value.code == code


@pytest.mark.parametrize(
    "text",
    [
        Frame(0x52, 1, 0x46, 0xF3, b"\1").encode()[1:-1],  # the position of TopBMS
    ],
)
def test_commands_that_are_not_known_yet(text: bytes) -> None:
    assert fault(parse(text)).kind == "unknown"


def test_a_reply_to_a_command_that_is_not_known_fits_none_that_are() -> None:
    """A record of a Topband board: what was asked is not to be seen in it."""
    error = fault(parse(TOPBAND_RECORD))
    assert error.kind == "payload"
    assert str(error).startswith("the reply fits no command (analog 42: ")


def test_nobody_claims_the_frame() -> None:
    error = fault(Frame(0x20, 1, 0x60, 0x00))
    assert error.kind == "unknown"
    assert str(error) == "no known dialect has VER 20 with CID1 60"


def test_the_one_reading_that_is_left_over_counts() -> None:
    assert explain(REPLY, [SILENT, DIALECT, TORN]) == DIALECT.decode(REPLY)


def test_a_shared_request_names_no_dialect() -> None:
    other = Relative("other", Message("other", "request", "analog", 0x52, 1))
    assert explain(REQUEST, [DIALECT, other]) == Message(None, "request", "analog", 0x52, 1)


def test_one_request_that_means_two_things_is_refused() -> None:
    other = Relative("other", Message("other", "request", "clock", 0x52, 1))
    with pytest.raises(FrameError) as caught:
        explain(REQUEST, [DIALECT, other])
    assert caught.value.kind == "payload"
    assert str(caught.value) == "the frame fits more than one dialect: other, topbms"


def test_a_reply_that_two_dialects_read_is_refused() -> None:
    with pytest.raises(FrameError) as caught:
        explain(REPLY, [DIALECT, Relative("other", DIALECT.decode(REPLY))])
    assert caught.value.kind == "payload"


def test_a_payload_fault_tells_more_than_an_unknown_command() -> None:
    assert fault(REPLY, SILENT, TORN).kind == "payload"
    assert fault(REPLY, SILENT).kind == "unknown"


@pytest.mark.parametrize("text", [real.ANALOG_REPLY, real.ALARM_REPLY, real.ANALOG_REQUEST, real.ANALOG_REQUEST_52])
def test_a_frame_is_dissected_to_the_last_byte(text: bytes) -> None:
    frame = parse(text)
    assert b"".join(field.raw for field in dissect(frame, explain(frame))) == frame.info


def test_who_can_read_a_frame_that_several_share() -> None:
    assert candidates(parse(real.ANALOG_REQUEST)) == ("topband", "topbms")
    assert candidates(Frame(0x20, 2, 0x46, 0x92, b"\x02")) == ("pylontech",)
    assert candidates(Frame(0x20, 1, 0x60, 0x00)) == ()
