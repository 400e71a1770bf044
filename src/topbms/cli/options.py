"""Options that several verbs share, so that they read the same everywhere."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

ConfigOption: TypeAlias = Annotated[
    Path | None,
    typer.Option("--config", "-c", help="The config; default: $TOPBMS_CONFIG, ./topbms.toml, /etc/topbms/topbms.toml."),
]
JsonOption: TypeAlias = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
BaudOption: TypeAlias = Annotated[
    int, typer.Option("--baud", min=300, max=921_600, help="Speed of the pack's serial port.")
]
DialectOption: TypeAlias = Annotated[str, typer.Option("--dialect", help="The BMS family.")]
VersionOption: TypeAlias = Annotated[
    str | None, typer.Option("--version", help="VER of the requests, 21 or 52; default: the dialect's own.")
]


def version_byte(version: str | None) -> int | None:
    """The VER byte of the option; raises BadParameter for one that no dialect uses."""
    if version is None:
        return None
    if version not in {"21", "52"}:
        message = "VER is 21 or 52"
        raise typer.BadParameter(message)
    return int(version, 16)
