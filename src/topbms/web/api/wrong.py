"""What is wrong with a request, in our words: each fault that pydantic found, with its place. Pure; knows its types."""

from collections.abc import Mapping, Sequence
from typing import Any

from topbms.errors import TopbmsError
from topbms.settings import SettingError

MOST = 3
"""Faults of one request that are told."""

_LONGEST = 100
_BODY = "the body"

# Templates: the values come with each fault.
_NUMBER = TopbmsError("{place} must be a number")
_WHOLE = TopbmsError("{place} must be a whole number")
_TEXT = TopbmsError("{place} must be a text")
_SWITCH = TopbmsError("{place} must be true or false")
_OBJECT = TopbmsError("{place} must be a JSON object, sent as Content-Type: application/json")
_LEAST = TopbmsError("{place} must be at least {ge}")
_AT_MOST = TopbmsError("{place} must be at most {le}")
_EMPTY = TopbmsError("{place} is too short")
_LONG = TopbmsError("{place} has more than {max_length} characters")
_MANY = TopbmsError("{place} is given more than {max_length} times")
_DAY = TopbmsError("{place}: a day is expected, such as 2026-11-25")
_ONE_OF = TopbmsError("{place} must be one of {expected}")
_OTHER = TopbmsError("{place} is not a valid value")

_SAID: Mapping[str, TopbmsError] = {
    "missing": TopbmsError("{place} is missing"),
    "extra_forbidden": TopbmsError("{place} is not known here"),
    "json_invalid": TopbmsError("the body is no JSON"),
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "float_parsing": _NUMBER,
    "float_type": _NUMBER,
    "finite_number": _NUMBER,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "bool_parsing": _SWITCH,
    "bool_type": _SWITCH,
    "string_type": _TEXT,
    "string_too_short": _EMPTY,
    "string_too_long": _LONG,
    "too_short": _EMPTY,
    "too_long": _MANY,
    "greater_than_equal": _LEAST,
    "less_than_equal": _AT_MOST,
    "literal_error": _ONE_OF,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
}


def wrong(faults: Sequence[Mapping[str, Any]]) -> list[TopbmsError]:
    """The first faults of a request, each once. A value that may be of several kinds has one fault a kind."""
    found = {(str(error), error.template): error for error in map(_told, faults)}
    return list(found.values())[:MOST]


def _told(fault: Mapping[str, Any]) -> TopbmsError:
    context, place = dict(fault.get("ctx", {})), _place(fault["loc"])
    error = context.get("error")
    if isinstance(error, SettingError):
        return TopbmsError("{place}: {reason}", place=place, reason=TopbmsError(error.template, **error.values))
    said = _SAID.get(str(fault["type"]), _OTHER)
    values = {name: _shown(value) for name, value in context.items()}
    return TopbmsError(said.template, **values | {"place": place})


def _place(parts: Sequence[object]) -> str:
    """The name of the value: of one in a query what follows tells only how pydantic tried to read it."""
    kind, *names = map(str, parts)
    shown = names if kind == "body" else names[:1]
    return ".".join(shown)[:_LONGEST] or _BODY


def _shown(value: object) -> object:
    """A bound without the .0 that nobody wrote, and choices without the "or" of another language."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value.replace(" or ", ", ") if isinstance(value, str) else value
