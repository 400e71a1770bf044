"""What is learned of another master's traffic: replies matched to the requests heard before them. Never speaks.

A reply counts only when it answers the newest request, to the last byte and in one dialect only; whose it is, the
request says. Pure but for its own state; who listens, and to what, is others' business.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from topbms.dialects import dialects
from topbms.dialects.contract import Dialect
from topbms.dialects.numbered import Numbered
from topbms.engine.discovery import ADDRESSES
from topbms.errors import FrameError, ReplyError
from topbms.model.reading import Fragment
from topbms.protocol.frame import Frame


class Learned(NamedTuple):
    """What the pack of a number told, and in which dialect."""

    number: int
    fragments: tuple[Fragment, ...]
    dialect: Dialect


class Overhearing:
    """Hears the frames of a line one after the other; without a `dialect`, in that of all which alone fits."""

    def __init__(self, dialect: Dialect | None = None) -> None:
        self._dialects = [dialect] if dialect else list(dialects().values())
        self._request: Frame | None = None

    def hear(self, frame: Frame) -> list[Learned]:
        """What the frame taught: nothing when it is a request, or no reply to the newest one."""
        if any(_is_request(dialect, frame) for dialect in self._dialects):
            self._request = frame
            return []
        request, self._request = self._request, None
        return [] if request is None else self._match(frame, request)

    def _match(self, frame: Frame, request: Frame) -> list[Learned]:
        told = []
        for dialect in self._dialects:
            if dialect.claims(request):
                try:
                    told.append((dialect, dialect.decode(frame, request).packs))
                except (FrameError, ReplyError):
                    continue
        if len(told) != 1:
            return []
        ((dialect, packs),) = told
        return list(_learned(dialect, packs, request))


def _is_request(dialect: Dialect, frame: Frame) -> bool:
    if not dialect.claims(frame):
        return False
    try:
        return dialect.decode(frame).direction != "response"
    except (FrameError, ReplyError):
        return False


def _learned(dialect: Dialect, fragments: tuple[Fragment, ...], request: Frame) -> Iterator[Learned]:
    """By pack: where the wire counts otherwise than people, a lone one is known by the address that was asked."""
    numbers = _numbers(dialect.name)
    if isinstance(dialect, Numbered):
        number = numbers.get(request.address)
        if number is not None and len(fragments) == 1:
            yield Learned(number, fragments, dialect)
        return
    for address in dict.fromkeys(fragment.pack for fragment in fragments):
        number = numbers.get(address)
        if number is not None:
            yield Learned(number, tuple(each for each in fragments if each.pack == address), dialect)


@cache
def _numbers(name: str) -> dict[int, int]:
    """The number of each pack by its address on the wire, in the dialect of that name."""
    dialect = dialects()[name]
    version = dialect.request_versions[0]
    asked = {number: next(dialect.conversation(number, version, identify=False)) for number in ADDRESSES}
    return {request.address: number for number, request in asked.items()}
