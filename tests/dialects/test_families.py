"""Every dialect beside every other: a captured frame is one's alone, whoever captured it."""

import pytest
from scripts.pages.supported import UNREAD

from tests.dialects.captured import FOLDER, captured_of, frame_of
from topbms.dialects import dialects
from topbms.dialects.explain import explain
from topbms.errors import FrameError, ReplyError
from topbms.protocol.capture import Captured

ALL = [
    pytest.param(folder, found, id=place)
    for folder in sorted({path.name for path in FOLDER.iterdir()} - {UNREAD})
    for place, found in captured_of(folder)
]


def readers(captured: Captured) -> list[str]:
    """The dialects that make sense of a frame."""
    found = []
    for dialect in dialects().values():
        frame = frame_of(captured)
        try:
            if dialect.claims(frame):
                dialect.decode(frame)
                found.append(dialect.name)
        except (FrameError, ReplyError):
            pass
    return found


@pytest.mark.parametrize(("folder", "captured"), ALL)
def test_a_reply_is_read_by_its_own_dialect_alone(folder: str, captured: Captured) -> None:
    if "error" in captured.stated or captured.direction != "response":
        return
    if not frame_of(captured).info:  # says nothing but its VER, which families share
        assert folder in readers(captured)
        return
    assert readers(captured) == [folder]


@pytest.mark.parametrize(("folder", "captured"), ALL)
def test_a_request_means_one_thing(folder: str, captured: Captured) -> None:
    """Several families take the same request; it is read by its own among them."""
    if "error" in captured.stated or captured.direction != "request":
        return
    message = explain(frame_of(captured))
    assert message.direction == "request"
    assert folder in readers(captured)
