"""Which command a reply is of when nobody knows what was asked: the one whose reply it is, to the last byte.

Structure decides, so exactly one may fit. Knows no payload and no family. It is no dialect, so it offers no DIALECT.
"""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from topbms.errors import FrameError
from topbms.model.fragment import Fragment


class Command(Protocol):
    """What a command is called."""

    @property
    def code(self) -> int:
        """CID2 of its request."""
        ...

    @property
    def kind(self) -> str:
        """What its messages are called; several may share that."""
        ...


AnyCommand = TypeVar("AnyCommand", bound=Command)


def only_fitting(
    commands: Iterable[AnyCommand],
    read: Callable[[AnyCommand], tuple[Fragment, ...]],
    is_plain: Callable[[AnyCommand], bool] = lambda _: True,
) -> tuple[AnyCommand, tuple[Fragment, ...]]:
    """The command, and what the reply says as `read` as its own, where FrameError tells that it is not.

    `is_plain` rules out a command whose every reply cannot be told from others. Raises FrameError "payload" unless one
    is left.
    """
    fitting, faults = [], []
    for command in commands:
        try:
            fragments = read(command)
        except FrameError as fault:
            faults.append((command, fault))
        else:
            if is_plain(command):
                fitting.append((command, fragments))
    if len(fitting) == 1:
        return fitting[0]
    raise _too_many([command for command, _ in fitting]) if fitting else _none_fits(faults)


def _too_many(commands: Iterable[Command]) -> FrameError:
    kinds = ", ".join(command.kind for command in commands)
    return FrameError("payload", "the reply fits more than one command: {kinds}", kinds=kinds)


def _none_fits(faults: Iterable[tuple[Command, FrameError]]) -> FrameError:
    reasons = "; ".join(f"{command.kind} {command.code:02X}: {fault}" for command, fault in faults)
    return FrameError("payload", "the reply fits no command ({reasons})", reasons=reasons)
