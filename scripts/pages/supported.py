"""SUPPORTED.md: what the captured frames show. Knows capture files, how to explain a frame, and the page of dialects.

A capture file is captures/DIALECT/DEVICE.jsonl; captures/unread/FAMILY.jsonl holds replies that no dialect reads, each
with the command that it answers, as far as its source tells.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from scripts.pages.markdown import code, table
from topbms.dialects import dialects
from topbms.dialects.explain import explain
from topbms.errors import FrameError, ReplyError
from topbms.protocol.capture import Captured, read_capture
from topbms.protocol.frame import Frame

UNREAD = "unread"
"""The folder of replies that no dialect reads."""

_TITLES = ("dialect", "captures", "replies", "confirmed", "how sure")
_NAMES = frozenset({"kind", "dialect", "address", "version", "error"})
"""What is stated of a frame without telling a value in it."""

_HEAD = """\
# Supported

Made from the {count} frames in [tests/captures](tests/captures), each of which is a test. A device that is not listed
may well work: nobody has sent its frames yet. [CONTRIBUTING.md](CONTRIBUTING.md#a-capture) says how to send yours.

A reply is decoded to its last byte, and written back from its values it is the same again. "Confirmed" are the replies
of which somebody else says what they mean, such as the vendor's program, the pack's display or the maker's paper; each
value that is told so is met.

"""

_DEVICES = """
## Devices

A capture is named after its device; `document` holds a maker's own examples, `programs` what other programs ask.

"""

_RAW = """
## Not read

{damaged} frames in [tests/captures/broken](tests/captures/broken) were damaged on their way, by a line, a tool or a
misprint: they are refused, each for its own reason. The {count} replies below are sound, but answer commands that no
dialect of topbms asks or reads. They are kept for whoever adds them; `?` is a command that the source does not tell.

"""


def page(captures: Path, dialects_page: Path) -> str:
    """The whole page."""
    found = {file: tuple(read_capture(file)) for file in sorted(captures.rglob("*.jsonl"))}
    known = {file: frames for file, frames in found.items() if file.parent.name in dialects()}
    return "".join(
        (
            _HEAD.format(count=sum(map(len, found.values()))),
            table(_TITLES, [_dialect(name, known, dialects_page) for name in sorted(dialects())]),
            _DEVICES,
            table(("dialect", "capture", "replies", "requests"), filter(None, map(_device, known, known.values()))),
            _not_read({file: frames for file, frames in found.items() if file not in known}),
        )
    )


def _not_read(others: Mapping[Path, Iterable[Captured]]) -> str:
    damaged = [frame for file, frames in others.items() if file.parent.name != UNREAD for frame in frames]
    raw = [_raw(file, frame) for file, frames in others.items() if file.parent.name == UNREAD for frame in frames]
    head = _RAW.format(damaged=len(damaged), count=len(raw))
    return head + table(("family", "answers", "bytes", "frame", "source"), raw)


def how_sure(name: str, dialects_page: Path) -> str:
    """The last cell of a dialect's row in docs/dialects.md."""
    head = f"| {code(name)} | "
    lines = dialects_page.read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith(head)).rstrip("| ").rpartition(" | ")[2]


def _dialect(name: str, known: Mapping[Path, tuple[Captured, ...]], dialects_page: Path) -> list[str]:
    own = [frames for file, frames in known.items() if file.parent.name == name]
    replies = [frame for frames in own for frame in frames if _is_reply(frame)]
    confirmed = [frame for frame in replies if frame.stated.keys() - _NAMES]
    return [code(name), str(len(own)), str(len(replies)), str(len(confirmed)), how_sure(name, dialects_page)]


def _device(file: Path, frames: Iterable[Captured]) -> list[str] | None:
    """None where all frames are damaged."""
    said = [what for what in map(_what, frames) if what is not None]
    if not said:
        return None
    return [code(file.parent.name), file.stem.replace("_", " "), _counted(said, "response"), _counted(said, "request")]


def _counted(said: Iterable[tuple[str, str]], direction: str) -> str:
    counts = Counter(kind for way, kind in said if way == direction)
    return ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items()))


def _is_reply(captured: Captured) -> bool:
    what = _what(captured)
    return what is not None and what[0] == "response"


def _what(captured: Captured) -> tuple[str, str] | None:
    """Direction and kind of a frame; None for one that is damaged, and refused as such."""
    try:
        message = explain(captured.parsed())
    except FrameError:
        return None
    except ReplyError:
        return "response", "refusal"
    return message.direction, message.kind or "acknowledgement"


def _raw(file: Path, captured: Captured) -> list[str]:
    frame, command = captured.parsed(), captured.stated["command"]
    remark = f"; {captured.stated['remark']}" if "remark" in captured.stated else ""
    answers = f"{command or '?'}{_refusal(frame)}"
    return [file.stem, answers, str(len(frame.info)), code(captured.frame), f"{captured.stated['source']}{remark}"]


def _refusal(frame: Frame) -> str:
    return f", refused with {frame.cid2:02X}" if frame.cid2 and frame.cid2 < 0x10 else ""  # noqa: PLR2004 - RTN
