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
    """How often one pack is asked again.

    A command that it left unanswered last time is asked only once, and so is every command to a stranger, an address
    where perhaps nobody is; a damaged answer is always worth the retries. `trouble` is what went wrong last in the
    newest conversation, None when there was nothing but good answers or silence.
    """

    retries: int
    is_stranger: bool = False
    unanswered: set[int] = field(default_factory=set)
    trouble: FrameError | ReplyError | None = None

    @property
    def most_tries(self) -> int:
        """How often to ask when somebody is there."""
        return 1 + self.retries

    def tries(self, request: Frame) -> int:
        """How often to ask this request while nothing comes back."""
        return 1 if self.is_stranger or request.cid2 in self.unanswered else self.most_tries

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
    patience.trouble = None
    request: Frame | None = next(conversation)
    while request is not None:
        reply = await ask(line, request, patience)
        if isinstance(reply, Message):
            fragments += reply.packs
        request = _next(conversation, reply)
    return tuple(fragments)


def _next(conversation: Conversation, reply: Message | ReplyError | None) -> Frame | None:
    try:
        return conversation.send(reply)
    except StopIteration:
        return None


async def ask(line: Line, request: Frame, patience: Patience) -> Message | ReplyError | None:
    """One answer, a refusal, or None for silence. Raises LinkError for a cut.

    Asked for as often as patience tells; only once while somebody else uses the line, who must not wait for retries.
    """
    reply = await _tried(line, request, patience)
    patience.learn(request, was_answered=reply is not None)
    return reply


async def _tried(line: Line, request: Frame, patience: Patience) -> Message | ReplyError | None:
    refused: ReplyError | None = None
    tries, tried = patience.tries(request), 0
    while tried < (1 if line.is_shared else tries):
        tried += 1
        try:
            answer = await line.ask(request)
        except FrameError as error:
            patience.trouble, tries = error, patience.most_tries
            continue
        except ReplyError as error:
            patience.trouble, tries = error, patience.most_tries
            refused = error
            if error.code not in _WORTH_ANOTHER_TRY:
                return error
            continue
        if answer is not None:
            return answer
    return refused
