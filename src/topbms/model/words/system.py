"""Which language the environment asks for. The only thing here that looks outside."""

import os
from collections.abc import Mapping

from topbms.model.words import DEFAULT, languages

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")  # in the order that POSIX gives them


def language_of_system(environment: Mapping[str, str] = os.environ) -> str:
    """The language of the first of LC_ALL, LC_MESSAGES and LANG that is set, if it is one of ours, else English."""
    value = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    code = value.partition(".")[0].partition("_")[0]
    return code if code in languages() else DEFAULT
