"""From TOML data to settings, or all that is wrong with them. Knows no file."""

import json
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from pydantic import ValidationError

from topbms.config.relations import contradictions
from topbms.config.sections import Config, model
from topbms.config.wording import refused
from topbms.errors import ConfigError
from topbms.model.words import languages


class BadConfigError(ConfigError):
    """A config whose values cannot be used; `problems` are all that were found, the message tells the first.

    `file` is None for data that are in no file; `language` is the config's own, None when it has none that is known.
    """

    def __init__(
        self, problems: Sequence[ConfigError], file: PurePath | None = None, language: str | None = None
    ) -> None:
        summary = problems[0]
        if len(problems) > 1:
            template = "{problem} ({count} more; see them with: topbms config check)"
            summary = ConfigError(template, problem=summary, count=len(problems) - 1)
        if file is not None:
            summary = ConfigError("{path}: {problem}", path=file, problem=summary)
        super().__init__(summary.template, **summary.values)
        self.problems = tuple(problems)
        self.language = language


def parse(data: Mapping[str, Any]) -> Config:
    """Settings from TOML data; raises BadConfigError."""
    try:
        # As JSON, because pydantic takes no "1" for a number there, and still takes lists and texts for what they say.
        settings = model().model_validate_json(json.dumps(data, default=_as_json), strict=True)
    except ValidationError as error:
        raise BadConfigError(refused(error, data), language=_language(data)) from error
    problems = list(contradictions(settings))
    if problems:
        raise BadConfigError(problems, language=settings.language)
    return settings


def _as_json(value: object) -> object:
    """What TOML has and JSON has not: dates, as something that no setting takes; and the paths of our own code."""
    return str(value) if isinstance(value, PurePath) else [str(value)]


def _language(data: Mapping[str, Any]) -> str | None:
    language = data.get("language")
    return language if language in languages() else None
