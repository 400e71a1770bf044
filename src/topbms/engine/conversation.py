"""Driving a dialect's conversation with one pack: ask, ask again, hand the answers back. Knows no schedule."""

from dataclasses import dataclass, field

from topbms.dialects.contract import Conversation, Message
from topbms.engine.line import Line
from topbms.errors import FrameError, ReplyError
from topbms.model.reading import Fragment
from topbms.protocol.frame import Frame

_WORTH_ANOTHER_TRY = frozenset({0x02, 0x03, 0x91, 0xA0})
"""Return codes that blame the wire or the moment, not the request."""


@dataclass(slots=True)
class Patience:
    """How often one pack is asked again; a command that it left unanswered last time is asked only once."""

    retries: int
    unanswered: set[int] = field(default_factory=set)

    def tries(self, request: Frame) -> int:
        """How often to ask this request."""
        return 1 if request.cid2 in self.unanswered else 1 + self.retries

    def learn(self, request: Frame, *, was_answered: bool) -> None:
        """Take note of how the pack met a request."""
        if was_answered:
            self.unanswered.discard(request.cid2)
        else:
            self.unanswered.add(request.cid2)


async def converse(line: Line, conversation: Conversation, patience: Patience) -> tuple[Fragment, ...]:
    """Everything a pack told in one conversation; empty when it was mute. Raises LinkError for a cut.

    A damaged or refused answer costs its own request only.
    """
    fragments: list[Fragment] = []
    request: Frame | None = next(conversation)
    while request is not None:
        reply = await _ask(line, request, patience.tries(request))
        patience.learn(request, was_answered=reply is not None)
        if isinstance(reply, Message):
            fragments += reply.packs
        request = _next(conversation, reply)
    return tuple(fragments)


def _next(conversation: Conversation, reply: Message | ReplyError | None) -> Frame | None:
    try:
        return conversation.send(reply)
    except StopIteration:
        return None


async def _ask(line: Line, request: Frame, tries: int) -> Message | ReplyError | None:
    refused: ReplyError | None = None
    for _ in range(tries):
        try:
            answer = await line.ask(request)
        except FrameError:
            continue
        except ReplyError as error:
            refused = error
            if error.code not in _WORTH_ANOTHER_TRY:
                return error
            continue
        if answer is not None:
            return answer
    return refused
