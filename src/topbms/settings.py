"""What every section of the config is made of: the strict base and the words for durations and secrets.

Knows pydantic, and none of the sections: each part keeps its own.
"""

import re
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

_SECONDS = {"ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|min|h|d)")


class Section(BaseModel):
    """A section of the config: unknown keys are errors, values never change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


def seconds(value: object) -> object:
    """Seconds of a duration such as "10s", "1.5min" or "30d"; a bare number would hide its unit and is refused."""
    if isinstance(value, float):
        return value
    found = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        message = 'a duration with its unit is expected, such as "500ms", "10s", "5min", "2h" or "30d"'
        raise ValueError(message)
    return float(found[1]) * _SECONDS[found[2]]


Seconds = Annotated[
    float,
    BeforeValidator(seconds),
    Field(json_schema_extra={"type": "string", "pattern": r"^\d+(\.\d+)?\s*(ms|s|min|h|d)$"}),
]
"""A duration in seconds, written with its unit in the config."""
