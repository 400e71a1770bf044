"""What is wrong with the config's file as it is now, or unwise: what `topbms config check` finds. Reads files only."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from topbms.config.parsing import BadConfigError
from topbms.config.reading import load
from topbms.config.sections import Config
from topbms.errors import ConfigError


class Finding(NamedTuple):
    """One thing, and whether it keeps the gateway from taking the config."""

    level: Literal["error", "warning"]
    error: ConfigError


def findings(path: Path) -> Iterator[Finding]:
    """Everything, in the order of the file."""
    try:
        loaded = load(path)
    except BadConfigError as error:
        yield from (Finding("error", problem) for problem in error.problems)
    except ConfigError as error:
        yield Finding("error", error)
    else:
        yield from (Finding("warning", warning) for warning in loaded.warnings)
        yield from (Finding("error", error) for error in unreadable(loaded.settings))


def unreadable(settings: Config) -> Iterator[ConfigError]:
    """Passwords and certificates that the gateway could not read."""
    for section in (settings.web, *(section for _, section in settings.sinks())):
        for name in ("credentials", "trust"):
            try:
                getattr(section, name, _nothing)()
            except ConfigError as error:
                yield error


def _nothing() -> None:
    """Of a section that names no files."""
