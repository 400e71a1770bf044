"""The table of Domoticz devices. Knows what the sink makes, and how the devices are first called."""

from scripts.pages.markdown import code, table
from topbms.model.words import Words, words
from topbms.sinks.domoticz.devices import ROWS, Row


def rows() -> str:
    """A row a device: what it shows, its Domoticz type, its key for [domoticz.idx], and who has one."""
    header = ("device", "en français", "type in Domoticz", "key in `[domoticz.idx]`", "pack", "bank")
    return table(header, [_row(row) for row in ROWS])


def _row(row: Row) -> list[str]:
    key = f'"{row.quantity}/1"' if row.each else row.quantity
    yes = "if `cells = true`" if row.optional else "yes"
    return [
        _label(row, words("en")),
        _label(row, words("fr")),
        f"{row.kind.type}, {row.kind.subtype}" + (f" ({_axis(row)})" if _axis(row) else ""),
        code(key),
        yes if row.pack else "",
        yes if row.bank else "",
    ]


def _label(row: Row, spoken: Words) -> str:
    return spoken.say(row.label, number=1) if row.label else spoken.quantities[row.quantity]


def _axis(row: Row) -> str:
    """The unit on the axis of a custom sensor: sensoroptions are "1;UNIT"."""
    return row.options.partition(";")[2]
