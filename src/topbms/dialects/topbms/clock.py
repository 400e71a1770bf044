"""The clock: reply to 4DH, and INFO of the request 4EH, which sets it.

    year(2)  month  day  hour  minute  second

Source: the vendor's Windows monitor, which showed and sent it; never captured. There is no pack byte, and no zone.
"""

import re

from topbms.model.fragment import Clock, calendar_moment
from topbms.protocol.payload import Number, Table

TABLE = Table(Number("year", 2), Number("month"), Number("day"), Number("hour"), Number("minute"), Number("second"))
"""The payload, both ways."""

_BETWEEN = re.compile("[-T:]")
_CENTURY = range(2000, 2100)


def decode_clock(info: bytes) -> Clock:
    """What the clock shows, of pack 0, since the payload names none; raises FrameError "payload"."""
    values, end = TABLE.decode(info)
    return Clock(0, text(*values), info[end:])


def encode_clock(clock: Clock) -> bytes:
    """INFO of a clock."""
    return TABLE.encode(numbers(clock.time)) + clock.extra


def text(year: int, month: int, day: int, hour: int, minute: int, second: int) -> str:
    """A time as fragments write it."""
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"


def numbers(time: str) -> list[int]:
    """Year, month, day, hour, minute and second of a time as fragments write it."""
    return [int(number) for number in _BETWEEN.split(time)]


def is_believable(time: str) -> bool:
    """Whether a calendar has it, in the century that packs are made in."""
    moment = calendar_moment(time)
    return moment is not None and moment.year in _CENTURY
