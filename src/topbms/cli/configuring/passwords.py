"""Asking for the page's new password: twice in a terminal, where nobody sees it, or once on standard input."""

from topbms.cli.hidden import first_line, typed
from topbms.cli.speech import say
from topbms.errors import ConfigError
from topbms.web.safe.password import LONGEST, SHORTEST


def new_password(*, from_stdin: bool) -> str:
    """What the user chose; ConfigError for what cannot be a password."""
    text = first_line() if from_stdin else _asked_twice()
    if not SHORTEST <= len(text) <= LONGEST:
        raise ConfigError(
            "the password must have {least} to {most} characters; nothing was changed", least=SHORTEST, most=LONGEST
        )
    if not text.isprintable():
        raise ConfigError("there is a character in the password that cannot be seen; nothing was changed")
    return text


def _asked_twice() -> str:
    text = typed(say("Password of the page"))
    if typed(say("The same again")) != text:
        raise ConfigError("these were two different passwords; nothing was changed")
    return text
