"""SUPPORTED.md: what the captured frames show. Knows capture files and how to explain a frame.

A capture file is captures/DIALECT/DEVICE.jsonl.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from scripts.pages.markdown import code, table
from topbms.dialects.explain import explain
from topbms.errors import FrameError, ReplyError
from topbms.protocol.capture import Captured, read_capture

_HEAD = """\
# Supported

Made from the frames in [tests/captures](tests/captures), each of which is a test. A device that is not listed may well
work: nobody has sent its frames yet. [CONTRIBUTING.md](CONTRIBUTING.md#a-capture) says how to send yours.

A capture is named after its device; `document` holds the vendor's own examples, `broken` frames that were damaged on
their way.

"""

_BROKEN = "damaged, and refused as such"


def page(captures: Path) -> str:
    """The whole page."""
    rows = [row for file in sorted(captures.rglob("*.jsonl")) for row in _rows(file)]
    return _HEAD + table(("dialect", "device, by its capture", "what", "frames"), rows)


def _rows(file: Path) -> Iterator[list[str]]:
    counts = Counter(_what(captured) for captured in read_capture(file))
    for what, count in sorted(counts.items()):
        yield [code(file.parent.name), file.stem.replace("_", " "), what, str(count)]


def _what(captured: Captured) -> str:
    """Direction and kind of a frame, or that it is none."""
    try:
        message = explain(captured.parsed())
    except FrameError:
        return _BROKEN
    except ReplyError:
        return "refusal"
    return f"{message.direction}: {message.kind}"
