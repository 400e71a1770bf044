"""Which dialect a line speaks, found by asking: the known requests one after another, until an answer fits one dialect.

Structure decides: an answer that fits two dialects, or none, to the last byte decides nothing. Knows lines and
dialects; what becomes of the finding, and when to look, is up to others.
"""

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Self

from topbms.dialects import dialects
from topbms.dialects.contract import Dialect, Message
from topbms.engine.discovery import ADDRESSES
from topbms.engine.line import Line
from topbms.errors import FrameError, ReplyError
from topbms.protocol.frame import START, Frame

LONG = 120.0
"""s. So long nothing of a known dialect may be heard before the others are tried again."""

PAUSE = 5.0
"""s. Between two rounds of requests while no dialect is known."""

_LIKELY = 2  # addresses that are asked in every round; of the others one a round
_USUAL_CID1 = 0x46


@dataclass(frozen=True, slots=True)
class Spoken:
    """A dialect and the VER of the requests that a line answers."""

    dialect: Dialect
    version: int

    def __str__(self) -> str:
        return f"{self.dialect.name} {self.version:02X}"

    @classmethod
    def of(cls, text: str) -> Self | None:
        """The inverse; None for a text that names no dialect, or a VER that the dialect does not use."""
        name, _, version = text.partition(" ")
        found = dialects().get(name)
        versions = {f"{known:02X}": known for known in found.request_versions} if found else {}
        return cls(found, versions[version]) if found and version in versions else None


class Anybody:
    """Reads the answer to a request of any dialect: what exactly one of those who ask so can make sense of."""

    longest_reply = max(dialect.longest_reply for dialect in dialects().values())

    def decode(self, frame: Frame, request: Frame) -> Message:
        """What the frame says; raises ReplyError for a refusal or another's reply, FrameError where not one fits."""
        readings: list[Message] = []
        faults: list[FrameError | ReplyError] = []
        for dialect in askers()[request]:
            try:
                readings.append(dialect.decode(frame, request))
            except (FrameError, ReplyError) as error:
                faults.append(error)
        if len(readings) == 1:
            return readings[0]
        if not readings:
            raise min(faults, key=_vagueness)
        raise UndecidedError(", ".join(sorted(str(reading.dialect) for reading in readings)))


class UndecidedError(FrameError):
    """An answer that fits more than one dialect, `names`."""

    def __init__(self, names: str) -> None:
        super().__init__("payload", "the frame fits more than one dialect: {names}", names=names)
        self.names = names


class Search:
    """Which request to try next, and when; `fruitless` rounds in a row found nothing. Pure but for its own state.

    Each round asks the first two of `addresses` in every way, and one of the others in turn; `version` is the only VER
    to ask with, None for any.
    """

    def __init__(self, addresses: Sequence[int], version: int | None, now: float) -> None:
        self.due = now
        self.fruitless = 0
        self._likely, self._others = addresses[:_LIKELY], addresses[_LIKELY:]
        self._version = version
        self._rounds = 0
        self._left = self._round()

    def next_request(self, now: float, pause: float) -> Frame | None:
        """The request to send now, None when it is not time; after a whole round the next begins `pause` s later."""
        if now < self.due:
            return None
        request = next(self._left, None)
        if request is None:
            self.fruitless += 1
            self._rounds += 1
            self._left = self._round()
            self.due = now + pause
        return request

    def restart(self, due: float) -> None:
        """Begin with a whole round at that moment."""
        self.due, self.fruitless, self._left = due, 0, self._round()

    def _round(self) -> Iterator[Frame]:
        others = self._others
        more = (others[self._rounds % len(others)],) if others else ()
        return iter(requests((*self._likely, *more), self._version))


def requests(addresses: Iterable[int], version: int | None = None, *, is_usual: bool = False) -> list[Frame]:
    """What to ask packs of these numbers, each request once: an address after the other, the likely ways first.

    `is_usual` leaves out the ways of few.
    """
    ways = {
        _request(dialect, address, each): None
        for address in addresses
        for dialect, each in _ways()
        if version in {None, each} and not (is_usual and any(_rank((dialect, each))[:3]))
    }
    return list(ways)


async def spoken_to(line: Line, request: Frame) -> Spoken | None:
    """Ask once; what the answer shows to be spoken, None for silence. Raises as Line.ask does."""
    usual, line.reader = line.reader, ANYBODY
    try:
        answer = await line.ask(request)
    finally:
        line.reader = usual
    if answer is None or answer.dialect is None:
        return None
    return Spoken(dialects()[answer.dialect], request.version)


async def find(line: Line, addresses: Iterable[int], version: int | None = None) -> Spoken | None:
    """What a line speaks, each way tried once; None when no answer tells. Raises LinkError for a cut."""
    async for found in trials(line, requests(addresses, version)):
        if isinstance(found, Spoken):
            return found
    return None


async def trials(line: Line, asked: Iterable[Frame]) -> AsyncIterator[Spoken | FrameError | ReplyError | None]:
    """What came of each request, until one is understood: None for silence, an error for what fits no dialect."""
    for request in asked:
        found: Spoken | FrameError | ReplyError | None
        try:
            found = await spoken_to(line, request)
        except (FrameError, ReplyError) as error:
            found = error
        yield found
        if isinstance(found, Spoken):
            return


@cache
def askers() -> dict[Frame, tuple[Dialect, ...]]:
    """Who asks so: the dialects by each request that begins a conversation with a pack."""
    found: dict[Frame, tuple[Dialect, ...]] = {}
    for dialect, version in _all_ways():
        for address in ADDRESSES:
            request = _request(dialect, address, version)
            found[request] = (*found.get(request, ()), dialect)
    return found


@cache
def _ways() -> tuple[tuple[Dialect, int], ...]:
    """Dialects and versions, the likely ones first: those that several share, and each one's own first version."""
    return tuple(sorted(_all_ways(), key=_rank))


def _all_ways() -> Iterator[tuple[Dialect, int]]:
    return ((dialect, version) for dialect in dialects().values() for version in dialect.request_versions)


def _rank(way: tuple[Dialect, int]) -> tuple[bool, int, bool, int, int]:
    dialect, version = way
    request = _request(dialect, ADDRESSES.start, version)
    is_strange = request.start != START
    shared = [_request(other, ADDRESSES.start, each) for other, each in _all_ways()].count(request)
    return (
        is_strange,
        dialect.request_versions.index(version),
        request.cid1 != _USUAL_CID1,
        -shared,
        request.version << 8 | request.address,
    )


def _request(dialect: Dialect, address: int, version: int) -> Frame:
    return next(dialect.conversation(address, version, identify=False))


def _vagueness(error: FrameError | ReplyError) -> int:
    """A refusal tells most, then a layout that does not fit, then whose frame it is not."""
    if isinstance(error, ReplyError):
        return 2 if error.code is None else 0
    return 1


ANYBODY = Anybody()
