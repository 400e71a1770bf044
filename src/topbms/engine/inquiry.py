"""Asking a pack about one topic: what it told, and whether that was all. Knows a line, no schedule."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from topbms.dialects.contract import Conversation, Message
from topbms.dialects.memory import Inquiring, Topic
from topbms.engine.conversation import Patience, converse
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


_LOGS = frozenset({Topic.DATA, Topic.ALARMS})


@dataclass(frozen=True, slots=True)
class Told:
    """What a pack told: `is_whole` when it answered to the last question, else `trouble` may say why not.

    A log is whole when the pack said that there is no more of it.
    """

    fragments: tuple[Fragment, ...] = ()
    is_whole: bool = False
    trouble: FrameError | ReplyError | None = None


async def inquire(
    line: Line,
    dialect: Inquiring,
    topic: Topic,
    address: int,
    version: int,
    progress: Progress = quietly,
    *,
    is_stranger: bool = False,
) -> Told:
    """Ask about a topic, a stranger once only; raises LinkError for a cut."""
    retries = 0 if topic in _LOGS else PollSettings().retries  # a log has its own way to ask again
    patience = Patience(retries, is_stranger=is_stranger)
    watched = _Watched(dialect.inquiry(topic, address, version), progress)
    fragments = await converse(line, watched.conversation(), patience)
    if topic not in _LOGS:
        return Told(fragments, isinstance(watched.last, Message), patience.trouble)
    is_whole = isinstance(watched.last, Message) and not watched.last.packs
    # A record that is asked for again may be one that came already.
    return Told(tuple(record for record, _ in groupby(fragments)), is_whole, patience.trouble)


async def set_clock(line: Line, dialect: Inquiring, clock: Clock, version: int) -> Told:
    """Set the clock of the pack `clock.pack`, asking once more at most; whole when the pack took it."""
    patience = Patience(1)
    watched = _Watched(_only(dialect.clock_setting(clock, version)), quietly)
    await converse(line, watched.conversation(), patience)
    return Told((), isinstance(watched.last, Message), patience.trouble)


class _Watched:
    """A conversation, with a note of its last answer."""

    def __init__(self, conversation: Conversation, progress: Progress) -> None:
        self.last: Message | ReplyError | None = None
        self._conversation = conversation
        self._progress = progress

    def conversation(self) -> Conversation:
        """The same requests and answers."""
        request: Frame | None = next(self._conversation)
        count = 0
        while request is not None:
            self.last = yield request
            count += isinstance(self.last, Message)
            self._progress(count)
            request = self._next()

    def _next(self) -> Frame | None:
        try:
            return self._conversation.send(self.last)
        except StopIteration:
            return None


def _only(request: Frame) -> Conversation:
    yield request
