"""Alarm events out of successive readings: when each alarm began, was last seen, and ended. Pure, and knows no SQL.

Only a report that is newer than the last one says anything: a reading whose alarms were not answered this time
carries an old report, whose age grows. A pack that goes silent keeps its alarms open.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from topbms.model.alarms import Alarm, Level
from topbms.model.event import AlarmEvent
from topbms.model.reading import PackReading
from topbms.store.tail import Stamped

_SAME = 0.001
"""s. Reports closer together than this are one: a reply takes longer than that on the wire."""


@dataclass(frozen=True, slots=True)
class Watch:
    """One pack: its open alarms, and the monotonic moment of its newest report (None before the first)."""

    alarms: Mapping[Alarm, AlarmEvent] = field(default_factory=dict)
    reported: float | None = None


Watches = Mapping[str, Watch]
"""The packs by id."""


@dataclass(frozen=True, slots=True)
class Followed:
    """Where the packs stand after some readings, and what began or ended in them, in order; ends come as new events."""

    watches: dict[str, Watch]
    changes: list[AlarmEvent]


def follow(watches: Watches, rows: Iterable[Stamped]) -> Followed:
    """Go through these readings, in their order."""
    followed = Followed(dict(watches), [])
    for reading, stamp in rows:
        moment = report_moment(reading)
        before = followed.watches.get(reading.pack.id, Watch())
        if moment is None or (before.reported is not None and moment < before.reported + _SAME):
            continue
        at = round(stamp / 1000 - (reading.monotonic - moment), 3)
        after = Watch(_open(before, reading, at), moment)
        followed.watches[reading.pack.id] = after
        followed.changes.extend(_changes(before, after, at))
    return followed


def report_moment(reading: PackReading) -> float | None:
    """The monotonic moment of the reading's alarm report; None when the pack never answered."""
    if reading.alarms is None or reading.alarms_age is None:
        return None
    return reading.monotonic - reading.alarms_age


def continued(events: Iterable[AlarmEvent], newest: Iterable[PackReading]) -> dict[str, Watch]:
    """The watches after a restart: events that are open, last seen where the newest kept readings show them."""
    readings = {reading.pack.id: reading for reading in newest}
    alarms: dict[str, dict[Alarm, AlarmEvent]] = {}
    for event in events:
        alarm = Alarm(event.code, Level(event.level), event.cell)
        seen = max(event.last_seen, _seen(alarm, readings.get(event.pack)))
        alarms.setdefault(event.pack, {})[alarm] = replace(event, last_seen=seen)
    return {pack: Watch(open_ones) for pack, open_ones in alarms.items()}


def _open(before: Watch, reading: PackReading, at: float) -> dict[Alarm, AlarmEvent]:
    """The alarms of a report by what they are, each with its begin."""
    events: dict[Alarm, AlarmEvent] = {}
    for alarm in reading.active:
        event = before.alarms.get(alarm)
        fresh = AlarmEvent(reading.pack.id, alarm.code, alarm.level.value, alarm.cell, begin=at, last_seen=at)
        events[alarm] = fresh if event is None else replace(event, last_seen=at)
    return events


def _changes(before: Watch, after: Watch, at: float) -> Iterator[AlarmEvent]:
    """What began and what ended; after a step of the clock no event ends before it began."""
    yield from (event for alarm, event in after.alarms.items() if alarm not in before.alarms)
    ended = (event for alarm, event in before.alarms.items() if alarm not in after.alarms)
    yield from (replace(event, end=max(at, event.begin)) for event in ended)


def _seen(alarm: Alarm, reading: PackReading | None) -> float:
    """When this reading's report showed the alarm, 0 if it did not."""
    if reading is None or reading.alarms_age is None or alarm not in reading.active:
        return 0.0
    return round(reading.at - reading.alarms_age, 3)
