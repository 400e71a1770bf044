"""As much of a shell's grammar as the old scripts use: words, comments, assignments, variables. Runs nothing."""

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping

from topbms.cli.importing.files import Line

_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)
_VARIABLE = re.compile(r"\$(?:(\w+)|\{(\w+)\})")
_DECLARING = {"export", "readonly", "local", "declare", "typeset"}
_BETWEEN = set(";&|(){}")


def words(line: str) -> list[str]:
    """The words of a line, quotes and comment taken off, operators as words of their own; none of a torn line."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    try:
        return list(lexer)
    except ValueError:  # a quote that is closed in another line
        return []


def variables(lines: Iterable[Line]) -> dict[str, str]:
    """What the plain assignments of a script leave in its variables; computed values are left out."""
    found: dict[str, str] = {}
    for line in lines:
        for name, value in _assignments(words(line.text)):
            literal = expanded(value, found)
            if literal is not None:
                found[name] = literal
    return found


def expanded(word: str, known: Mapping[str, str]) -> str | None:
    """The word with its variables filled in; None when it holds what only a shell could tell."""
    filled = _VARIABLE.sub(lambda found: known.get(found[1] or found[2], "$"), word)
    return None if "$" in filled or "`" in filled else filled


def _assignments(line: list[str]) -> Iterator[tuple[str, str]]:
    """Those in front of each command of a line; blanks around the sign, which no shell takes, are forgiven."""
    at_start = True
    for i, word in enumerate(line):
        found = _ASSIGNMENT.fullmatch(word)
        if at_start and found:
            yield found[1], found[2]
        elif line[i + 1 : i + 2] == ["="] and at_start:
            yield word, "".join(line[i + 2 : i + 3])
        at_start = set(word) <= _BETWEEN or (at_start and (found is not None or word in _DECLARING))
