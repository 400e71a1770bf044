"""What the API says, object by object: names, types and units of all fields. They are promises to users.

Typed dictionaries, so that mypy holds every answer to them, nothing is validated at run time, and the OpenAPI is made
of them. Times are UTC seconds, ages are seconds; null is what is not known. Knows no reading and no route.
"""

from typing import Literal, TypeAlias

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from topbms.web.api.ownshapes import Identity, Limits, Memory, Thresholds

Value: TypeAlias = float | list[float | None] | None
"""A number, one number a cell or sensor, or null for what is not known now."""

LevelWord: TypeAlias = Literal["warning", "protection", "fault"]

_documented = with_config(ConfigDict(use_attribute_docstrings=True))


@_documented
class Alarm(TypedDict):
    """An alarm, with its words in the language asked for."""

    code: str
    """The alarm's lasting name."""
    level: LevelWord
    """How far the BMS has gone."""
    cell: int | None
    """The 1-based cell, null when the pack names none."""
    words: str
    """What it is, in a few words."""
    meaning: str
    """What is happening."""
    action: str
    """What to do."""
    urgency: Literal["now", "today", "soon", "watch"]
    """When to act."""


@_documented
class PackAlarm(Alarm):
    """An alarm of one of the bank's packs."""

    pack: str
    """The pack's id."""


@_documented
class Pack(TypedDict):
    """A pack as it stands now."""

    id: str
    """Never changes."""
    name: str
    """What people call it."""
    link: str
    """The id of the link it is read on."""
    address: int
    """Its number on the line."""
    stale: bool
    """Whether the newest reading is too old to trust."""
    since: float | None
    """When the newest reading was taken, UTC seconds; null before the first."""
    age: float | None
    """Seconds since then."""
    limit: float
    """The age in seconds from which it is stale."""
    sequence: int | None
    """The number of the newest reading."""
    values: dict[str, Value] | None
    """By key of the catalogue; a quantity that the pack does not report is absent."""
    balancing: list[int] | None
    """The 1-based numbers of the cells being balanced."""
    held: list[str]
    """Quantities held back from this reading because they cannot be."""
    alarms: list[Alarm]
    """What was active at the newest report."""
    alarms_age: float | None
    """How old that report was at the reading, in seconds."""
    states: dict[str, bool]
    """Switches and conditions, by code."""
    limits: Limits | None
    """Null when the pack never answered."""
    thresholds: Thresholds | None
    """Null while the pack's parameters tell none."""
    identity: Identity | None
    """Null when the pack does not tell."""
    memory: Memory | None
    """Null while the pack told nothing beside its readings."""
    extra: str
    """Trailing bytes that no source explains, in hex."""


@_documented
class Bank(TypedDict):
    """All packs as one battery."""

    time: float
    """UTC seconds."""
    values: dict[str, Value]
    """By key of the catalogue; null where one of the packs lacks it."""
    present: list[str]
    """The ids of the packs that are counted."""
    missing: list[str]
    """The ids of the packs that are not, because they are silent."""
    alarms: list[PackAlarm]


@_documented
class Link(TypedDict):
    """A port, since the gateway started."""

    id: str
    url: str
    """Without passwords and keys."""
    up: bool
    since: float | None
    """UTC seconds of when it came up or went down; null before the first try."""
    requests: int
    replies: int
    connects: int
    faults: dict[str, int]
    """How many of each kind."""
    answer_time: float | None
    """Seconds from a request to the first byte of its reply, smoothed."""
    last_error: str
    """Empty while there was none."""
    last_error_age: float | None
    """Seconds since then."""
    packs: list[str]
    """The ids of the packs that are read here."""


class FrameOnLine(TypedDict):
    """A frame as it went over the line."""

    age: float
    direction: str
    frame: str


class Cause(TypedDict):
    """What went wrong on a line."""

    kind: str
    """Of the event, such as alarm, or of the fault, such as checksum."""
    subject: str
    """The id of the pack, or the link's."""
    words: str
    age: float
    """Seconds since then."""


class Frozen(TypedDict):
    """Frames that are kept around what went wrong, by their number."""

    number: int
    causes: list[Cause]


class FrozenFrames(Frozen):
    """The same with the frames, the newest first."""

    frames: list[FrameOnLine]


