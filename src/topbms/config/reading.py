"""Finding and reading the config's file. Knows files, folders and the environment; what is right in it, others know."""

import os
import re
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from topbms.config.cautions import cautions
from topbms.config.parsing import BadConfigError, parse
from topbms.config.secrets import exposed, with_environment
from topbms.config.sections import Config
from topbms.errors import ConfigError
from topbms.settings import Section

VARIABLE = "TOPBMS_CONFIG"
PLACES = (Path("topbms.toml"), Path("/etc/topbms/topbms.toml"))
"""Where the config is looked for when neither --config nor the variable says."""

SERVICE_CONFIG, SERVICE_STATE = Path("/etc/topbms"), Path("/var/lib/topbms")
"""The service's folders: a verb that is typed by hand must find the history that the service keeps."""

_LINE = re.compile(r" \(at line (\d+), column \d+\)$")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A config as read: the settings, where they came from, the folder of relative paths, and what is unwise.

    A warning is told like an error, and stops nothing.
    """

    settings: Config
    path: Path
    state: Path
    warnings: tuple[ConfigError, ...] = ()


def load(path: Path | None, environment: Mapping[str, str] = os.environ) -> Loaded:
    """Find and read the config; raises ConfigError in one line, BadConfigError where values are wrong."""
    found = find(path, environment)
    _, data = source(found)
    warnings = tuple(exposed(data, found))
    try:
        settings = parse(with_environment(data, environment))
    except BadConfigError as error:
        raise BadConfigError(error.problems, file=found, language=error.language) from error
    state = _state_folder(found, environment)
    rooted = _rooted(settings, state)
    if rooted.history.path.is_dir():
        problem = ConfigError("history.path: {path} is a folder; name a file in it", path=rooted.history.path)
        raise BadConfigError([problem], file=found, language=settings.language)
    return Loaded(rooted, found, state, (*warnings, *cautions(found, rooted)))


def find(path: Path | None, environment: Mapping[str, str] = os.environ) -> Path:
    """The config's file: the one named, the variable's, or the first that exists; raises ConfigError."""
    named = path or (Path(environment[VARIABLE]) if environment.get(VARIABLE) else None)
    if named is not None:
        return named
    for place in PLACES:
        if _is_there(place):
            return place
    raise ConfigError(
        "no config found (looked for {places}); write one with: topbms config init",
        places=", ".join(str(place) for place in PLACES),
    )


def _is_there(place: Path) -> bool:
    """Also where the folder may not be looked into: reading will then say so."""
    try:
        place.stat()
    except PermissionError:
        return True
    except OSError:
        return False
    return True


def source(path: Path) -> tuple[str, dict[str, Any]]:
    """The text of a config and its data, right or wrong; ConfigError for what is no TOML."""
    if _is_no_file(path):
        raise ConfigError("{path} is not a plain file; name the config itself", path=path)
    try:
        # Editors on Windows put a byte order mark in front, which TOML does not know.
        text = path.read_text(encoding="utf-8-sig")
        return text, tomllib.loads(text)
    except FileNotFoundError as error:
        raise ConfigError("{path} does not exist; write one with: topbms config init", path=path) from error
    except PermissionError as error:
        raise ConfigError("{path}: no permission to read it; try with sudo", path=path) from error
    except OSError as error:
        raise ConfigError("{path}: {reason}", path=path, reason=error.strerror) from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            "{path}, line {line}: not UTF-8 text; save it as UTF-8", path=path, line=_line_of(error)
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise _syntax(path, str(error)) from error
    except RecursionError as error:
        raise ConfigError("{path} is not TOML that topbms can use: it is nested too deeply", path=path) from error


def _is_no_file(path: Path) -> bool:
    """A pipe or a device, which reading would wait for, or a folder; what cannot be looked at, reading tells better."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode)


def _line_of(error: UnicodeDecodeError) -> int:
    return 1 + error.object.count(b"\n", 0, error.start)


def _syntax(path: Path, reason: str) -> ConfigError:
    place = _LINE.search(reason)
    if place is None:
        return ConfigError("{path} is not TOML: {reason}", path=path, reason=reason)
    return ConfigError(
        "{path}, line {line}: not TOML: {reason}", path=path, line=int(place[1]), reason=reason[: place.start()]
    )


def _state_folder(config: Path, environment: Mapping[str, str]) -> Path:
    """The first folder that systemd made for us, the service's for its config, otherwise the config's own."""
    named = environment.get("STATE_DIRECTORY", "").partition(":")[0]
    if named:
        return Path(named)
    folder = config.resolve().parent
    return SERVICE_STATE if folder == SERVICE_CONFIG else folder


def _rooted(settings: Config, state: Path) -> Config:
    """Relative paths made absolute: they are relative to the state folder."""
    sections = {"history": settings.history, "web": settings.web, **dict(settings.sinks())}
    return settings.model_copy(update={name: _rooted_section(section, state) for name, section in sections.items()})


def _rooted_section(section: Section, state: Path) -> Section:
    paths = {key: value for key in type(section).model_fields if isinstance(value := getattr(section, key), Path)}
    return section.model_copy(update={key: state / _at_home(path) for key, path in paths.items()})


def _at_home(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError as error:
        raise ConfigError("{path}: there is no such user's folder; write the whole path", path=path) from error
