"""`topbms history export`: what is kept, as CSV; from the file itself, while the gateway runs or not."""

import csv
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from enum import StrEnum
from heapq import merge
from itertools import chain, islice
from pathlib import Path
from typing import Annotated, TextIO

import typer

from topbms.cli.keeping.table import Table, columns
from topbms.cli.keeping.target import refuse_own, replacing
from topbms.cli.options import ConfigOption
from topbms.cli.speech import say, speak
from topbms.config import load
from topbms.errors import ConfigError
from topbms.model.fragment import MOST_CELLS
from topbms.model.quantities import CATALOGUE, QUANTITIES
from topbms.store.reader import Reader, reading
from topbms.store.records import Bucket
from topbms.store.spans import PART, Resolution

group = typer.Typer(help="What is kept of the past.")

_CELLS = "cell_voltages"
_DAY = 86_400.0


class _Wanted(StrEnum):
    """The resolutions that one may ask for."""

    RAW = "raw"
    MINUTE = "1min"
    QUARTER = "15min"
    AUTO = "auto"


_RESOLUTIONS: dict[_Wanted, Resolution | None] = {
    _Wanted.RAW: "raw",
    _Wanted.MINUTE: "1min",
    _Wanted.QUARTER: "15min",
    _Wanted.AUTO: None,
}


@dataclass(frozen=True, slots=True)
class _Query:
    """What to export; `start` and `end` are UTC seconds, `resolution` None for the one that fits."""

    packs: tuple[str, ...]
    keys: tuple[str, ...]
    start: float
    end: float
    resolution: Resolution | None


@group.command()
def export(
    pack: Annotated[list[str] | None, typer.Option("--pack", "-p", help="A pack's id; default: all packs.")] = None,
    begin: Annotated[str | None, typer.Option("--from", help="2026-11-23, or 2026-11-23T08:15 (UTC).")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Up to before this time; default: now.")] = None,
    quantity: Annotated[
        list[str] | None, typer.Option("--quantity", "-q", help="Such as soc, or cell_voltages.3; default: all.")
    ] = None,
    resolution: Annotated[
        _Wanted, typer.Option("--resolution", "-r", help="raw: each reading; the others: min, mean and max.")
    ] = _Wanted.AUTO,
    cells: Annotated[bool, typer.Option("--cells", help="Each cell's voltage, too.")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file, not to stdout.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
    config: ConfigOption = None,
) -> None:
    """Write the history as CSV, stamps in UTC; the gateway may be running."""
    loaded = load(config)
    speak(loaded.settings.language)
    if output is not None:
        refuse_own(output, loaded)
    start, end = _time(begin, until)
    keys = _keys(quantity or (), cells=cells)
    with reading(loaded.settings.history.path) as reader:
        query = _Query(_packs(reader, pack or ()), keys, start, end, _RESOLUTIONS[resolution])
        with _place(output, force=force) as file:
            count = _export(reader, query, file)
    if output is not None:
        print(say("{path}: {count} rows", path=output, count=count), file=sys.stderr)


def _export(reader: Reader, query: _Query, file: TextIO) -> int:
    """Write all rows in the order of time, one at a time; how many there were."""
    rows = merge(*(_rows(reader, query, pack) for pack in query.packs), key=lambda row: row[1].time)
    first = list(islice(rows, 1))
    keys = columns(query.keys, _found(reader, query)) if first else query.keys
    table = Table(keys, rolled_up=any(bucket.seconds for _, bucket in first))
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(table.header())
    count = 0
    for count, (pack, bucket) in enumerate(chain(first, rows), 1):  # noqa: B007 - the last is the number of rows
        writer.writerow(table.row(pack, bucket))
    return count


def _rows(reader: Reader, query: _Query, pack: str) -> Iterator[tuple[str, Bucket]]:
    for bucket in reader.history(pack, query.keys, query.start, query.end, resolution=query.resolution):
        yield pack, bucket


def _found(reader: Reader, query: _Query) -> set[str]:
    """Which quantities and cells there are in this time, by the widest buckets, which are few."""
    start = query.start // PART.seconds * PART.seconds
    history = (reader.history(pack, query.keys, start, query.end, resolution=PART.name) for pack in query.packs)
    return {label for buckets in history for bucket in buckets for label in bucket.values}


def _time(begin: str | None, until: str | None) -> tuple[float, float]:
    """UTC seconds of both ends; raises ConfigError. A far future is cut off: it would be searched hour by hour."""
    now = time.time()
    start, end = _moment(begin, "--from", 0.0), _moment(until, "--to", now)
    if start >= end:
        raise ConfigError("--from {start} is not before --to {end}", start=begin or "1970-01-01", end=until or "now")
    return start, min(end, now + _DAY)


def _moment(text: str | None, option: str, otherwise: float) -> float:
    """UTC seconds of a time that was typed; without an offset it is UTC, as in what is written."""
    if text is None:
        return otherwise
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(
            "{option} {value!r} is not a time; write 2026-11-23, 2026-11-23T08:15 or 2026-11-23T09:15+01:00",
            option=option,
            value=text,
        ) from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _keys(asked: Sequence[str], *, cells: bool) -> tuple[str, ...]:
    """The quantities to export, each once; raises ConfigError for one that the catalogue does not have."""
    for key in asked:
        if not _is_key(key):
            near = get_close_matches(key.partition(".")[0], QUANTITIES, n=1)
            known = near[0] if near else ", ".join(QUANTITIES)
            raise ConfigError("--quantity {value!r} is not known; try {known}", value=key, known=known)
    keys = list(asked) or [row.key for row in CATALOGUE if row.key != _CELLS]
    return tuple(dict.fromkeys([*keys, _CELLS] if cells else keys))


def _is_key(key: str) -> bool:
    quantity, dot, number = key.partition(".")
    row = QUANTITIES.get(quantity)
    if row is None or not dot:
        return row is not None
    return row.each and number.isdecimal() and 0 < int(number) <= MOST_CELLS


def _packs(reader: Reader, asked: Sequence[str]) -> tuple[str, ...]:
    known = [pack.id for pack in reader.packs()]
    for pack in asked:
        if pack not in known:
            raise ConfigError(
                "--pack {value!r} is not in the history; there are: {known}", value=pack, known=", ".join(known)
            )
    return tuple(dict.fromkeys(asked or known))


@contextmanager
def _place(output: Path | None, *, force: bool) -> Iterator[TextIO]:
    """The file to write, or stdout."""
    if output is None:
        yield sys.stdout
        return
    with replacing(output, force=force) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as file:
        yield file
