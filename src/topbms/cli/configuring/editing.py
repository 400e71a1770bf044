"""Putting one setting into a config's text, with everything else in it, comments too, left as it is.

What is not certain to have done just that is not done: the text is read back and compared. Knows TOML's lines, no file.
"""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from topbms.cli.configuring.draft import quoted

_TABLE = re.compile(r"\s*\[")


def with_setting(text: str, section: str, key: str, value: str) -> str | None:
    """The text with `key = "value"` in `[section]`; None where it cannot be put there with certainty."""
    data = _data(text)
    if data is None or not isinstance(data.get(section, {}), dict):
        return None
    edited = "\n".join(_edited(text.split("\n"), section, f"{key} = {quoted(value)}", key))
    wanted = {**data, section: {**data.get(section, {}), key: value}}
    return edited if _data(edited) == wanted else None


def with_table(text: str, section: str, key: str, table: Mapping[str, str]) -> str | None:
    """The text with one more `[[section.key]]` at its end; None where it cannot be put there with certainty."""
    data = _data(text)
    if data is None or not isinstance(data.get(section, {}), dict):
        return None
    edited = f"{text.rstrip()}\n\n{table_text(f'{section}.{key}', table)}"
    inner = data.get(section, {})
    listed = inner.get(key, [])
    wanted = {**data, section: {**inner, key: [*(listed if isinstance(listed, list) else ()), dict(table)]}}
    return edited.lstrip() if _data(edited) == wanted else None


def table_text(heading: str, table: Mapping[str, str]) -> str:
    """One table of a list of them."""
    return "\n".join([f"[[{heading}]]", *(f"{key} = {quoted(value)}" for key, value in table.items())]) + "\n"


def _edited(lines: list[str], section: str, line: str, key: str) -> list[str]:
    head = re.compile(rf"\s*\[\s*{section}\s*\]\s*(#.*)?")
    places = [place for place, one in enumerate(lines) if head.fullmatch(one.rstrip("\r"))]
    if not places:
        return [*"\n".join(lines).rstrip().split("\n"), "", f"[{section}]", line, ""]
    start = places[0] + 1
    end = next((place for place in range(start, len(lines)) if _TABLE.match(lines[place])), len(lines))
    same = re.compile(rf"\s*{key}\s*=")
    found = [place for place in range(start, end) if same.match(lines[place])]
    if found:
        return [*lines[: found[0]], line, *lines[found[0] + 1 :]]
    last = max((place + 1 for place in range(start, end) if lines[place].strip()), default=start)
    return [*lines[:last], line, *lines[last:]]


def _data(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
