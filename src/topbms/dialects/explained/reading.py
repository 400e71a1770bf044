"""One frame as it was found in a text: what it says, or what is wrong with it."""

from typing import NamedTuple, TypeAlias

from topbms.dialects.contract import Message
from topbms.dialects.explain import explain
from topbms.errors import FrameError, ReplyError
from topbms.protocol.frame import Frame
from topbms.protocol.stream import Damage

Fault: TypeAlias = FrameError | ReplyError


class Read(NamedTuple):
    """`text` as it stood there, `frame` None when it is none; `said` is what it says, or why it says nothing."""

    text: bytes
    frame: Frame | None
    said: Message | Fault

    @property
    def is_good(self) -> bool:
        """Whether it says something."""
        return isinstance(self.said, Message)


def read(item: Frame | Damage) -> Read:
    """Explain what the stream gave."""
    if isinstance(item, Damage):
        return Read(b"~" + item.text, None, item.error)
    text = item.encode().strip()
    try:
        return Read(text, item, explain(item))
    except (FrameError, ReplyError) as fault:
        return Read(text, item, fault)


def word(fault: Fault) -> str:
    """The promised word for what is wrong."""
    return fault.kind if isinstance(fault, FrameError) else "return_code"
