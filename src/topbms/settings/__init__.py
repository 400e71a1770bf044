"""What every section of the config is made of: the strict base, durations, and the error of a value that is refused.

Knows pydantic, and none of the sections: each part keeps its own.
"""

import re
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

_SECONDS = {"ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|min|h|d)")
_LONG_UNITS = (("d", 86_400_000), ("h", 3_600_000), ("min", 60_000))


class SettingError(ValueError):
    """A value that its section refuses; like the errors of topbms, a template in English with its values beside it.

    pydantic passes on whatever is a ValueError; a plain one is shown as it is, and cannot be translated.
    """

    def __init__(self, template: str, /, **values: object) -> None:
        super().__init__(template.format(**values))
        self.template = template
        self.values = values


class Section(BaseModel):
    """A section of the config: unknown keys are errors, values never change after reading."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, hide_input_in_errors=True, allow_inf_nan=False
    )


def seconds(value: object, info: ValidationInfo) -> object:
    """Seconds of a duration such as "10s", "1.5min" or "30d".

    A bare number in a config would hide its unit and is refused; code, which validates Python values, counts in
    seconds.
    """
    if info.mode == "python" and isinstance(value, float | int):
        return value
    found = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise SettingError('a duration with its unit is expected, such as "500ms", "10s", "5min", "2h" or "30d"')
    return float(found[1]) * _SECONDS[found[2]]


def duration(value: float) -> str:
    """A number of seconds as it is written in the config, to the millisecond: 0.5 is "500ms", 1800.0 is "30min"."""
    milliseconds = round(value * 1000)
    for unit, size in _LONG_UNITS:
        if milliseconds >= 2 * size and milliseconds % size == 0:
            return f"{milliseconds // size}{unit}"
    return f"{milliseconds}ms" if milliseconds % 1000 else f"{milliseconds // 1000}s"


Seconds = Annotated[
    float,
    BeforeValidator(seconds),
    Field(json_schema_extra={"type": "string", "pattern": r"^\d+(\.\d+)?\s*(ms|s|min|h|d)$"}),
]
"""A duration in seconds, written with its unit in the config."""


def _listed(value: object) -> object:
    if not isinstance(value, list | tuple):
        raise SettingError('a list is expected, such as ["one", "two"]')
    return tuple(value)


Texts = Annotated[tuple[str, ...], BeforeValidator(_listed)]
"""Texts in a list."""
