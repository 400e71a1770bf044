"""`topbms parameters`: what a pack's BMS goes by, alone or beside what was kept in a file."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from topbms.cli.asking.unread import unread
from topbms.cli.inquiring.kept import kept_in
from topbms.cli.inquiring.way import PackOption, UrlArgument, Way, way_to
from topbms.cli.options import BaudOption, DialectOption, JsonOption, VersionOption
from topbms.cli.speech import say, spoken
from topbms.dialects.memory import Topic
from topbms.model.fragment import Parameters
from topbms.model.settingchange import Difference, differences
from topbms.model.words import logbook
from topbms.transport.connection import shown


def command(
    url: UrlArgument,
    pack: PackOption = 1,
    compare: Annotated[
        Path | None, typer.Option("--compare", help="Show what differs from this file, written with --json.")
    ] = None,
    baud: BaudOption = 9600,
    dialect: DialectOption = "auto",
    version: VersionOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show every parameter of a pack, or how they differ from a file; nothing is ever written to the pack."""
    kept = None if compare is None else kept_in(compare)
    found = _parameters(way_to(url, pack, baud, dialect, version))
    if kept is not None:
        _show_differences(list(differences(kept, found)), as_json=as_json)
    elif as_json:
        print(json.dumps({"pack": found.pack, "parameters": dict(found.settings)}, allow_nan=False))
    else:
        _show(found)


def _parameters(way: Way) -> Parameters:
    (told,) = way.ask([Topic.PARAMETERS])
    for fragment in told.fragments:
        if isinstance(fragment, Parameters):
            return fragment
    raise unread(shown(way.url), way.pack, way.baud, told.trouble)


def _show(found: Parameters) -> None:
    table = Table.grid(padding=(0, 2))
    for parameter in found.parameters:
        value = logbook.value(parameter.value, parameter.unit, spoken())
        table.add_row(Text(logbook.label(parameter, spoken())), Text(value))
    Console().print(table)


def _show_differences(found: list[Difference], *, as_json: bool) -> None:
    if as_json:
        for one in found:
            print(json.dumps({"key": one.key, "before": one.before, "now": one.now, "unit": one.unit}))
        return
    table = Table.grid(padding=(0, 2))
    for one in found:
        before, now = (logbook.value(value, one.unit, spoken()) for value in (one.before, one.now))
        table.add_row(Text(logbook.capital(say(one.label))), Text(f"{before} → {now}"))
    Console().print(table if found else say("no parameter differs"))
