"""What is learned of another master's traffic: replies matched to the requests heard before them. Never speaks.

A reply counts only when it answers the newest request, to the last byte and in one dialect only; whose it is, that
dialect tells. Pure but for its own state; who listens, and to what, is others' business.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from topbms.dialects import dialects
from topbms.dialects.contract import Dialect, Direction, Message
from topbms.dialects.numbers import highest_number
from topbms.engine.recognition import Spoken
from topbms.errors import FrameError, ReplyError
from topbms.model.reading import Fragment
from topbms.protocol.frame import Frame


class Learned(NamedTuple):
    """What the pack of a number told, and what it speaks."""

    number: int
    fragments: tuple[Fragment, ...]
    spoken: Spoken


class Overhearing:
    """Hears the frames of a line one after the other; without a `dialect`, in that of all which alone fits."""

    def __init__(self, dialect: Dialect | None = None) -> None:
        self._request: Frame | None = None
        self.only(dialect)

    def only(self, dialect: Dialect | None) -> None:
        """Understand this dialect from now on, or all for None."""
        self._dialects = [dialect] if dialect else list(dialects().values())

    def hear(self, frame: Frame) -> list[Learned]:
        """What the frame taught: nothing when it is a request, or no reply to the newest one."""
        if direction(frame, self._dialects) != "response":
            self._request = frame
            return []
        request, self._request = self._request, None
        told = [] if request is None else list(self._readings(frame, request))
        if request is None or len(told) != 1:
            return []
        return list(learned(*told[0], request))

    def _readings(self, frame: Frame, request: Frame) -> Iterator[tuple[Dialect, Message]]:
        for dialect in self._dialects:
            if dialect.claims(request):
                try:
                    yield dialect, dialect.decode(frame, request)
                except (FrameError, ReplyError):
                    continue


def direction(frame: Frame, known: Iterable[Dialect] | None = None) -> Direction:
    """By what these dialects, or all there are, make of it; a reply says 00 where a request has its command."""
    among = dialects().values() if known is None else known
    said = {_said(dialect, frame) for dialect in among if dialect.claims(frame)} - {"unknown"}
    if len(said) == 1:
        return said.pop()
    return "unknown" if frame.cid2 else "response"


def _said(dialect: Dialect, frame: Frame) -> Direction:
    try:
        return dialect.decode(frame).direction
    except ReplyError:
        return "response"
    except FrameError:
        return "unknown"


def learned(dialect: Dialect, message: Message, request: Frame) -> Iterator[Learned]:
    """By pack; what is of none, or nobody knows of which, is passed over."""
    told: dict[int, list[Fragment]] = {}
    for number, fragment in zip(dialect.owners(message, request), message.packs, strict=True):
        if number is not None and 0 < number <= highest_number(dialect):
            told.setdefault(number, []).append(fragment)
    for number, fragments in told.items():
        yield Learned(number, tuple(fragments), Spoken(dialect, request.version))