class LinkWithFrames(Link):
    """A port with its last frames, and what it keeps frames of, both the newest first."""

    frames: list[FrameOnLine]
    frozen: list[Frozen]


@_documented
class Sink(TypedDict):
    """A target, since the gateway started."""

    name: str
    lag: float
    """Seconds that it is behind."""
    written: int
    """Values or records that it took."""
    rejected: int
    """Those that it will never take."""
    errors: int
    """Failed attempts."""
    last_error: str
    """Empty while all is well."""


@_documented
class History(TypedDict):
    """The history on the disk."""

    waiting: int
    """Readings that are not written yet."""
    dropped: int
    """Readings that waited too long and are lost."""
    size: int | None
    """Bytes on the disk."""
    free: int | None
    """Bytes that the disk has left."""
    last_error: str


@_documented
class Health(TypedDict):
    """The gateway itself."""

    version: str
    config: str
    """A short hash of the config in force."""
    uptime: float
    """Seconds."""
    fresh: int
    """Packs whose values can be trusted."""
    silent: int
    """Packs that do not answer."""
    clock_offset: float | None
    """Seconds by which the clock is being corrected; null where no time server keeps it."""
    history: History
    links: list[Link]
    sinks: list[Sink]


class Flow(TypedDict):
    """Energy in kWh."""

    charged: float
    discharged: float


class EnergyNow(TypedDict):
    """Energy of the bank."""

    today: Flow | None


@_documented
class Overview(TypedDict):
    """Everything that the first page shows."""

    site: str
    language: str
    """The language of the words in this answer."""
    languages: list[str]
    version: str
    time: float
    bank: Bank | None
    """Null while no pack was ever read."""
    packs: list[Pack]
    links: list[Link]
    energy: EnergyNow
    setup: bool
    """Whether no link is configured yet."""


class Packs(TypedDict):
    """All packs."""

    packs: list[Pack]


class Series(TypedDict):
    """A line of a chart: lowest, mean and highest a point; null in a gap."""

    low: list[float | None]
    mean: list[float | None]
    high: list[float | None]


HistoryChart = TypedDict(
    "HistoryChart",
    {
        "pack": str,
        "from": float,
        "to": float,
        "seconds": float,
        "times": list[float],
        "series": dict[str, Series],
    },
)
"""Lines over one time axis: `seconds` is the width of a point, 0 for single readings."""


@_documented
class EnergyRow(TypedDict):
    """The energy of one local day, month or year."""

    start: str
    """The first day, such as "2026-11-25"."""
    charged: float
    """kWh."""
    discharged: float
    """kWh."""
    efficiency: float | None
    """What came back of what was put in, 0 to 1; null where that cannot be told."""
    gaps: int
    """How often nothing was read for so long that nothing was counted."""
    gap_seconds: float


class Energy(TypedDict):
    """Energy by day, month or year."""

    owner: str
    period: Literal["day", "month", "year"]
    rows: list[EnergyRow]


@_documented
class Event(TypedDict):
    """Something that happened; an alarm from its begin to its end."""

    id: str
    kind: str
    begin: float
    """UTC seconds."""
    end: float | None
    """Null while an alarm lasts, and for what has no duration."""
    last_seen: float | None
    """When a report last showed the alarm: a silent pack keeps its alarms."""
    subject: str
    """The id of the pack or link, empty for the gateway."""
    name: str
    """What people call it."""
    words: str
    """A sentence."""
    alarm: Alarm | None
    values: dict[str, Value] | None
    """What the pack told at that moment."""


class Events(TypedDict):
    """A page of the log, the newest first; `next` is the cursor of the page behind it, null for the last one."""

    events: list[Event]
    next: str | None


@_documented
class Quantity(TypedDict):
    """A row of the catalogue."""

    key: str
    label: str
    unit: str | None
    decimals: int
    each: bool
    """Whether there is a number for each cell or sensor."""
    derived: bool
    """Whether topbms computes it."""
    lowest: float
    highest: float


class Quantities(TypedDict):
    """The catalogue."""

    quantities: list[Quantity]


class States(TypedDict):
    """The words of every state, by code."""

    states: dict[str, str]


class Links(TypedDict):
    """All links."""

    links: list[LinkWithFrames]
