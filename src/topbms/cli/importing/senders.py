"""Which packs the old scripts ask, on which tty: requests that are echoed as escaped bytes. Knows the shell's escapes.

What the bytes mean, the protocol and the dialects say.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from topbms.cli.importing.files import Line, OldFile
from topbms.cli.importing.shell import expanded, variables, words
from topbms.dialects.explain import explain
from topbms.engine.discovery import ADDRESSES
from topbms.errors import ConfigError, FrameError, ReplyError
from topbms.protocol.frame import START, Frame
from topbms.protocol.stream import Damage, StreamDecoder

_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{1,2})|0?([0-7]{3})|([rn]))")
_NAMED = {"r": "\r", "n": "\n"}
_FRAME = re.compile(rb"~[0-9A-F]{8}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A pack that is asked for its values: tty, address, and VER of the request; `by` is the file that asks."""

    tty: str
    address: int
    version: int
    by: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What a file asks, and what of it cannot be used."""

    asked: tuple[Asked, ...]
    faults: tuple[ConfigError, ...]


def is_sender(file: OldFile) -> bool:
    """Whether anything in the file looks like a frame that is sent."""
    return any(_frames(words(line.text)) for line in file.lines)


def sent_by(file: OldFile) -> Sent:
    """Every request of the file, in its order."""
    known = variables(file.lines)
    asked: list[Asked] = []
    faults: list[ConfigError] = []
    for line in file.lines:
        try:
            asked += _asked(line, file, known)
        except (ConfigError, FrameError, ReplyError) as error:
            faults.append(
                ConfigError("{path}, line {line}: {problem}", path=file.path, line=line.number, problem=error)
            )
    return Sent(tuple(asked), tuple(faults))


def _asked(line: Line, file: OldFile, known: Mapping[str, str]) -> Iterator[Asked]:
    """The requests for values of one line; raises for a frame that cannot be one, or goes nowhere."""
    line_words = words(line.text)
    for frame in _frames(line_words):
        if isinstance(frame, Damage):
            raise frame.error
        message = explain(frame)
        if (message.direction, message.kind) != ("request", "analog"):
            continue
        if message.address not in ADDRESSES:
            raise ConfigError("it asks address {address}; packs have 1 to 16", address=message.address)
        yield Asked(_target(line_words, known), message.address, message.version, file.name)


def _frames(line_words: list[str]) -> list[Frame | Damage]:
    decoder = StreamDecoder()
    found: list[Frame | Damage] = []
    for word in line_words:
        data = _ESCAPE.sub(_character, word).encode("latin-1", "replace")
        if _is_frame(word, data):
            found += decoder.feed(data) + decoder.close()
    return found


def _is_frame(word: str, data: bytes) -> bool:
    """Whether a word is meant for a frame, good or not; a path such as ~/bin is none."""
    return data.startswith(START) and ("\\x" in word or _FRAME.match(data) is not None)


def _character(escape: re.Match[str]) -> str:
    digits, octal, name = escape.groups()
    if name:
        return _NAMED[name]
    return chr(int(digits, 16) if digits else int(octal, 8) & 0xFF)


def _target(line_words: list[str], known: Mapping[str, str]) -> str:
    """The file that the line's output goes to."""
    for sign, word in pairwise(line_words):
        target = expanded(word, known) if sign in {">", ">>"} else None
        if target is not None and target.startswith("/"):
            return target
    raise ConfigError("the request goes to no port that could be told (> /dev/…)")
