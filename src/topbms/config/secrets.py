"""Secrets of the config: which keys hold them, how the environment gives them, and who else may read them.

A key is a secret by its type. Knows no value longer than it takes to pass it on.
"""

import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, SecretStr

from topbms.config.sections import sink_names, sink_section
from topbms.errors import ConfigError
from topbms.web.settings import Settings as WebSettings


def secret_keys(section: type[BaseModel]) -> tuple[str, ...]:
    """The keys of a section that hold a secret."""
    return tuple(
        key
        for key, field in section.model_fields.items()
        if SecretStr in (field.annotation, *get_args(field.annotation))
    )


def with_environment(data: Mapping[str, Any], environment: Mapping[str, str]) -> dict[str, Any]:
    """The data with the secrets of the environment, such as TOPBMS_DOMOTICZ_PASSWORD, which win over the file's."""
    joined = dict(data)
    for name, key in _secrets():
        value = environment.get(f"TOPBMS_{name}_{key}".upper())
        section = joined.get(name)
        if value and isinstance(section, dict):
            joined[name] = {**section, key: value}
            joined[name].pop(f"{key}_file", None)
    return joined


def exposed(data: Mapping[str, Any], path: Path) -> Iterator[ConfigError]:
    """A warning for the file itself if it holds a secret that everybody may read."""
    has_secret = any(key in section for name, key in _secrets() if isinstance(section := data.get(name), dict))
    if has_secret and path.stat().st_mode & stat.S_IROTH:
        yield ConfigError("{path} holds a secret and everybody may read it; try: chmod o-r {path}", path=path)


def _secrets() -> Iterator[tuple[str, str]]:
    sections: dict[str, type[BaseModel]] = {"web": WebSettings, **{name: sink_section(name) for name in sink_names()}}
    for name, section in sections.items():
        for key in secret_keys(section):
            yield name, key
