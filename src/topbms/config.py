"""The config: one TOML file into typed settings, or one line that names the value that is wrong.

Every part keeps its own section; this module joins them, finds the file, adds secrets from the environment, and turns
what pydantic found into words. A sink's section is its module's name, found by scanning `topbms.sinks`.
"""

import os
import stat
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Literal, get_args

from pydantic import BaseModel, Field, SecretStr, ValidationError, create_model, field_validator, model_validator
from pydantic_core import ErrorDetails

import topbms.sinks
from topbms.dialects import dialects
from topbms.engine.settings import LinkSettings, PackSettings, PollSettings
from topbms.errors import ConfigError
from topbms.model.words import languages
from topbms.model.words.system import language_of_system
from topbms.settings import Section
from topbms.store.settings import Settings as HistorySettings
from topbms.transport.connection import check_url

VARIABLE = "TOPBMS_CONFIG"
PLACES = (Path("topbms.toml"), Path("/etc/topbms/topbms.toml"))
"""Where the config is looked for when neither --config nor the variable says."""

_MESSAGES = {
    "missing": "{path} is missing",
    "extra_forbidden": "{path} is not a setting{hint}",
    "int_type": "{path} must be a whole number, not {value!r}",
    "int_parsing": "{path} must be a whole number, not {value!r}",
    "float_type": "{path} must be a number, not {value!r}",
    "float_parsing": "{path} must be a number, not {value!r}",
    "bool_type": "{path} must be true or false, not {value!r}",
    "bool_parsing": "{path} must be true or false, not {value!r}",
    "string_type": "{path} must be a text in quotes, not {value!r}",
    "greater_than_equal": "{path} must be at least {ge}, not {value!r}",
    "greater_than": "{path} must be more than {gt}, not {value!r}",
    "less_than_equal": "{path} must be at most {le}, not {value!r}",
    "literal_error": "{path} must be {expected}, not {value!r}",
    "value_error": "{path}: {reason}",
}
_OTHER = "{path}: {reason}"


class Gateway(Section):
    """Everything but the sinks' sections."""

    site: str = Field("home", pattern=r"^[A-Za-z0-9_-]{1,40}$")
    """Names this gateway where several share a database or a broker."""

    language: str = Field(default_factory=language_of_system)
    """Language of alarms, verdicts, device names and the page; default: the system's, if it is known, else English."""

    poll: PollSettings = PollSettings()
    """How often packs are asked."""

    history: HistorySettings = HistorySettings()
    """The local history."""

    link: tuple[LinkSettings, ...] = ()
    """The ports, each with its packs."""

    @field_validator("language")
    @classmethod
    def _known_language(cls, value: str) -> str:
        if value not in languages():
            message = f"known languages are {', '.join(languages())}"
            raise ValueError(message)
        return value

    @field_validator("link")
    @classmethod
    def _usable_links(cls, links: tuple[LinkSettings, ...]) -> tuple[LinkSettings, ...]:
        _refuse_twice("two links have the id", [link.id for link in links])
        _refuse_twice("two links use the port", [_port(link.url) for link in links])
        _refuse_twice("two packs have the id", [pack_id(link, pack) for link in links for pack in link.pack])
        return tuple(_checked(link) for link in links)

    @model_validator(mode="after")
    def _known_idx(self) -> "Gateway":
        ids = {pack_id(link, pack) for link in self.link for pack in link.pack} | {"bank"}
        if any(link.packs == "auto" for link in self.link):
            return self
        for name, section in self.sinks():
            for pack in set(getattr(section, "idx", {})) - ids:
                message = f"{name}.idx.{pack} names no pack; packs are {', '.join(sorted(ids))}"
                raise ValueError(message)
        return self

    def sinks(self) -> Iterator[tuple[str, Section]]:
        """The sinks' sections that the config has, by name."""
        for name in sink_names():
            section = getattr(self, name, None)
            if section is not None:
                yield name, section


@dataclass(frozen=True, slots=True)
class Loaded:
    """A config as read: the settings, where they came from, the folder of relative paths, and what is unwise."""

    settings: Gateway
    path: Path
    state: Path
    warnings: tuple[str, ...] = ()


def load(path: Path | None) -> Loaded:
    """Find and read the config; raises ConfigError in one line."""
    found = find(path)
    state = Path(os.environ.get("STATE_DIRECTORY") or found.resolve().parent)
    data = _with_environment(_read(found))
    settings = _rooted(parse(data), state)
    return Loaded(settings, found, state, tuple(_warnings(found, settings)))


def find(path: Path | None) -> Path:
    """The config's file: the one named, the variable's, or the first that exists; raises ConfigError."""
    named = path or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    if named is not None:
        return named
    for place in PLACES:
        if place.exists():
            return place
    raise ConfigError(
        "no config found (looked for {places}); write one with: topbms config init",
        places=", ".join(str(place) for place in PLACES),
    )


def parse(data: Mapping[str, Any]) -> Gateway:
    """Settings from TOML data; raises ConfigError that names the first wrong value and counts the others."""
    try:
        return model().model_validate(data)
    except ValidationError as error:
        first, *others = problems(error, data)
        if others:
            first = ConfigError("{first} ({count} more: topbms config check)", first=first, count=len(others))
        raise first from error


def problems(error: ValidationError, data: Mapping[str, Any]) -> list[ConfigError]:
    """Each thing that pydantic found, as one line that names the value's path."""
    return [_problem(detail, data) for detail in error.errors()]


