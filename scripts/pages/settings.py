"""docs/settings.md: every setting of every section. Knows how pydantic keeps types, bounds and docstrings."""

from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, SecretStr
from pydantic.fields import FieldInfo

from scripts.pages.markdown import code, number, table
from topbms.config import model
from topbms.config.reading import PLACES, VARIABLE
from topbms.config.secrets import secret_keys
from topbms.settings import duration, seconds

_HEAD = f"""\
# Settings

One TOML file. It is the one named by `--config`, else by the variable `{VARIABLE}`, else the first of
{", ".join(code(place) for place in PLACES)} that exists. `topbms config init` writes one to start from,
`topbms config check` names every mistake by its place, and `topbms config schema` prints the JSON Schema that editors
complete from.

Everything has a default but the links. An unknown key is an error. Relative paths start at the state folder:
`/var/lib/topbms` for the service, the config's own folder otherwise. A duration is a text with its unit: `"500ms"`,
`"10s"`, `"5min"`, `"2h"`, `"30d"`.

A running gateway takes a changed config at `sudo systemctl reload topbms`; changes of `[history]` wait for its next
start.

"""

_NAMES: dict[Any, str] = {
    bool: "true or false",
    int: "whole number",
    float: "number",
    str: "text",
    SecretStr: "text, secret",
    Path: "path",
    dict: "table",
    tuple: "list of texts",
}
_PATTERNS = {r"^[A-Za-z0-9_-]{1,40}$": "1 to 40 letters, digits, `_` or `-`"}
_BOUNDS = {"ge": "at least {}", "gt": "more than {}", "le": "at most {}", "lt": "less than {}"}


def page() -> str:
    """The whole page."""
    return _HEAD + "\n".join([*_section(model(), ""), _secrets()])


def sections(section: type[BaseModel], path: str) -> Iterator[tuple[str, type[BaseModel], bool]]:
    """The sections below one, in the order of the file: path such as "link.pack", model, whether it is a list."""
    for key, field in section.model_fields.items():
        below, repeated = _below(field.annotation)
        if below is not None:
            inner = f"{path}.{key}".lstrip(".")
            yield inner, below, repeated
            yield from sections(below, inner)


def _section(top: type[BaseModel], path: str) -> Iterator[str]:
    yield f"## At the top of the file\n\n{_table(top)}"
    for inner, below, repeated in sections(top, path):
        head = f"[[{inner}]]" if repeated else f"[{inner}]"
        yield f"## `{head}`\n\n{_prose(below.__doc__ or '')}\n\n{_table(below)}"


def _table(section: type[BaseModel]) -> str:
    rows = [_row(key, field) for key, field in section.model_fields.items() if _below(field.annotation)[0] is None]
    return table(("setting", "type", "default", "meaning"), rows)


def _row(key: str, field: FieldInfo) -> list[str]:
    kind = _kind(field.annotation, field.metadata)
    bounds = ", ".join(_bounds(field))
    return [code(key), f"{kind}; {bounds}" if bounds else kind, _default(field), _prose(field.description or "")]


def _below(annotation: Any) -> tuple[type[BaseModel] | None, bool]:  # noqa: ANN401 - any annotation
    """The section that a field holds, and whether it holds several."""
    for kind in (annotation, *get_args(annotation)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind, get_origin(annotation) is tuple
    return None, False


def _kind(annotation: Any, metadata: list[Any]) -> str:  # noqa: ANN401 - any annotation
    """A type in the words of somebody who writes the file."""
    if any(isinstance(one, BeforeValidator) and one.func is seconds for one in metadata):
        return "duration"
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _kind(inner[0], list(inner[1:]))
    if origin is Literal:
        return " or ".join(code(f'"{value}"') for value in inner)
    if origin in (Union, UnionType):
        return " or ".join(_kind(one, []) for one in inner if one is not type(None))
    return _NAMES[origin or annotation]


def _bounds(field: FieldInfo) -> Iterator[str]:
    is_duration = _kind(field.annotation, field.metadata) == "duration"
    for bound in field.metadata:
        for name, words in _BOUNDS.items():
            value = getattr(bound, name, None)
            if value is not None:
                yield words.format(code(f'"{duration(value)}"') if is_duration else number(value))
        pattern = getattr(bound, "pattern", None)
        if pattern is not None:
            yield _PATTERNS[pattern]
        if getattr(bound, "max_length", None) is not None:
            yield f"at most {bound.max_length} characters"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**required**"
    if field.default_factory is not None or field.default in (None, ()):
        return ""
    if _kind(field.annotation, field.metadata) == "duration":
        return code(f'"{duration(field.default)}"')
    if isinstance(field.default, bool):
        return code(str(field.default).lower())
    if isinstance(field.default, int | float):
        return code(number(field.default))
    return code(f'"{field.default}"')


def _secrets() -> str:
    rows = [
        [code(f"TOPBMS_{path}_{key}".upper()), f"`{key}` in `[{path}]`"]
        for path, section, _ in sections(model(), "")
        for key in secret_keys(section)
    ]
    return f"""\
## From the environment

A secret may come from the environment instead; it wins over the file's. The section itself must be in the file.

{table(("variable", "stands for"), rows)}\
"""


def _prose(text: str) -> str:
    """A docstring as it may stand in a cell: names of ports are no HTML."""
    return " ".join(text.split()).replace("<", "&lt;")
