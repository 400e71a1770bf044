"""A battery out of a capture: to each request what was answered to it then, in turn, damaged and silent as it was.

Knows captured frames only, no dialect: a command that was not captured is refused with RTN 04 where a pack answered at
that address to requests with that header, and met with silence anywhere else.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from topbms.errors import ConfigError, FrameError
from topbms.protocol.capture import Captured
from topbms.protocol.frame import END, Frame
from topbms.sim.responder import Answer, LivingBattery

_BAD_COMMAND = 0x04
_Header = tuple[int, int, int]


class Recorded:
    """Answers as the packs of a capture did; raises ConfigError where it has no request that was answered."""

    packs: tuple[LivingBattery, ...] = ()

    def __init__(self, frames: Iterable[Captured]) -> None:
        self._replies: dict[Frame, list[bytes]] = defaultdict(list)
        self._turn: dict[Frame, int] = defaultdict(int)
        self._refusals: dict[_Header, bytes] = {}
        for request, replies in _exchanges(frames):
            self._replies[request].append(b"".join(_characters(reply) for reply in replies))
            self._note(request, replies)
        if not any(map(any, self._replies.values())):
            raise ConfigError("the capture has no request with its reply; make one with: topbms capture URL -o FILE")

    @property
    def requests(self) -> tuple[Frame, ...]:
        """What it knows an answer to."""
        return tuple(self._replies)

    def asked(self, request: Frame) -> None:
        """No pack lives here."""
        del request

    def answer(self, request: Frame) -> Answer | None:
        """What is sent back; None for silence."""
        if request in self._replies:
            known = self._replies[request]
            data = known[self._turn[request] % len(known)]
            self._turn[request] += 1
        else:
            data = self._refusals.get(_header(request), b"")
        return Answer(data) if data else None

    def _note(self, request: Frame, replies: list[Captured]) -> None:
        """How the pack would refuse a request of this header."""
        for reply in replies:
            try:
                found = reply.parsed()
            except FrameError:
                continue
            refusal = Frame(found.version, found.address, found.cid1, _BAD_COMMAND)
            self._refusals.setdefault(_header(request), refusal.encode())


def _exchanges(frames: Iterable[Captured]) -> Iterator[tuple[Frame, list[Captured]]]:
    """Each request with what came before the next one."""
    request: Frame | None = None
    replies: list[Captured] = []
    for captured in frames:
        if captured.direction == "request":
            if request is not None:
                yield request, replies
            request, replies = _request(captured), []
        elif captured.direction == "response" or _is_damaged(captured):
            replies.append(captured)
    if request is not None:
        yield request, replies


def _request(captured: Captured) -> Frame | None:
    """What was asked; None for a request that nobody can have understood."""
    try:
        return captured.parsed()
    except FrameError:
        return None


def _is_damaged(captured: Captured) -> bool:
    return _request(captured) is None


def _header(request: Frame) -> _Header:
    return request.version, request.address, request.cid1


def _characters(reply: Captured) -> bytes:
    return reply.frame.encode("latin-1", "replace") + END
