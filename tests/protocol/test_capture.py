"""Capture files: what is written is read again, and a line that is none is named."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topbms.errors import FrameError
from topbms.protocol.capture import Captured, read_capture, write_capture
from topbms.protocol.frame import Frame

REQUEST = Captured("~21014642E00201FD34", "request", 1763856000.125)
REPLY = Captured(
    "~52", "response", None, {"soc": 88, "cell_voltages": [3.3, None], "name": "Batterie é"}, scrubbed=True
)


def test_a_line_shows_what_is_known() -> None:
    assert json.loads(REQUEST.line()) == {
        "time": 1763856000.125,
        "direction": "request",
        "frame": "~21014642E00201FD34",
    }
    assert json.loads(REPLY.line())["stated"]["soc"] == 88
    assert json.loads(REPLY.line())["scrubbed"] is True


@pytest.mark.parametrize(
    ("text", "start"),
    [("~21014642E00201FD34", b"~"), ("\N{VULGAR FRACTION ONE QUARTER}21014642E00201FD34", b"\xbc")],
)
def test_its_frame(text: str, start: bytes) -> None:
    assert Captured(text).parsed() == Frame(0x21, 1, 0x46, 0x42, b"\x01", start)


@pytest.mark.parametrize("text", ["", "~", "~52", "~\ud800", "\xbc\xbc", "\N{EURO SIGN}21014642E00201FD34"])
def test_a_damaged_frame(text: str) -> None:
    with pytest.raises(FrameError):
        Captured(text).parsed()


def test_a_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "pack.jsonl"
    write_capture(path, [REQUEST, REPLY])
    assert list(read_capture(path)) == [REQUEST, REPLY]
    write_capture(path, [REPLY])
    assert list(read_capture(path)) == [REPLY]


@given(st.builds(Captured, st.text(), st.text(), st.none() | st.floats(allow_nan=False, allow_infinity=False)))
def test_a_line_is_one_line(captured: Captured) -> None:
    assert "\n" not in captured.line()
    assert json.loads(captured.line())["frame"] == captured.frame


def test_what_is_not_said_has_its_default(tmp_path: Path) -> None:
    path = tmp_path / "pack.jsonl"
    path.write_text('\n  \n{"frame": "~52", "later": "keys are passed over"}\r\n', encoding="utf-8")
    assert list(read_capture(path)) == [Captured("~52")]


@pytest.mark.parametrize(
    "line",
    [
        b"~21014642E00201FD34",
        b'["~52"]',
        b"{}",
        b'{"frame": 52}',
        b'{"frame": null}',
        b'{"frame": "~52", "stated": []}',
        b'{"frame": "~52", "direction": null}',
        b'{"frame": "~52", "time": "now"}',
        b'{"frame": "~52", "scrubbed": 1}',
        b'{"frame": "~\xff"}',
        b'{"frame": "~52"',
    ],
)
def test_a_line_that_is_none_is_named(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "pack.jsonl"
    path.write_bytes(b'{"frame": "~52"}\n\n' + line + b"\n")
    frames = read_capture(path)
    assert next(frames) == Captured("~52")
    with pytest.raises(FrameError, match=r"^pack\.jsonl:3: not a line of a capture file$") as caught:
        next(frames)
    assert caught.value.kind == "syntax"


def test_frames_of_several_lines(tmp_path: Path) -> None:
    path = tmp_path / "support.jsonl"
    garage = Captured("~52", "response", link="garage")
    path.write_text(f'{{"about": "versions", "frame": "~"}}\n{garage.line()}\n', encoding="utf-8")
    assert json.loads(garage.line())["link"] == "garage"
    assert list(read_capture(path)) == [garage]
