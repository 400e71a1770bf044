"""Frames of all families that were broken by a line, a tool or a misprint: each is refused for the reason it states."""

from pathlib import Path

import pytest

from topbms.errors import FrameError
from topbms.protocol.capture import Captured, read_capture
from topbms.protocol.frame import parse
from topbms.protocol.stream import Damage, StreamDecoder

BROKEN = tuple(read_capture(Path(__file__).parents[1] / "captures" / "broken" / "families.jsonl"))


@pytest.mark.parametrize("captured", BROKEN, ids=lambda captured: captured.frame[:20])
def test_a_broken_frame_is_refused_for_its_reason(captured: Captured) -> None:
    with pytest.raises(FrameError) as caught:
        parse(captured.frame.removeprefix("~").encode())
    assert caught.value.kind == captured.stated["error"]


def test_broken_frames_in_a_stream_are_told_apart() -> None:
    items = StreamDecoder().feed("".join(captured.frame + "\r" for captured in BROKEN).encode())
    damaged = [item for item in items if isinstance(item, Damage)]
    assert [item.error.kind for item in damaged] == [captured.stated["error"] for captured in BROKEN]
    assert len(damaged) == len(items)
