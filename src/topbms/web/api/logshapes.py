"""A pack's own log, object by object. As `topbms.web.api.shapes`."""

from typing import Literal, TypeAlias

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from topbms.web.api.shapes import Alarm, Value

LogName: TypeAlias = Literal["alarms", "data"]

_documented = with_config(ConfigDict(use_attribute_docstrings=True))


@_documented
class LogRecord(TypedDict):
    """What the pack wrote down at one moment."""

    time: str
    """By the pack's own clock, without zone: "2026-11-23T08:15:00"."""
    words: str
    """Why it wrote that down, in a few words; empty in the log of data."""
    alarm: Alarm | None
    """The alarm that began, or ended where `over`."""
    over: bool
    state: str | None
    """The state that was reached instead of an alarm, by code."""
    number: int
    """What the pack calls it; 0 in the log of data."""
    mode: str
    """idle, charge or discharge."""
    values: dict[str, Value]
    """What it measured then, by key of the catalogue."""


@_documented
class PackLog(TypedDict):
    """The newest records of a pack's own log, the oldest of them first."""

    pack: str
    log: LogName
    asked_at: float
    """UTC seconds."""
    clock_ahead: float | None
    """Seconds that the pack's clock was ahead of the gateway's local time when it was last asked; null when unknown."""
    read: int
    """How many records were read; those that are not told are older."""
    whole: bool
    """Whether the pack said that there is no more of it."""
    note: str
    """Why it is not whole, in words; empty where it is."""
    records: list[LogRecord]
