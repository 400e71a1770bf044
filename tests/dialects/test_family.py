"""What all dialects of plain commands do alike: whose a frame is, what answers a request, what is refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dialects.captured import battery_saying, captured_of, frame_of
from tests.dialects.topbms.wire import SaidBattery
from topbms.dialects import dialects
from topbms.dialects.contract import MEANINGS, Message
from topbms.dialects.eg4 import DIALECT, request
from topbms.dialects.family import PACK, Command, Family, whole
from topbms.errors import FrameError, ReplyError, TopbmsError
from topbms.model.fragment import Analog
from topbms.protocol.frame import Frame

FAMILIES = [found for found in dialects().values() if isinstance(found, Family)]
REPLIES = [
    frame_of(found)
    for family in FAMILIES
    for _, found in captured_of(family.name)
    if found.direction == "response" and "error" not in found.stated
]
REPLY = next(frame for frame in REPLIES if DIALECT.is_reply(frame))
ASKED = request(1)


def _only_a_pack(frame: Frame) -> tuple[Analog]:
    return (Analog(*whole(PACK, frame.info)),)


class Twins(Family):
    """A dialect whose two replies look alike."""

    name = "twins"
    request_versions = (0x11,)
    reply_versions = (0x12,)
    longest_reply = 40
    cid1 = 0x46
    pack_at = 0
    commands = (
        Command(0x42, "analog", PACK, _only_a_pack, lambda battery: bytes((battery.address,))),
        Command(0x44, "alarms", PACK, _only_a_pack, lambda battery: bytes((battery.address,))),
    )
    polled = (0x42, 0x44)


TWINS = Twins()


def foreign(frame: Frame, asked: Frame = ASKED, family: Family = DIALECT) -> str:
    """The message of a frame that is passed over, because it answers something else."""
    with pytest.raises(ReplyError) as caught:
        family.decode(frame, asked)
    assert caught.value.code is None
    return str(caught.value)


def fault(frame: Frame, asked: Frame | None = None, family: Family = DIALECT) -> FrameError:
    with pytest.raises(FrameError) as caught:
        family.decode(frame, asked)
    return caught.value


def changed(frame: Frame = REPLY, **values: Any) -> Frame:
    """The frame with other fields."""
    known = {name: getattr(frame, name) for name in ("version", "address", "cid1", "cid2", "info")}
    return Frame(**{**known, **values})


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_pack_that_is_mute_is_asked_no_further(family: Family) -> None:
    conversation = family.conversation(1, family.request_versions[0], identify=True)
    assert next(conversation) == family.request(family.polled[0], 1)
    with pytest.raises(StopIteration):
        conversation.send(None)


def test_commands_are_asked_in_turn_whatever_the_pack_refuses() -> None:
    conversation = TWINS.conversation(3, 0x11, identify=False)
    assert next(conversation) == Frame(0x11, 3, 0x46, 0x42, b"\x03")
    assert conversation.send(ReplyError("no", code=4)) == Frame(0x11, 3, 0x46, 0x44, b"\x03")
    with pytest.raises(StopIteration):
        conversation.send(ReplyError("no", code=4))


def test_the_request_decides_which_reply_it_is() -> None:
    reply = Frame(0x12, 3, 0x46, 0x00, b"\x03")
    assert TWINS.decode(reply, TWINS.request(0x42, 3)).kind == "analog"
    assert TWINS.decode(reply, TWINS.request(0x44, 3)).kind == "alarms"


def test_without_the_request_a_reply_to_either_is_refused() -> None:
    error = fault(Frame(0x12, 3, 0x46, 0x00, b"\x03"), None, TWINS)
    assert (error.kind, str(error)) == ("payload", "the reply fits more than one command: analog, alarms")


def test_a_reply_to_neither_is_refused_with_both_reasons() -> None:
    error = fault(Frame(0x12, 3, 0x46, 0x00, b"\x03\x04"), None, TWINS)
    assert error.kind == "payload"
    reason = "INFO should end after 1 bytes, it has 2"
    assert str(error) == f"the reply fits no command (analog 42: {reason}; alarms 44: {reason})"


def test_the_reply_of_another_pack_is_passed_over() -> None:
    reply = Frame(0x12, 3, 0x46, 0x00, b"\x04")
    assert foreign(reply, TWINS.request(0x42, 3), TWINS) == "the reply is of pack 4, INFO 03 was asked"


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (changed(address=2), "the reply is of address 2, 1 was asked"),
        (changed(cid1=0x46), "the frame is no reply of this family (CID1 46)"),
        (changed(version=0x22), "the frame is no reply of this family (CID1 4A)"),
        (ASKED, "the frame is a request 42: an echo, or another master"),
    ],
)
def test_what_answers_something_else_is_passed_over(frame: Frame, message: str) -> None:
    assert foreign(frame) == message


@pytest.mark.parametrize("code", [*MEANINGS, 0x0F])
def test_each_return_code_is_a_refusal(code: int) -> None:
    with pytest.raises(ReplyError) as caught:
        DIALECT.decode(Frame(0x20, 1, 0x4A, code), ASKED)
    assert caught.value.code == code


def test_a_return_code_that_is_no_command_needs_no_request_to_be_one() -> None:
    with pytest.raises(ReplyError) as caught:
        DIALECT.decode(Frame(0x20, 1, 0x4A, 0x04))
    assert caught.value.code == 4


@pytest.mark.parametrize("code", [0x90, 0x91, 0xA0])
def test_what_could_be_a_command_or_a_return_code(code: int) -> None:
    message = DIALECT.decode(Frame(0x20, 3, 0x4A, code))
    assert message == Message("eg4", "unknown", None, 0x20, 3)
    assert DIALECT.fields(Frame(0x20, 3, 0x4A, code), message) == ()
    assert fault(Frame(0x20, 3, 0x4A, code, b"\x03")).kind == "unknown"


@pytest.mark.parametrize("asked", [Frame(0x20, 1, 0x4A, 0x4D), Frame(0x20, 1, 0x4A, 0x45, b"\x06\x0f")])
def test_a_command_that_is_not_known(asked: Frame) -> None:
    message = f"command {asked.cid2:02X} is not known to dialect eg4"
    assert (fault(asked).kind, str(fault(asked))) == ("unknown", message)
    assert str(fault(REPLY, asked)) == message


def test_a_request_has_its_bytes_of_info() -> None:
    error = fault(changed(ASKED, info=b"\x01"))
    assert (error.kind, str(error)) == ("payload", "INFO of a request 42 has length 0, here 1")


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_pack_refuses_what_it_does_not_know(family: Family) -> None:
    refused = family.answer(Frame(family.request_versions[0], 3, family.cid1, 0x30), SaidBattery(3))
    assert (refused.address, refused.cid2, refused.info) == (3, 0x04, b"")


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_pack_refuses_data_that_do_not_ask_it(family: Family) -> None:
    asked = changed(family.request(0x42, 3), info=b"\x07\x07")
    assert family.answer(asked, SaidBattery(3)).cid2 == 0x06


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_the_longest_reply_bounds_the_captured_ones(family: Family) -> None:
    replies = [frame for frame in REPLIES if family.is_reply(frame)]
    assert max(frame.characters for frame in replies) <= family.longest_reply


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
@given(
    frame=st.one_of(
        st.builds(
            Frame,
            st.sampled_from([0x01, 0x20, 0x21, 0x22, 0x25, 0x52]),
            st.integers(0, 2),
            st.sampled_from([0x46, 0x4A, 0x4F]),
            st.one_of(st.sampled_from([0x00, 0x42, 0x44, 0x47]), st.integers(0, 255)),
            st.binary(max_size=120),
        ),
        st.builds(
            lambda frame, end, at, byte: changed(
                frame, info=(frame.info[:at] + bytes((byte,)) + frame.info[at + 1 :])[:end]
            ),
            st.sampled_from(REPLIES),
            st.integers(0, 130),
            st.integers(0, 130),
            st.integers(0, 255),
        ),
    ),
    is_asked=st.booleans(),
    code=st.sampled_from([0x42, 0x44, 0x47, 0x4D]),
)
def test_any_frame_is_a_message_or_one_of_our_errors(family: Family, frame: Frame, is_asked: bool, code: int) -> None:
    try:
        message = family.decode(frame, family.request(code, 1) if is_asked else None)
    except (FrameError, ReplyError) as error:
        problem: TopbmsError = error
    else:
        assert message.address == frame.address
        assert family.fields(frame, message) or not frame.info
        return
    assert "\n" not in str(problem)
    assert not isinstance(problem, FrameError) or problem.kind in {"unknown", "payload"}


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
@given(data=st.data())
def test_what_decodes_is_written_back_to_the_byte(family: Family, data: st.DataObject) -> None:
    """Also frames that no pack sent: whatever is legal is kept, value by value."""
    frame = data.draw(st.sampled_from([frame for frame in REPLIES if family.is_reply(frame)]))
    at = data.draw(st.integers(0, len(frame.info) - 1))
    other = changed(frame, info=frame.info[:at] + bytes((data.draw(st.integers(0, 255)),)) + frame.info[at + 1 :])
    for command in family.commands:
        try:
            packs = command.decode(other)
        except FrameError:
            continue
        assert command.decode(changed(other, info=command.encode(battery_saying(other.address, *packs)))) == packs
