"""`topbms records`: a pack's own log of data or alarms, as a table or as CSV."""

import csv
import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console

from topbms.cli.inquiring import logtable
from topbms.cli.inquiring.way import PackOption, UrlArgument, Way, way_to
from topbms.cli.options import BaudOption, DialectOption, VersionOption
from topbms.cli.speech import say
from topbms.dialects.memory import Topic
from topbms.engine.inquiry import Told
from topbms.errors import ConfigError, LinkError
from topbms.model.fragment import Record
from topbms.transport.connection import shown


def command(
    url: UrlArgument,
    pack: PackOption = 1,
    data: Annotated[bool, typer.Option("--data", help="What it measured from time to time.")] = False,
    alarms: Annotated[bool, typer.Option("--alarms", help="Which alarms began and ended.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV with every value.")] = False,
    baud: BaudOption = 9600,
    dialect: DialectOption = "auto",
    version: VersionOption = None,
) -> None:
    """Show what a pack wrote into its own log, oldest first; the times are those of the pack's clock."""
    if data == alarms:
        raise ConfigError("a pack has two logs; give --data or --alarms")
    way = way_to(url, pack, baud, dialect, version)
    told = _read(way, Topic.DATA if data else Topic.ALARMS)
    records = [fragment for fragment in told.fragments if isinstance(fragment, Record)]
    if as_csv:
        _write(records)
    else:
        Console().print(logtable.shown(records) if records else say("the log is empty"))
    if not told.is_whole:
        raise _torn(way, len(records), told)


def _read(way: Way, topic: Topic) -> Told:
    with Console(stderr=True).status(say("reading the log")) as status:
        (told,) = way.ask([topic], lambda count: status.update(say("records read: {count}", count=count)))
    return told


def _write(records: Sequence[Record]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    columns = logtable.header(records)
    writer.writerow(columns)
    for record in records:
        writer.writerow(logtable.row(record, columns))


def _torn(way: Way, count: int, told: Told) -> LinkError:
    """What to say of a log whose end was not reached."""
    port = shown(way.url)
    if told.trouble is None:
        return LinkError(
            "{port}: pack {pack} did not answer any more after record {count}; try again, what was read is shown",
            port=port,
            pack=way.pack,
            count=count,
        )
    return LinkError(
        "{port}: the log of pack {pack} broke off after record {count} ({trouble}); try again, what was read is shown",
        port=port,
        pack=way.pack,
        count=count,
        trouble=told.trouble,
    )
