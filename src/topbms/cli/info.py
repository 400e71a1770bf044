"""`topbms info`: who a pack is, what it holds, what it gave, and how right its clock is."""

import json
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from topbms.cli.inquiring.card import record, rows
from topbms.cli.inquiring.way import PackOption, UrlArgument, way_to
from topbms.cli.options import BaudOption, DialectOption, JsonOption, VersionOption
from topbms.dialects.memory import Topic

_TOPICS = (Topic.CAPACITIES, Topic.IDENTITY)


def command(
    url: UrlArgument,
    pack: PackOption = 1,
    calibration: Annotated[bool, typer.Option("--calibration", help="Calibration values, too.")] = False,
    baud: BaudOption = 9600,
    dialect: DialectOption = "auto",
    version: VersionOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show who a pack is, its capacities, what it gave in its life, and its clock beside this machine's."""
    topics = [*_TOPICS, *([Topic.CALIBRATION] if calibration else []), Topic.CLOCK]
    told = way_to(url, pack, baud, dialect, version).ask(topics)
    now = datetime.now()  # noqa: DTZ005 - a pack's clock knows no zone; asked last, it is of this moment
    capacities, *others = told
    fragments = [fragment for one in (*others[:1], capacities, *others[1:]) for fragment in one.fragments]
    if as_json:
        print(json.dumps({"address": pack, **record(fragments, now)}, allow_nan=False))
        return
    table = Table.grid(padding=(0, 2))
    for label, value in rows(fragments, now):
        table.add_row(Text(label), Text(value))
    Console().print(table)
