"""Asking a pack about one topic: what it told, and whether that was all. Knows a line, no schedule."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from topbms.dialects.contract import Message
from topbms.dialects.memory import Inquiring, Topic
from topbms.engine.conversation import Patience, ask
from topbms.engine.line import Line
from topbms.engine.settings import PollSettings
from topbms.errors import FrameError, ReplyError
from topbms.model.fragment import Clock, Fragment
from topbms.protocol.frame import Frame

Progress = Callable[[int], None]
"""Is told how many answers there were so far."""


def quietly(count: int) -> None:
    """Progress that nobody wants to know."""
    del count


Enough = Callable[[int], bool]
"""Whether so many answers are enough for who wants to know."""


def endless(count: int) -> bool:
    """Never enough."""
    del count
    return False


_LOGS = frozenset({Topic.DATA, Topic.ALARMS})


@dataclass(frozen=True, slots=True)
class Told:
    """What a pack told: `is_whole` when it answered to the last question, else `trouble` may say why not.

    A log is whole when the pack said that there is no more of it.
    """

    fragments: tuple[Fragment, ...] = ()
    is_whole: bool = False
    trouble: FrameError | ReplyError | None = None


class Inquiry:
    """Questions about one topic to one pack, asked one at a time, so that polls may come in between.

    Begins at once; a stranger is asked each question once only. What ends because it is `enough` is not whole.
    """

    def __init__(
        self,
        dialect: Inquiring,
        topic: Topic,
        address: int,
        version: int,
        *,
        is_stranger: bool = False,
        enough: Enough = endless,
    ) -> None:
        self._is_log = topic in _LOGS
        retries = 0 if self._is_log else PollSettings().retries  # a log has its own way to ask again
        self._patience = Patience(retries, is_stranger=is_stranger)
        self._conversation = dialect.inquiry(topic, address, version)
        self._request: Frame | None = next(self._conversation)
        self._last: Message | ReplyError | None = None
        self._fragments: list[Fragment] = []
        self._trouble: FrameError | ReplyError | None = None
        self._enough = enough
        self.answers = 0

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to ask."""
        return self._request is None

    async def step(self, line: Line) -> None:
        """Ask one question, with its retries; raises LinkError for a cut."""
        if self._request is None:
            return
        self._patience.trouble = None
        self._last = await ask(line, self._request, self._patience)
        self._trouble = self._patience.trouble or self._trouble
        if isinstance(self._last, Message):
            self.answers += 1
            self._fragments += self._last.packs
        self._request = self._next()
        if self._request is not None and self._enough(self.answers):
            self._request = None

    def told(self) -> Told:
        """What was told so far."""
        is_answered = isinstance(self._last, Message)
        if not self._is_log:
            return Told(tuple(self._fragments), is_answered, self._trouble)
        is_whole = isinstance(self._last, Message) and not self._last.packs
        # A record that is asked for again may be one that came already.
        return Told(tuple(record for record, _ in groupby(self._fragments)), is_whole, self._trouble)

    def _next(self) -> Frame | None:
        try:
            return self._conversation.send(self._last)
        except StopIteration:
            return None


async def inquire(line: Line, inquiry: Inquiry, progress: Progress = quietly) -> Told:
    """Ask everything at one go; raises LinkError for a cut."""
    while not inquiry.is_over:
        await inquiry.step(line)
        progress(inquiry.answers)
    return inquiry.told()


async def set_clock(line: Line, dialect: Inquiring, clock: Clock, version: int) -> Told:
    """Set the clock of the pack `clock.pack`, asking once more at most; whole when the pack took it."""
    patience = Patience(1)
    reply = await ask(line, dialect.clock_setting(clock, version), patience)
    return Told((), isinstance(reply, Message), patience.trouble)
