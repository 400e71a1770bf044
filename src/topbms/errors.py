"""The errors of topbms, named by whose fault it is. Knows nothing else of ours.

Every message is an English template with its values beside it: what happened, where, what to try, in one
line. The template is the key under which a language file keeps its own wording.
"""

import os
from collections.abc import Mapping
from typing import Protocol

_SPACES = "\u00a0\u202f"
"""Spaces that are no white space to be tidied: French has them before ; : ! ?"""

_LONGEST = 300


class TopbmsError(Exception):
    """Base of everything topbms raises on purpose; `exit_code` is what a command ends with."""

    exit_code = 1

    def __init__(self, template: str, /, **values: object) -> None:
        super().__init__(template, values)
        self.template = template
        self.values = values

    def __str__(self) -> str:
        return one_line(self.template.format(**self.values))

    def alone(self) -> "TopbmsError":
        """What it says, to be kept: without the traceback, which keeps alive all that was going on."""
        return TopbmsError(self.template, **self.values)


class LinkError(TopbmsError):
    """The wire: a port or a connection that cannot be opened, was cut, or stays silent."""


class FrameError(TopbmsError):
    """The bytes: not a frame, or not one that its own counts allow.

    `kind` is the promised word of `topbms decode`: syntax, length, checksum, unknown, payload.
    """

    def __init__(self, kind: str, template: str, /, **values: object) -> None:
        super().__init__(template, **values)
        self.kind = kind


class ReplyError(TopbmsError):
    """The BMS said no (`code` is its RTN), or answered something else than it was asked (`code` None)."""

    def __init__(self, template: str, /, *, code: int | None = None, **values: object) -> None:
        super().__init__(template, **values)
        self.code = code


class ConfigError(TopbmsError):
    """The user: a setting, an argument or a file that cannot be used."""

    exit_code = 2


class SinkError(TopbmsError):
    """The target: Domoticz or another receiver that is away, refuses, or answers nonsense.

    Of a long text, such as a whole answer that is no Domoticz', the beginning is kept.
    """

    def __init__(self, template: str, /, **values: object) -> None:
        super().__init__(template, **{name: _beginning(value) for name, value in values.items()})


class RejectedError(SinkError):
    """The target will not take these data, however often they are sent."""


class StoreError(TopbmsError):
    """The disk: a history that is full, read-only, damaged or of a newer version."""


class Wording(Protocol):
    """A language: its phrases by their English templates."""

    @property
    def phrases(self) -> Mapping[str, str]:
        """Wordings by English template."""
        ...

    def say(self, template: str, /, **values: object) -> str:
        """A phrase with its values."""
        ...


def worded(error: TopbmsError | None, words: Wording) -> str:
    """An error's message in a language, empty for None; errors and phrases that it quotes are said in it too."""
    if error is None:
        return ""
    return one_line(words.say(error.template, **{key: _quoted(value, words) for key, value in error.values.items()}))


def one_line(text: str) -> str:
    """The text without what would break its line, or steer the terminal that shows it."""
    return text if text.isprintable() else "".join(map(_shown, text))


def reason_of(error: Exception) -> str:
    """The system's own words for what went wrong, in one line; of a wrapped error, the inner one's."""
    cause = getattr(error, "os_error", error)  # as aiohttp keeps it
    if isinstance(cause, OSError) and cause.errno is not None and cause.errno > 0:
        return os.strerror(cause.errno)
    text = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
    return str(text).splitlines()[0]


def _shown(character: str) -> str:
    if character.isprintable() or character in _SPACES:
        return character
    return " " if character.isspace() else character.encode("unicode_escape").decode()


def _quoted(value: object, words: Wording) -> object:
    if isinstance(value, TopbmsError):
        return worded(value, words)
    return words.phrases.get(value, value) if isinstance(value, str) else value


def _beginning(value: object) -> object:
    is_long = isinstance(value, str) and len(value) > _LONGEST
    return f"{str(value)[:_LONGEST]}…" if is_long else value
