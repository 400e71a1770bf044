"""Asking for a password: in the terminal, where nobody sees it, or the first line of standard input. Keeps none."""

import sys
import warnings
from getpass import GetPassWarning

import typer

from topbms.errors import ConfigError


def password(question: str, *, from_stdin: bool) -> str:
    """What is typed, or piped; ConfigError where nobody is there to type, and for an empty first line."""
    if not from_stdin:
        return typed(question)
    line = first_line()
    if not line:
        raise ConfigError("--password-stdin: the first line of standard input is empty; write the password there")
    return line


def typed(question: str) -> str:
    """What is typed as an answer; ConfigError where nobody is there to type."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", GetPassWarning)  # what it would say, the error below says better
        try:
            text: str = typer.prompt(question, hide_input=True, err=True)
        except typer.Abort as error:
            raise ConfigError("the password was not given; type it in a terminal, or give --password-stdin") from error
    return text


def first_line() -> str:
    """The first line of standard input, which may be empty; ConfigError for what is no text."""
    try:
        return sys.stdin.readline().rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise ConfigError("--password-stdin: standard input is not UTF-8 text") from error
