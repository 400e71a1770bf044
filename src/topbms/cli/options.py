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
    str | None, typer.Option("--version", help="VER of the requests, as 21 or 52; default: the dialect's own.")
]


def version_byte(version: str | None, dialect: str = "auto") -> int | None:
    """The VER byte of the option; raises BadParameter for one that no dialect, or not the one named, uses.

    Raises ConfigError for a dialect that is none.
    """
    from topbms.dialects import dialect as named  # noqa: PLC0415 - not every verb that has options reads packs
    from topbms.dialects import dialects  # noqa: PLC0415

    among = dialects().values() if dialect == "auto" else [named(dialect)]
    if version is None:
        return None
    known = {f"{each:02X}": each for one in among for each in one.request_versions}
    if version.upper() not in known:
        message = "VER is one of " + ", ".join(sorted(known))
        raise typer.BadParameter(message)
    return known[version.upper()]
