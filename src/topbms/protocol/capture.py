"""Capture files: one frame a line, as JSON. At once a test, a simulator script and what users share.

    {"time": 1763856000.125, "direction": "response", "frame": "~5201…", "stated": {"soc": 88}, "scrubbed": true}

`time` is UTC seconds or null when unknown; `frame` has no CR; `stated` is what somebody says the frame means;
`scrubbed` tells that serial numbers were replaced, `link` on which of several lines it was heard. A line with "about"
says something else, as in a support file, and is passed over. Knows files and text, not what a frame means.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from topbms.errors import FrameError
from topbms.protocol.frame import OTHER_START, START, Frame, parse

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]

_KINDS: Mapping[str, tuple[type, ...]] = {
    "time": (int, float, type(None)),
    "direction": (str,),
    "frame": (str,),
    "stated": (dict,),
    "scrubbed": (bool,),
    "link": (str,),
    "frozen": (int,),
}
_OTHER = "about"


@dataclass(frozen=True, slots=True)
class Captured:
    """One line of a capture: the frame's characters from `~` on, without CR, whether good or damaged.

    The other byte that a request may begin with, BCH, is the character of that number. `frozen` numbers what a support
    file keeps around something that went wrong; 0 is what passed last.
    """

    frame: str
    direction: str = "unknown"
    time: float | None = None
    stated: Mapping[str, Json] = field(default_factory=dict)
    scrubbed: bool = False
    link: str = ""
    frozen: int = 0

    def parsed(self) -> Frame:
        """The frame; raises FrameError for one that is damaged."""
        start = next((start for start in (START, OTHER_START) if self.frame.startswith(start.decode("latin-1"))), b"")
        return parse(self.frame[len(start) :].encode("ascii", "replace"), start or START)

    def line(self) -> str:
        """The JSON object of this frame, without a line end."""
        row: dict[str, object] = {"time": self.time, "direction": self.direction, "frame": self.frame}
        if self.stated:
            row["stated"] = dict(self.stated)
        if self.scrubbed:
            row["scrubbed"] = True
        if self.link:
            row["link"] = self.link
        if self.frozen:
            row["frozen"] = self.frozen
        return json.dumps(row, ensure_ascii=False)


def read_capture(path: Path) -> Iterator[Captured]:
    """The frames of a file in order, empty lines left out; raises FrameError "syntax" with the line's number.

    Keys that are not known are passed over: a later version may write more.
    """
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        found = _captured(line, f"{path.name}:{number}") if line.strip() else None
        if found is not None:
            yield found


def write_capture(path: Path, frames: Iterable[Captured]) -> None:
    """Write a capture file, replacing one that is there."""
    path.write_text("".join(frame.line() + "\n" for frame in frames), encoding="utf-8")


def _captured(line: bytes, where: str) -> Captured | None:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise _no_capture(where) from error
    if isinstance(row, dict) and _OTHER in row:
        return None
    if not isinstance(row, dict) or "frame" not in row:
        raise _no_capture(where)
    known = {key: row[key] for key in _KINDS.keys() & row.keys()}
    if not all(isinstance(value, _KINDS[key]) for key, value in known.items()):
        raise _no_capture(where)
    return Captured(**known)


def _no_capture(where: str) -> FrameError:
    return FrameError("syntax", "{where}: not a line of a capture file", where=where)
