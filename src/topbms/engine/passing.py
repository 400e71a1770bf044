"""The answer to somebody else's request: the pack's frame byte for byte, whether or not its meaning is known to us.

Knows one request and its reply; not who asks, nor when.
"""

from topbms.dialects.contract import Dialect, Message, is_return_code
from topbms.engine.line import Line
from topbms.errors import FrameError, ReplyError
from topbms.protocol.frame import Frame

_NORMAL = 0x00


class Passing:
    """Reads the reply that is to be passed on, a refusal too; `reply` is that frame, once it has come."""

    def __init__(self, dialect: Dialect) -> None:
        self.longest_reply = dialect.longest_reply
        self.reply: Frame | None = None
        self._dialect = dialect

    def decode(self, frame: Frame, request: Frame) -> Message:
        """What the reply says, without packs where that is not known; raises for a frame that is not the reply."""
        try:
            message = self._dialect.decode(frame, request)
        except ReplyError as error:
            if error.code is None:
                raise
            message = self._bare(frame)
        except FrameError as error:
            if error.kind == "unknown" and not _could_be_reply(frame, request):
                raise
            message = self._bare(frame)
        self.reply = frame
        return message

    def _bare(self, frame: Frame) -> Message:
        return Message(self._dialect.name, "response", None, frame.version, frame.address)


async def pass_on(line: Line, dialect: Dialect, request: Frame) -> tuple[bytes, Message | None]:
    """The characters that came of a request, none for silence, and what they say; raises LinkError for a cut.

    What is damaged is passed on too, as on a wire of one's own.
    """
    passing = Passing(dialect)
    relayed = await line.relay(request, passing)
    if passing.reply is None:
        return relayed.damaged, None
    return passing.reply.encode(), relayed.answer


def _could_be_reply(frame: Frame, request: Frame) -> bool:
    """By ADR and RTN; where the command is not known to us, nothing else can be told."""
    return frame.address == request.address and (frame.cid2 == _NORMAL or is_return_code(frame.cid2))
