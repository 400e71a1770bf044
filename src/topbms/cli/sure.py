"""Asking before something is changed. Knows a terminal only."""

import typer

from topbms.cli.speech import say
from topbms.errors import ConfigError

_YES = {"y", "yes", "o", "oui"}


def is_sure() -> bool:
    """Whether the answer is yes; raises ConfigError where there is nobody to answer."""
    try:
        answer: str = typer.prompt(say("Go on? (yes/no)"), err=True)
    except typer.Abort as error:
        raise ConfigError("nobody said yes; answer in a terminal, or give --yes") from error
    return answer.strip().lower() in _YES
