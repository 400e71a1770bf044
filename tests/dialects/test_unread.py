"""Replies that no dialect reads: sound, told by their sources, and refused as answers to what they answer."""

import pytest
from scripts.pages.supported import UNREAD

from tests.dialects.captured import captured_of
from topbms.dialects import dialects
from topbms.dialects.contract import Dialect
from topbms.errors import FrameError, ReplyError
from topbms.protocol.capture import Captured
from topbms.protocol.frame import Frame

ALL = dict(captured_of(UNREAD))
ASKED = {place: found for place, found in ALL.items() if found.stated["command"] is not None}


def test_there_are_some() -> None:
    assert len(ALL) >= 38


@pytest.mark.parametrize("captured", ALL.values(), ids=ALL)
def test_each_is_sound_and_has_a_source(captured: Captured) -> None:
    captured.parsed()
    assert captured.direction == "response"
    assert captured.stated["source"]


@pytest.mark.parametrize("captured", ASKED.values(), ids=ASKED)
def test_nobody_reads_it_as_the_answer_that_it_is(captured: Captured) -> None:
    """As soon as a dialect does, the frame belongs into that dialect's folder."""
    reply = captured.parsed()
    request = Frame(reply.version, reply.address, reply.cid1, int(str(captured.stated["command"]), 16))
    assert [name for name, dialect in dialects().items() if _reads(dialect, reply, request)] == []


def _reads(dialect: Dialect, reply: Frame, request: Frame) -> bool:
    if not dialect.claims(reply):
        return False
    try:
        return bool(dialect.decode(reply, request).packs)
    except (FrameError, ReplyError):
        return False
