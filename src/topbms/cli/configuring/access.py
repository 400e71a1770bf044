"""Who may look at the page: puts a password or a token into a config that is there. Changes nothing else in it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from topbms.cli.configuring.editing import table_text, with_setting, with_table
from topbms.cli.configuring.saving import save
from topbms.cli.speech import say, speak
from topbms.config.reading import source
from topbms.errors import ConfigError
from topbms.model.words import languages
from topbms.settings import SettingError
from topbms.settings.endpoint import address_of
from topbms.web.safe.token import hash_of, new_token

_SECTION = "web"
_KEY, _FILE = "password_hash", "password_hash_file"
EVERYWHERE = "0.0.0.0:8765"
"""Every IPv4 address that the machine has, on the usual port."""

_TOKEN = "token"  # noqa: S105 - a setting's name


def speak_of(path: Path) -> None:
    """Speak the language of a config, right or wrong as it otherwise is."""
    language = source(path)[1].get("language")
    if language in languages():
        speak(language)


def refuse_file(path: Path) -> None:
    """ConfigError where the password is in a file of its own."""
    section = source(path)[1].get(_SECTION)
    if isinstance(section, dict) and _FILE in section:
        raise ConfigError(
            "{path}: the password is in {file}; write it there: topbms config password --print",
            path=path,
            file=section[_FILE],
        )


def put_password(path: Path, line: str, *, network: bool) -> None:
    """Write `password_hash`, and with `network` have every machine reach the page, on the port that it has."""
    text, data = source(path)
    edited: str | None = text
    for key, value in {**({"listen": _everywhere(data)} if network else {}), _KEY: line}.items():
        edited = None if edited is None else with_setting(edited, _SECTION, key, value)
    if edited is None:
        raise ConfigError(
            "{path} is written in a way that cannot be changed by itself; put this into [web] in it: {line}",
            path=path,
            line=f'{_KEY} = "{line}"',
        )
    save(path, edited, replace=True)


def put_token(path: Path, name: str) -> str:
    """Write what a new token is known by; the token."""
    text, data = source(path)
    _refuse_taken(path, name, data.get(_SECTION))
    token = new_token()
    edited = with_table(text, _SECTION, _TOKEN, {"name": name, "hash": hash_of(token)})
    if edited is None:
        raise ConfigError(
            "{path} is written in a way that cannot be changed by itself; take the lines of: "
            "topbms config token {name} --print",
            path=path,
            name=name,
        )
    save(path, edited, replace=True)
    return token


def token_lines(name: str) -> tuple[str, str]:
    """A new token, and the lines by which a config knows it."""
    token = new_token()
    return token, table_text(f"{_SECTION}.{_TOKEN}", {"name": name, "hash": hash_of(token)})


def reload_hint() -> str:
    """What makes the running gateway take it."""
    return say("The running gateway takes it at: sudo systemctl reload topbms")


def _everywhere(data: Mapping[str, Any]) -> str:
    """Every IPv4 address of the machine; every one at all where it was so, or an IPv6 one."""
    section = data.get(_SECTION)
    listen = str(section.get("listen", "")) if isinstance(section, dict) else ""
    try:
        host, port = address_of(listen)
    except SettingError:
        return EVERYWHERE
    return f"[::]:{port}" if ":" in host else f"0.0.0.0:{port}"


def _refuse_taken(path: Path, name: str, section: object) -> None:
    listed = section.get(_TOKEN, ()) if isinstance(section, dict) else ()
    if any(isinstance(one, dict) and one.get("name") == name for one in listed):
        raise ConfigError(
            "{path} has a token {name} already; take its lines out first, or choose another name", path=path, name=name
        )
