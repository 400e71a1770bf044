"""Asking for the page's new password: twice in a terminal, where nobody sees it, or once on standard input."""

import sys
import warnings
from getpass import GetPassWarning

import typer

from topbms.cli.speech import say
from topbms.errors import ConfigError
from topbms.web.safe.password import LONGEST, SHORTEST


def new_password(*, from_stdin: bool) -> str:
    """What the user chose; ConfigError for what cannot be a password."""
    text = _first_line() if from_stdin else _asked_twice()
    if not SHORTEST <= len(text) <= LONGEST:
        raise ConfigError(
            "the password must have {least} to {most} characters; nothing was changed", least=SHORTEST, most=LONGEST
        )
    if not text.isprintable():
        raise ConfigError("there is a character in the password that cannot be seen; nothing was changed")
    return text


def _asked_twice() -> str:
    text = _asked(say("Password of the page"))
    if _asked(say("The same again")) != text:
        raise ConfigError("these were two different passwords; nothing was changed")
    return text


def _asked(question: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", GetPassWarning)  # what it would say, the error below says better
        try:
            text: str = typer.prompt(question, hide_input=True, err=True)
        except typer.Abort as error:
            raise ConfigError("the password was not given; type it in a terminal, or give --password-stdin") from error
    return text


def _first_line() -> str:
    try:
        return sys.stdin.readline().rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise ConfigError("--password-stdin: standard input is not UTF-8 text") from error
