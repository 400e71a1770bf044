"""The line protocol's letters: how tags, texts, numbers and stamps are written. Knows no record.

    measurement[,tag=value …] field=value[,field=value …] nanoseconds

Source: InfluxData's reference of the line protocol, for InfluxDB 1, 2 and 3, and what real servers do with it. A
backslash cannot be written in a tag for all of them (InfluxDB 1 reads two as one, others as two, and one before a
comma or a blank always as an escape), so a slash stands for it; a line break in a text ends the line for some.
"""

import math
from collections.abc import Mapping

from topbms.errors import one_line

_IN_TAG = str.maketrans({",": "\\,", "=": "\\=", " ": "\\ ", "\\": "/"})
_IN_TEXT = str.maketrans({'"': '\\"', "\\": "\\\\"})
_MOST_NUMBERS = 20_000


def head(measurement: str, tags: Mapping[str, str]) -> str:
    """What a line begins with, up to the blank before its fields. Tags without a value are left out."""
    written = ((key, tag(value)) for key, value in sorted(tags.items()))
    return ",".join((measurement, *(f"{key}={value}" for key, value in written if value)))


def tag(value: str) -> str:
    """The name or value of a tag, or the name of a field; empty for one of blanks only."""
    return one_line(value).strip().translate(_IN_TAG)


def text(value: str) -> str:
    """A field's value that is a text, in its quotes."""
    return f'"{one_line(value).translate(_IN_TEXT)}"'


def line(start: str, fields: Mapping[str, str], moment: str) -> str | None:
    """A line of fields that are written already; an empty one is left out, None for a line with none left."""
    written = ",".join([f"{key}={value}" for key, value in fields.items() if value])
    return f"{start} {written} {moment}" if written else None


def stamp(at: float, sequence: int) -> str:
    """Nanoseconds of a record of this time, UTC seconds.

    Behind the millisecond, in microseconds (QuestDB keeps no more), stand the last digits of the record's number: two
    alarms of one moment, or two readings that a step of the clock brought together, would else be one to the target,
    and a record that is sent again has the same stamp again.
    """
    return f"{round(at * 1000) * 1000 + sequence % 1000}000"


def number(value: float | None) -> str:
    """A field's value that is a number; empty for None and for what is not finite.

    Without the `i` of an integer: a field that was a float once must stay one (InfluxDB 1 and 2 refuse the rest).
    """
    if value is None or not math.isfinite(value):
        return ""
    return repr(value + 0)  # which makes 1 of True, and 0.0 of -0.0


class Numbers(dict[float, str]):
    """Numbers as they are written, each worked out once; KeyError for what is not finite."""

    def __missing__(self, value: float) -> str:
        written = number(value)
        if not written:
            raise KeyError(value)
        if len(self) >= _MOST_NUMBERS:
            self.clear()
        self[value] = written
        return written