@cache
def model() -> type[Gateway]:
    """The whole config's model, the sinks' sections included."""
    sections: dict[str, Any] = {
        name: (import_module(f"topbms.sinks.{name}").Settings | None, None) for name in sink_names()
    }
    return create_model("Config", __base__=Gateway, __doc__="The config of topbms.", **sections)


@cache
def sink_names() -> tuple[str, ...]:
    """The sinks there are: modules and folders of `topbms.sinks`."""
    return tuple(sorted(found.name for found in iter_modules(topbms.sinks.__path__)))


def pack_id(link: LinkSettings, pack: PackSettings) -> str:
    """The id that keys a pack everywhere."""
    return pack.id or f"{link.id}-{pack.address}"


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError("{path} does not exist; write one with: topbms config init", path=path) from error
    except PermissionError as error:
        raise ConfigError("{path}: no permission to read it; try with sudo", path=path) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError("{path}: {reason}", path=path, reason=error) from error


def _with_environment(data: dict[str, Any]) -> dict[str, Any]:
    """Secrets that stand in the environment, such as TOPBMS_DOMOTICZ_PASSWORD, join their section."""
    for name in sink_names():
        section = data.get(name)
        settings = import_module(f"topbms.sinks.{name}").Settings
        for key in _secrets(settings):
            value = os.environ.get(f"TOPBMS_{name}_{key}".upper())
            if isinstance(section, dict) and value:
                section.setdefault(key, value)
    return data


def _secrets(section: type[BaseModel]) -> Iterator[str]:
    for key, field in section.model_fields.items():
        if field.annotation is SecretStr or SecretStr in get_args(field.annotation):
            yield key


def _rooted(settings: Gateway, state: Path) -> Gateway:
    """Relative paths made absolute: they are relative to the state folder."""
    sections = {"history": settings.history, **dict(settings.sinks())}
    return settings.model_copy(update={name: _rooted_section(section, state) for name, section in sections.items()})


def _rooted_section(section: Section, state: Path) -> Section:
    paths = {key: value for key in type(section).model_fields if isinstance(value := getattr(section, key), Path)}
    return section.model_copy(update={key: state / path.expanduser() for key, path in paths.items()})


def _warnings(path: Path, settings: Gateway) -> Iterator[str]:
    if not settings.link:
        yield f"{path}: no [[link]], so no battery is read; find yours with: topbms scan"
    has_secret = any(getattr(section, key) for _, section in settings.sinks() for key in _secrets(type(section)))
    if has_secret and path.stat().st_mode & stat.S_IROTH:
        yield f"{path} holds a secret and everybody may read it; try: chmod o-r {path}"


def _checked(link: LinkSettings) -> LinkSettings:
    try:
        check_url(link.url)
    except ConfigError as error:
        message = f"link {link.id}: {error}"
        raise ValueError(message) from error
    if link.dialect not in ("auto", *dialects()):
        message = f"link {link.id}: dialect {link.dialect!r} is not known; known are auto, {', '.join(dialects())}"
        raise ValueError(message)
    if link.pack and link.packs:
        message = f"link {link.id} has both a list of packs and packs = {link.packs!r}; keep one"
        raise ValueError(message)
    _refuse_twice(f"on link {link.id} two packs have the address", [str(pack.address) for pack in link.pack])
    auto: Literal["auto"] = "auto"
    return link if link.pack else link.model_copy(update={"packs": auto})


def _refuse_twice(what: str, names: list[str]) -> None:
    for i, name in enumerate(names):
        if name in names[:i]:
            message = f"{what} {name}"
            raise ValueError(message)


def _port(url: str) -> str:
    """What tells two spellings of one port: a symbolic link counts as what it points to."""
    return str(Path(url).resolve()) if url.startswith("/") else url.lower().rstrip("/")


def _problem(detail: ErrorDetails, data: Mapping[str, Any]) -> ConfigError:
    values = {"value": detail["input"], **detail.get("ctx", {})}
    values["reason"] = str(values.get("error", detail["msg"]))
    return ConfigError(
        _MESSAGES.get(detail["type"], _OTHER),
        **values | {"path": _path(detail["loc"], data), "hint": _hint(detail["loc"])},
    )


def _path(places: tuple[int | str, ...], data: Any) -> str:  # noqa: ANN401 - any TOML value
    """The way to a value in the file's own words; a table of an array is named by its id, or counted from 1."""
    path = ""
    for place in places:
        data = _inside(data, place)
        if isinstance(place, int):
            name = data.get("id") if isinstance(data, dict) else None
            path += f"[{name or place + 1}]"
        else:
            path += f".{place}" if path else place
    return path or "the config"


def _inside(data: Any, place: int | str) -> Any:  # noqa: ANN401 - any TOML value
    try:
        return data[place]
    except (KeyError, IndexError, TypeError):
        return None


def _hint(places: tuple[int | str, ...]) -> str:
    """Did you mean: a setting of the same section that looks like the unknown one."""
    section: Any = model()
    for place in places[:-1]:
        section = section if isinstance(place, int) else _section_of(section, place)
    known = list(getattr(section, "model_fields", {}))
    close = get_close_matches(str(places[-1]) if places else "", known, n=1)
    return f"; did you mean {close[0]}?" if close else f"; known are {', '.join(known)}"


def _section_of(section: Any, key: str) -> Any:  # noqa: ANN401 - a model, or what stands beside one in a union
    field = getattr(section, "model_fields", {}).get(key)
    kinds = [] if field is None else [field.annotation, *get_args(field.annotation)]
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)
