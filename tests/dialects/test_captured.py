"""The captures of the dialects that are rows of commands: what each frame says, byte by byte, and the way back."""

import pytest

from tests.dialects.captured import answered_again, captured_of, frame_of, said_differently
from topbms.dialects import dialect, dialects
from topbms.dialects.explain import dissect, explain
from topbms.dialects.family import Family
from topbms.protocol.capture import Captured

FAMILIES = [name for name, found in dialects().items() if isinstance(found, Family)]
ALL = [(name, place, found) for name in FAMILIES for place, found in captured_of(name)]
GOOD = [pytest.param(name, found, id=place) for name, place, found in ALL if "error" not in found.stated]
REPLIES = [case for case in GOOD if case.values[1].direction == "response"]  # type: ignore[union-attr]


@pytest.mark.parametrize("name", FAMILIES)
def test_each_has_captures(name: str) -> None:
    assert any(case.values[0] == name for case in GOOD)


@pytest.mark.parametrize(("name", "captured"), GOOD)
def test_a_frame_says_what_its_source_states(name: str, captured: Captured) -> None:
    message = explain(frame_of(captured))
    assert message.direction == captured.direction
    assert message.dialect in {name, None}
    assert said_differently(message, captured.stated) == {}


@pytest.mark.parametrize(("name", "captured"), REPLIES)
def test_a_pack_that_says_the_same_sends_the_same(name: str, captured: Captured) -> None:
    frame = frame_of(captured)
    assert str(answered_again(dialect(name), frame)) == str(frame)


@pytest.mark.parametrize(("name", "captured"), GOOD)
def test_a_frame_is_drawn_to_its_last_byte(name: str, captured: Captured) -> None:
    del name
    frame = frame_of(captured)
    fields = dissect(frame, explain(frame))
    assert b"".join(field.raw for field in fields) == frame.info
    ends = [field.at + len(field.raw) for field in fields]
    assert [field.at for field in fields] == [0, *ends][:-1] if fields else frame.info == b""
