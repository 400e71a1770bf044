"""The captures of Seplos and Pylontech: what each frame says, byte by byte, and the way back; and what both refuse."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dialects.captured import captured_of, frame_of
from tests.dialects.saying import Saying, differs, sent_again, stated_of
from topbms.dialects import dialects
from topbms.dialects.contract import MEANINGS, Message
from topbms.dialects.explain import dissect, explain
from topbms.dialects.explained.fieldtext import label
from topbms.dialects.numbered import Numbered
from topbms.errors import FrameError, ReplyError
from topbms.model.fragment import Parameters
from topbms.model.words import words
from topbms.protocol.capture import Captured
from topbms.protocol.frame import Frame
from topbms.protocol.payload import Field

NUMBERED = {name: found for name, found in dialects().items() if isinstance(found, Numbered)}
ALL = [(name, place, found) for name in NUMBERED for place, found in captured_of(name)]
GOOD = [pytest.param(name, found, id=place) for name, place, found in ALL if "error" not in found.stated]
REFUSALS = [pytest.param(found, id=place) for _, place, found in ALL if "error" in found.stated]
REPLIES = [
    pytest.param(name, found, id=place)
    for name, place, found in ALL
    if "error" not in found.stated and found.direction == "response"
]
FRAMES = [frame_of(found) for _, _, found in ALL]
ENGLISH, FRENCH = words("en"), words("fr")
SAME = {"module", "pack"}
"""Fields that are called alike in both languages."""
EVERY = pytest.mark.parametrize("dialect", NUMBERED.values(), ids=NUMBERED)


def fault(dialect: Numbered, frame: Frame, asked: Frame | None = None) -> FrameError:
    with pytest.raises(FrameError) as caught:
        dialect.decode(frame, asked)
    return caught.value


# Captures


@pytest.mark.parametrize(("name", "captured"), GOOD)
def test_a_frame_says_what_its_source_states(name: str, captured: Captured) -> None:
    message = explain(frame_of(captured))
    assert message.direction == captured.direction
    assert message.dialect in {name, None}
    found = stated_of(message)
    assert {key: found[key] for key, stated in captured.stated.items() if differs(found[key], stated)} == {}


@pytest.mark.parametrize("captured", REFUSALS)
def test_a_captured_refusal_is_one(captured: Captured) -> None:
    with pytest.raises(ReplyError) as caught:
        explain(frame_of(captured))
    assert caught.value.code == captured.stated["code"]


@pytest.mark.parametrize(("name", "captured"), GOOD)
def test_a_frame_is_drawn_to_its_last_byte(name: str, captured: Captured) -> None:
    del name
    frame = frame_of(captured)
    fields = dissect(frame, explain(frame))
    assert b"".join(field.raw for field in fields) == frame.info
    ends = [field.at + len(field.raw) for field in fields]
    assert [field.at for field in fields] == [0, *ends][: len(fields)]


@pytest.mark.parametrize(("name", "captured"), REPLIES)
def test_a_pack_that_says_the_same_sends_the_same(name: str, captured: Captured) -> None:
    frame = frame_of(captured)
    message = NUMBERED[name].decode(frame)
    info = sent_again(NUMBERED[name], message)
    assert str(Frame(frame.version, frame.address, frame.cid1, frame.cid2, info)) == captured.frame


@pytest.mark.parametrize(("name", "captured"), REPLIES)
def test_a_reply_says_the_same_to_its_request_and_nothing_to_another(name: str, captured: Captured) -> None:
    dialect = NUMBERED[name]
    frame = frame_of(captured)
    message = dialect.decode(frame)
    understood = []
    for command in dialect.commands:
        asked = Frame(frame.version, frame.address, frame.cid1, command.code)
        with suppress(FrameError):
            understood.append(dialect.decode(frame, asked))
    assert message.packs in [said.packs for said in understood]
    assert all(said.kind in {message.kind, "protocol_version"} for said in understood)


# What is asked


@EVERY
@pytest.mark.parametrize("number", [1, 2, 16])
def test_the_pack_of_a_number_has_its_address(dialect: Numbered, number: int) -> None:
    asked = next(dialect.conversation(number, dialect.request_versions[0], identify=False))
    assert asked.address == number + dialect.first_address - 1
    assert dialect.decode(asked) == Message(dialect.name, "request", "analog", asked.version, asked.address)


@EVERY
@pytest.mark.parametrize("identify", [False, True])
def test_values_then_alarms_then_identity(dialect: Numbered, identify: bool) -> None:
    conversation = dialect.conversation(3, dialect.request_versions[0], identify=identify)
    asked = [next(conversation).cid2]
    with suppress(StopIteration):
        while True:
            asked.append(conversation.send(ReplyError("no", code=4)).cid2)
    assert asked == [0x42, 0x44, *(dialect.identifying if identify else ())]


@EVERY
def test_a_mute_pack_is_asked_no_further(dialect: Numbered) -> None:
    conversation = dialect.conversation(3, dialect.request_versions[0], identify=True)
    next(conversation)
    with pytest.raises(StopIteration):
        conversation.send(None)


@EVERY
@pytest.mark.parametrize("code", [0x90, 0xA0])
def test_what_could_be_a_command_or_a_return_code(dialect: Numbered, code: int) -> None:
    frame = Frame(0x20, 2, 0x46, code)
    assert dialect.decode(frame) == Message(dialect.name, "unknown", None, 0x20, 2)
    assert dialect.fields(frame, dialect.decode(frame)) == ()
    assert fault(dialect, Frame(0x20, 2, 0x46, code, b"\x02")).kind == "unknown"


@EVERY
@pytest.mark.parametrize("code", [0x45, 0x49, 0xA1, 0x5A, 0x40])
def test_a_command_that_is_not_known(dialect: Numbered, code: int) -> None:
    frame = Frame(0x20, 2, 0x46, code)
    for error in (fault(dialect, frame), fault(dialect, Frame(0x20, 2, 0x46, 0), frame)):
        assert error.kind == "unknown"
        assert str(error) == f"command {code:02X} is not known to dialect {dialect.name}"


@EVERY
def test_a_request_of_another_length(dialect: Numbered) -> None:
    error = fault(dialect, Frame(0x20, 2, 0x46, 0x42, b"\x02\x02\x02"))
    assert error.kind == "payload"
    assert str(error).startswith("INFO of a request 42 has length ")


# What is no reply


@EVERY
@pytest.mark.parametrize("code", [*MEANINGS, 0x0F])
def test_each_return_code_is_a_refusal(dialect: Numbered, code: int) -> None:
    asked = dialect.request(0x42, 1)
    with pytest.raises(ReplyError) as caught:
        dialect.decode(Frame(0x20, asked.address, 0x46, code), asked)
    assert caught.value.code == code


@EVERY
def test_a_return_code_needs_no_request_to_be_one(dialect: Numbered) -> None:
    with pytest.raises(ReplyError, match="RTN 04"):
        dialect.decode(Frame(0x20, 2, 0x46, 0x04))


@EVERY
@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (Frame(0x20, 9, 0x46, 0), "the reply is of address 9, 3 was asked"),
        (Frame(0x20, 3, 0x4A, 0), "the frame is no reply of this family (CID1 4A)"),
        (Frame(0x25, 3, 0x46, 0), "the frame is no reply of this family (CID1 46)"),
        (Frame(0x20, 3, 0x46, 0x42), "the frame is a request 42: an echo, or another master"),
    ],
)
def test_what_answers_something_else_is_passed_over(dialect: Numbered, frame: Frame, message: str) -> None:
    asked = Frame(0x20, 3, 0x46, 0x42, b"\x03")
    with pytest.raises(ReplyError) as caught:
        dialect.decode(frame, asked)
    assert caught.value.code is None
    assert str(caught.value).startswith(message)


@EVERY
def test_a_reply_that_fits_no_command_is_refused_with_every_reason(dialect: Numbered) -> None:
    error = fault(dialect, Frame(0x20, 2, 0x46, 0, b"\x00\x01\x10\x0c"))
    assert error.kind == "payload"
    assert str(error).startswith(
        "the reply fits no command (analog 42: cell_voltages 1 should stand at byte 3, INFO ends after 4 bytes; "
        "alarms 44: "
    )


@EVERY
def test_a_request_is_no_answer_to_whom_nobody_asked(dialect: Numbered) -> None:
    assert not dialect.claims(Frame(0x20, 2, 0x4A, 0))
    assert not dialect.claims(Frame(0x52, 2, 0x46, 0))


# In a pack's place


@EVERY
@pytest.mark.parametrize(
    ("code", "info", "refusal"),
    [
        (0x45, b"", 0x04),
        (0x42, b"\x0e", 0x06),
        (0x42, b"\x01\x01\x01", 0x06),
        (0x47, b"", 0x04),
    ],
)
def test_what_a_pack_does_not_know_it_refuses(dialect: Numbered, code: int, info: bytes, refusal: int) -> None:
    address = dialect.first_address + 2
    answer = dialect.answer(Frame(0x20, address, 0x46, code, info), Saying(3))
    assert answer == Frame(0x20, address, 0x46, refusal)


@EVERY
def test_the_version_of_the_protocol_is_that_of_the_reply(dialect: Numbered) -> None:
    asked = dialect.request(0x4F, 2)
    answer = dialect.answer(asked, Saying(2))
    assert answer == Frame(0x20, asked.address, 0x46, 0)
    message = dialect.decode(answer, asked)
    assert (message.kind, message.packs, message.version) == ("protocol_version", (), 0x20)
    assert dialect.fields(answer, message) == ()


# Whatever comes

INFO = st.one_of(
    st.binary(max_size=200),
    st.sampled_from(FRAMES).flatmap(lambda frame: st.integers(0, len(frame.info)).map(lambda end: frame.info[:end])),
    st.tuples(st.sampled_from(FRAMES), st.integers(0, 200), st.integers(0, 255)).map(
        lambda lie: lie[0].info[: lie[1]] + bytes((lie[2],)) + lie[0].info[lie[1] + 1 :]
    ),
    st.tuples(st.sampled_from(FRAMES), st.binary(max_size=3)).map(lambda more: more[0].info + more[1]),
)


@EVERY
@given(
    version=st.sampled_from([0x20, 0x20, 0x26, 0x25]),
    address=st.integers(0, 255) | st.sampled_from([0, 1, 2, 3]),
    cid2=st.sampled_from([0, 0, 0, 0x42, 0x44, 0x47, 0x51, 0x90]) | st.integers(0, 255),
    info=INFO,
    asked=st.none() | st.sampled_from(FRAMES),
)
def test_any_frame_is_a_message_or_one_of_our_errors(
    dialect: Numbered, version: int, address: int, cid2: int, info: bytes, asked: Frame | None
) -> None:
    frame = Frame(version, address, 0x46, cid2, info)
    try:
        message = dialect.decode(frame, asked)
    except (FrameError, ReplyError) as error:
        problem: FrameError | ReplyError = error
    else:
        assert message.address == address
        assert b"".join(field.raw for field in dialect.fields(frame, message)) in {info, b""}
        return
    assert "\n" not in str(problem)
    assert not isinstance(problem, FrameError) or problem.kind in {"unknown", "payload"}


def test_every_field_has_a_wording_in_every_language() -> None:
    names = {field.name for frame in FRAMES if frame.cid2 == 0 for field in dissect(frame, explain(frame))}
    for found in (explain(frame) for frame in FRAMES if frame.cid2 == 0):
        names |= {one.key for pack in found.packs if isinstance(pack, Parameters) for one in pack.parameters}
    assert len(names) > 100
    unworded = {
        name for name in names if label(Field(0, b"", name, 0), FRENCH) == label(Field(0, b"", name, 0), ENGLISH)
    }
    assert unworded <= SAME
