"""Things that happen beside readings: starts, cuts, steps of the clock, alarms that begin and end."""

from dataclasses import dataclass
from enum import StrEnum


class EventKind(StrEnum):
    """What happened; the words are promises to users."""

    START = "start"
    STOP = "stop"
    LINK_DOWN = "link_down"
    LINK_UP = "link_up"
    PACK_SILENT = "pack_silent"
    PACK_BACK = "pack_back"
    CLOCK_STEP = "clock_step"
    VALUE_HELD = "value_held"
    ROWS_LOST = "rows_lost"
    ENERGY_SET = "energy_set"
    PARAMETER_CHANGED = "parameter_changed"
    ALARM = "alarm"
    ALARM_OVER = "alarm_over"


@dataclass(frozen=True, slots=True)
class Event:
    """One happening at a moment of the monotonic clock.

    `subject` is the id of the pack or link, empty for the gateway itself; `text` says more in English, empty where
    the kind says it all. `sequence` numbers it among the readings; 0 for one that nobody keeps.
    """

    kind: EventKind
    monotonic: float
    subject: str = ""
    text: str = ""
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class PastEvent:
    """A happening as the history gives it back: `at` is UTC seconds, `sequence` its number among the readings."""

    sequence: int
    at: float
    kind: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class AlarmEvent:
    """An alarm from its begin to its end, UTC seconds; `end` is None while it lasts.

    `last_seen` is when a report last showed it: a pack that went silent keeps its alarms open.
    """

    pack: str
    code: str
    level: str
    cell: int | None
    begin: float
    last_seen: float
    end: float | None = None
