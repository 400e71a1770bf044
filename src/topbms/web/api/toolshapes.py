"""What the tools of the API say: frames explained, the config, ports and scans, errors. As `topbms.web.api.shapes`."""

from typing import Any, Literal

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

_documented = with_config(ConfigDict(use_attribute_docstrings=True))


@_documented
class Part(TypedDict):
    """One field of a frame."""

    at: int
    """The first of its characters, counted from 0 at the SOI."""
    raw: str
    """Its characters."""
    name: str
    value: float | str | None
    text: str
    """The value for people."""
    unit: str | None


@_documented
class Explained(TypedDict):
    """A frame field by field, or what is wrong with it."""

    frame: str
    valid: bool
    error: str | None
    """syntax, length, checksum, return_code, unknown or payload."""
    message: str | None
    dialect: str | None
    direction: str | None
    kind: str | None
    version: str | None
    address: int | None
    parts: list[Part]
    packs: list[dict[str, Any]]


class Decoded(TypedDict):
    """The frames found in a text."""

    frames: list[Explained]


class Setting(TypedDict):
    """A setting of the running config; values as they are written in the file, of a secret only whether it is set."""

    key: str
    value: str | None
    default: str | None
    meaning: str
    secret: bool


class SettingGroup(TypedDict):
    """A section of the config."""

    name: str
    rows: list[Setting]


class Finding(TypedDict):
    """What `topbms config check` says of the file as it is now."""

    level: Literal["error", "warning"]
    message: str


class Settings(TypedDict):
    """The running config, without its secrets."""

    path: str
    groups: list[SettingGroup]
    check: list[Finding]


@_documented
class Port(TypedDict):
    """A serial port of this machine."""

    path: str
    name: str
    note: str
    """Why it is none of a battery's, empty where nothing speaks against it."""


class Ports(TypedDict):
    """The serial ports there are; none was opened."""

    ports: list[Port]


class Progress(TypedDict):
    """How far a scan has come."""

    done: int
    of: int
    text: str


@_documented
class ScanResult(TypedDict):
    """What a scan found."""

    verdict: str
    config: str
    """The section to put into topbms.toml; empty when no pack answered."""
    packs: list[str]
    """A line a pack."""
    busy: bool
    """Whether somebody else talks on the line, so that nobody was asked."""


class Problem(TypedDict):
    """An error, by RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
