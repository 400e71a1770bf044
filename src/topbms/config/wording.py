"""What pydantic refuses, in our words: one error a value, told with its path. Knows pydantic's error types."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from topbms.config.places import Places, path_of, places_of, section_at, value_at, written
from topbms.errors import ConfigError
from topbms.settings import SettingError, duration

_MESSAGES = {
    "missing": "{path} is missing",
    "int_type": "{path} must be a whole number, not {value}",
    "float_type": "{path} must be a number, not {value}",
    "finite_number": "{path} must be a number, not {value}",
    "bool_type": "{path} must be true or false, not {value}",
    "string_type": "{path} must be a text in quotes, not {value}",
    "string_too_long": "{path} must have at most {max_length} characters",
    "string_pattern_mismatch": "{path} must be 1 to 40 letters (without accents), digits, _ or -, not {value}",
    "greater_than_equal": "{path} must be at least {ge}, not {value}",
    "greater_than": "{path} must be more than {gt}, not {value}",
    "less_than_equal": "{path} must be at most {le}, not {value}",
    "literal_error": "{path} must be one of {expected}, not {value}",
    "model_type": "{path} must be a table, not {value}",
    "dict_type": "{path} must be a table, not {value}",
    "tuple_type": "{path} must be a list of tables, each under a heading in double brackets, not {value}",
}
_OTHER = "{path}: {reason}"
_OPTION = re.compile(r"'([^']*)'")


def refused(error: ValidationError, data: Mapping[str, Any]) -> list[ConfigError]:
    """Everything that pydantic refused in `data`, in the order of the settings."""
    found: dict[Places, list[ErrorDetails]] = {}
    for detail in error.errors(include_url=False):
        found.setdefault(places_of(detail, data), []).append(detail)
    return [_problem(places, details, data) for places, details in found.items()]


def _problem(places: Places, details: Sequence[ErrorDetails], data: Mapping[str, Any]) -> ConfigError:
    """One error for one value; of a value that may be of several kinds, pydantic refuses each kind by itself."""
    first = details[0]
    if first["type"] == "extra_forbidden":
        return _unknown(places, data)
    if len(details) > 1 and first["type"] == "literal_error":
        problem = _told(places, details[1], data)
        return ConfigError(
            "{problem}; {expected} is possible too", problem=problem, expected=_context(first)["expected"]
        )
    return _told(places, first, data)


def _told(places: Places, detail: ErrorDetails, data: Mapping[str, Any]) -> ConfigError:
    value = value_at(places, data)
    # The bounds of a text are those of a duration; no other text has any.
    bound = duration if isinstance(value, str) else _number
    context = {key: bound(one) if isinstance(one, float) else one for key, one in _context(detail).items()}
    values = context | {"path": path_of(places, data), "value": written(value, places)}
    return ConfigError(_MESSAGES.get(detail["type"], _OTHER), **values)


def _unknown(places: Places, data: Mapping[str, Any]) -> ConfigError:
    path, known = path_of(places, data), list(section_at(places[:-1]).model_fields)
    close = get_close_matches(str(places[-1]), known, n=1)
    if close:
        return ConfigError("{path} is not a setting; did you mean {close}?", path=path, close=close[0])
    return ConfigError("{path} is not a setting; known here are {known}", path=path, known=", ".join(known))


def _context(detail: ErrorDetails) -> dict[str, object]:
    """What pydantic says beside the error's type; words as they stand in the file, and a `reason` in any case."""
    context: dict[str, object] = {"reason": detail["msg"], **detail.get("ctx", {})}
    error = context.pop("error", None)
    if error is not None:
        context["reason"] = ConfigError(error.template, **error.values) if isinstance(error, SettingError) else error
    if "expected" in context:
        context["expected"] = ", ".join(f'"{word}"' for word in _OPTION.findall(str(context["expected"])))
    return context


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else str(value)
