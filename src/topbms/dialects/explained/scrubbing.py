"""Frames without what tells whose they are: serial numbers, bar codes and positions are masked, checksums made anew.

What is private a dialect says, by the names of its own fields. Where no field explains the bytes, everything that looks
like text is masked: better too much than somebody's address. Knows captures and dialects; it is no dialect.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import product
from typing import Protocol, TypeAlias, runtime_checkable

from topbms.dialects import dialects
from topbms.errors import FrameError, ReplyError
from topbms.protocol.capture import Captured
from topbms.protocol.frame import HEADER, Frame
from topbms.protocol.payload import Field

_REMEMBERED = 8  # requests that a reply may be late to
_HEAD = 1 + HEADER
_EXTRA = "extra"
_KEPT = b"\0 -_./:#+"  # says nothing of anybody, and padding must stay padding
_MASK = bytes(byte if byte in _KEPT else ord("0") if chr(byte) in "0123456789" else ord("X") for byte in range(256))
_TEXT = re.compile(rb"[ -_a-z]{6,}")
_LEAST_DIFFERENT = 4  # characters of a text; the same number again and again is none
_TEXT_IN_HEX = re.compile(r"(?:2[0-9A-F]|[3-6][0-9A-F]|7[0-9A-E]){6,}")


@runtime_checkable
class Discreet(Protocol):
    """A dialect that knows what is private."""

    @property
    def private_fields(self) -> frozenset[str]:
        """Names of fields in its tables."""
        ...

    @property
    def private_commands(self) -> frozenset[int]:
        """Commands without a table whose whole reply is private."""
        ...


def scrubbed(frames: Iterable[Captured]) -> Iterator[Captured]:
    """The frames of one line in their order, masked; what was changed is marked. Never raises."""
    asked = deque[Frame](maxlen=_REMEMBERED)
    for captured in frames:
        try:
            frame = captured.parsed()
        except FrameError:
            yield _changed(captured, _damaged(captured.frame, asked))
            continue
        yield _changed(captured, str(replace(frame, info=_masked(frame, asked))))
        if captured.direction == "request" or (captured.direction != "response" and frame.cid2):
            asked.append(frame)


def _changed(captured: Captured, text: str) -> Captured:
    return captured if text == captured.frame else replace(captured, frame=text, scrubbed=True, stated={})


def _damaged(text: str, asked: Iterable[Frame]) -> str:
    """Characters that are no frame: text as hex is masked, or all of it where it may be a private command's reply."""
    if _may_be_private(asked):
        return text[:_HEAD] + "0" * len(text[_HEAD:])
    return text[:_HEAD] + _TEXT_IN_HEX.sub(lambda found: "30" * (len(found[0]) // 2), text[_HEAD:])


def _masked(frame: Frame, asked: deque[Frame]) -> bytes:
    readings = list(_readings(frame, asked))
    if not readings:
        is_hidden = not frame.cid2 and _may_be_private(asked)
        return bytes(len(frame.info)) if is_hidden else _without_text(frame.info)
    private, fields = min(readings, key=_is_open_ended)
    info = bytearray(frame.info)
    holds_private = any(field.name in private for field in fields)
    for field in fields:
        end = field.at + len(field.raw)
        if field.name in private or (field.name == _EXTRA and holds_private):
            info[field.at : end] = _mask(field)
        elif field.name == _EXTRA:
            info[field.at : end] = _without_text(field.raw)
    return bytes(info)


_Reading: TypeAlias = tuple[frozenset[str], tuple[Field, ...]]
"""The names of private fields, and all fields."""


def _readings(frame: Frame, asked: deque[Frame]) -> Iterator[_Reading]:
    """What a frame says: to the newest request, to nobody knows which, to an earlier one."""
    newest, earlier = list(asked)[-1:], list(asked)[-2::-1]
    claimants = [dialect for dialect in dialects().values() if dialect.claims(frame)]
    for request, dialect in product((*newest, None, *earlier), claimants):
        private = dialect.private_fields if isinstance(dialect, Discreet) else frozenset[str]()
        with suppress(FrameError, ReplyError):
            yield private, dialect.fields(frame, dialect.decode(frame, request))


def _is_open_ended(reading: _Reading) -> bool:
    """Whether bytes were left over that it does not explain: then it may be an answer to something else."""
    return any(field.name == _EXTRA for field in reading[1])


def _may_be_private(asked: Iterable[Frame]) -> bool:
    """Whether nothing is known of what was asked, or a command among it is private as a whole."""
    requests = tuple(asked)
    return not requests or any(
        request.cid2 in dialect.private_commands
        for dialect in dialects().values()
        if isinstance(dialect, Discreet)
        for request in requests
        if dialect.claims(request)
    )


def _mask(field: Field) -> bytes:
    return field.raw.translate(_MASK) if isinstance(field.value, str | bytes) else bytes(len(field.raw))


def _without_text(info: bytes) -> bytes:
    return _TEXT.sub(_unless_repeated, info)


def _unless_repeated(found: re.Match[bytes]) -> bytes:
    text = found[0]
    return text.translate(_MASK) if len(set(text)) >= _LEAST_DIFFERENT else text
