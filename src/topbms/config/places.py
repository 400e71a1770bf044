"""Where a value stands in the config: its path in the file's own words, the value there, the section around it.

A path is such as `link[usr1].pack[2].address`: a table of an array is named by its id, or counted from 1.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, TypeAlias, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from topbms.config.secrets import secret_keys
from topbms.config.sections import model

Places: TypeAlias = tuple[int | str, ...]
"""Keys and indexes from the top to one value."""

_BARE = re.compile(r"[A-Za-z0-9_-]{1,40}")
_LONGEST = 60
_NOT_THERE = object()


def places_of(detail: ErrorDetails, data: Mapping[str, Any]) -> Places:
    """Where an error of pydantic's stands; the names of a union's kinds, which it adds, are left out."""
    places: list[int | str] = []
    value: Any = data
    for place in detail["loc"]:
        value = _inside(value, place)
        if value is _NOT_THERE and detail["type"] != "missing":
            break
        places.append(place)
    return tuple(places)


def path_of(places: Places, data: Mapping[str, Any]) -> str:
    """The path of the value at these places."""
    path = ""
    value: Any = data
    for place in places:
        value = _inside(value, place)
        if isinstance(place, int):
            path += f"[{_name(value) or place + 1}]"
        else:
            path += f".{shown_key(place)}" if path else shown_key(place)
    return path


def value_at(places: Places, data: Mapping[str, Any]) -> object:
    """The value there; what stands there in the file, not what became of it."""
    value: Any = data
    for place in places:
        value = _inside(value, place)
    return value


def written(value: object, places: Places) -> str:
    """A value as it is written in the file, cut to a glance; tables and lists by their kind, a secret not at all."""
    if places and places[-1] in secret_keys(section_at(places[:-1])):
        return "…"
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, str | bool) else str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def shown_key(key: str) -> str:
    """A key as the file has it: in quotes where its characters ask for them."""
    return key if _BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def section_at(places: Places) -> type[BaseModel]:
    """The model of the section there; of a table with keys of the user's own, an empty one."""
    section: type[BaseModel] = model()
    for place in places:
        section = section if isinstance(place, int) else _section_of(section, place)
    return section


def _section_of(section: type[BaseModel], key: str) -> type[BaseModel]:
    field = section.model_fields.get(key)
    kinds = () if field is None else (field.annotation, *get_args(field.annotation))
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), BaseModel)


def _inside(value: Any, place: int | str) -> Any:  # noqa: ANN401 - any TOML value
    if isinstance(place, str):
        return value.get(place, _NOT_THERE) if isinstance(value, dict) else _NOT_THERE
    return value[place] if isinstance(value, list) and place < len(value) else _NOT_THERE


def _name(value: object) -> str | None:
    """The id of a table, if it has a proper one."""
    name = value.get("id") if isinstance(value, dict) else None
    return name if isinstance(name, str) and _BARE.fullmatch(name) else None
