"""A pack's own log as tables: rows for people, columns for programs. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from rich.table import Table
from rich.text import Text

from topbms.cli.keeping.table import number as short
from topbms.cli.notation import plain
from topbms.cli.speech import say, spoken
from topbms.model.alarms import Level
from topbms.model.fragment import Record, label_of
from topbms.model.quantities import QUANTITIES
from topbms.model.words import logbook

_COLOURS = {Level.WARNING: "yellow", Level.PROTECTION: "red", Level.FAULT: "bold red"}
_BESIDE_ALARMS = ("voltage", "current", "soc")
_BESIDE_DATA = (*_BESIDE_ALARMS, "remaining_capacity", "environment_temperature")
_WORDS = ("mode", "number", "alarm", "level", "over", "state")
_LISTS = ("temperatures", "cell_voltages")
_NUMBERS = (*_BESIDE_DATA, "mosfet_temperature", "humidity")


def shown(records: Sequence[Record]) -> Table:
    """A row each: of alarms what it says, of data what was measured, of the cells the lowest and the highest."""
    if any(record.number for record in records):
        return _filled(records, _BESIDE_ALARMS, {"": _told})
    mode = logbook.capital(say("mode"))
    return _filled(records, _BESIDE_DATA, {mode: lambda record: Text(say(label_of(record.mode))), say("cells"): _cells})


def _filled(records: Sequence[Record], keys: Sequence[str], texts: Mapping[str, Callable[[Record], Text]]) -> Table:
    table = Table(box=None, padding=(0, 1), header_style="bold")
    table.add_column(say("time"), no_wrap=True)
    for key in keys:
        table.add_column(QUANTITIES[key].unit or "", justify="right", no_wrap=True)
    for name in texts:
        table.add_column(name)
    for record in records:
        values = [plain(QUANTITIES[key], getattr(record, key)) for key in keys]
        table.add_row(record.time.replace("T", " "), *values, *(text(record) for text in texts.values()))
    return table


def header(records: Sequence[Record]) -> list[str]:
    """The names of the columns of a CSV: keys of the catalogue where it has them, lists as "cell_voltages.1"."""
    most = {key: max((len(getattr(record, key)) for record in records), default=0) for key in _LISTS}
    lists = [f"{key}.{place}" for key in _LISTS for place in range(1, most[key] + 1)]
    return ["time", "pack", *_WORDS, *_NUMBERS, *lists]


def row(record: Record, columns: Sequence[str]) -> list[str]:
    """One line of a CSV; a cell is empty for what is not there."""
    values = dict(_values(record))
    return [values.get(column, "") for column in columns]


def _values(record: Record) -> Iterator[tuple[str, str]]:
    yield "time", record.time
    yield "pack", str(record.pack)
    yield "mode", record.mode
    yield "number", str(record.number)
    yield "state", record.state or ""
    if record.alarm is not None:
        yield "alarm", record.alarm.code
        yield "level", record.alarm.level
        yield "over", str(int(record.over))
    for key in _NUMBERS:
        value = getattr(record, key)
        yield key, "" if value is None else short(value)
    for key in _LISTS:
        for place, value in enumerate(getattr(record, key), 1):
            yield f"{key}.{place}", short(value)


def _cells(record: Record) -> Text:
    if not record.cell_voltages:
        return Text("")
    ends = (min(record.cell_voltages), max(record.cell_voltages))
    return Text("-".join(plain(QUANTITIES["cell_voltages"], value) for value in ends))


def _told(record: Record) -> Text:
    style = _COLOURS[record.alarm.level] if record.alarm and not record.over else ""
    return Text(logbook.told(record, spoken()), style=style)
