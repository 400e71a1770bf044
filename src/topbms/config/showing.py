"""The running config for people to look at: each setting with its value, default and meaning. No secret leaves here.

Values are written as in the file. A setting's meaning is its docstring; the languages may have their own wording of it.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, get_args

from pydantic import BeforeValidator
from pydantic.fields import FieldInfo

from topbms.config.secrets import secret_keys
from topbms.model.words import Words
from topbms.settings import Section, duration, seconds
from topbms.transport.connection import shown

HIDDEN = "•••"
"""In the place of a secret that is set."""

_IN_QUERY = re.compile(r"((?:password|passwd|token|secret|key)=)[^&#\s]+", re.IGNORECASE)


class Row(NamedTuple):
    """One setting, with its path such as "poll.interval"; None for what is not set, or has no default."""

    key: str
    value: str | None
    default: str | None
    meaning: str
    secret: bool


class Group(NamedTuple):
    """One section: its path, empty at the top of the file."""

    name: str
    rows: tuple[Row, ...]


def groups(section: Section, words: Words, path: str = "") -> Iterator[Group]:
    """A section and all below it that the config has, in the order of the file."""
    secrets = secret_keys(type(section))
    plain = [(key, field) for key, field in type(section).model_fields.items() if not _below(getattr(section, key))]
    rows = [
        _row(_joined(path, key), field, getattr(section, key), words, is_secret=key in secrets)
        for key, field in plain
        if not _is_section(field)
    ]
    yield Group(path, tuple(rows))
    for key in type(section).model_fields:
        for name, below in _below(getattr(section, key)):
            yield from groups(below, words, _joined(path, key + name))


def _row(path: str, field: FieldInfo, value: object, words: Words, *, is_secret: bool) -> Row:
    is_duration = _is_duration(field.metadata) or any(
        _is_duration(_metadata(one)) for one in get_args(field.annotation)
    )
    default = None if field.is_required() or is_secret else _written(field.default, is_duration=is_duration)
    shown_value = _written(value, is_duration=is_duration)
    meaning = " ".join((field.description or "").split())
    hidden = None if value is None else HIDDEN
    return Row(path, hidden if is_secret else shown_value, default, words.phrases.get(meaning, meaning), is_secret)


def _below(value: object) -> list[tuple[str, Section]]:
    """The sections that a value holds, each with what tells it from its neighbours."""
    if isinstance(value, Section):
        return [("", value)]
    listed = value if isinstance(value, tuple) else ()
    found = [one for one in listed if isinstance(one, Section)]
    return [(f"[{getattr(one, 'id', None) or place}]", one) for place, one in enumerate(found, 1)]


def _is_section(field: FieldInfo) -> bool:
    """Whether a field holds sections, also where the config has none there."""
    kinds = (field.annotation, *get_args(field.annotation))
    return any(isinstance(kind, type) and issubclass(kind, Section) for kind in kinds)


def _joined(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _metadata(annotation: Any) -> list[Any]:  # noqa: ANN401 - any annotation
    return list(getattr(annotation, "__metadata__", ()))


def _is_duration(metadata: list[Any]) -> bool:
    return any(isinstance(one, BeforeValidator) and one.func is seconds for one in metadata)


def _written(value: object, *, is_duration: bool) -> str | None:
    """As it is written in the file, but without quotes; None for what cannot be written."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return duration(value) if is_duration else f"{value:g}" if isinstance(value, float) else str(value)
    if isinstance(value, str | Path):
        return _without_secrets(str(value))
    if isinstance(value, tuple | dict) and value:
        return _without_secrets(str(list(value) if isinstance(value, tuple) else value))
    return None


def _without_secrets(text: str) -> str:
    return _IN_QUERY.sub(rf"\1{HIDDEN}", shown(text) if "://" in text else text)
