"""Alarm events and other events in their tables alarm and event. Knows how they are stored, not when they happen."""

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from topbms.model.event import AlarmEvent, Event, EventKind, PastEvent
from topbms.store.lexicon import Lexicon

MOST_EVENTS = 50_000
"""Events kept beside alarms, about 5 MB: a link that flaps for a year must not fill the disk. Alarms are all kept."""

_FOR_EVER = 1 << 62
_OF_ALARMS = (EventKind.ALARM, EventKind.ALARM_OVER)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The newest `limit` events from `start` to before `end` (UTC seconds, None: open) of one subject (None: all).

    Those of alarms only where `kinds` (None: all others) names them: the table alarm says more.
    """

    start: float | None
    end: float | None
    subject: str | None
    kinds: Collection[str] | None
    limit: int

    def fits(self, event: PastEvent) -> bool:
        """Whether it is one of them, were there no limit."""
        is_kind = event.kind in self.kinds if self.kinds is not None else event.kind not in _OF_ALARMS
        return is_kind and self.subject in (None, event.subject) and self._is_within(event.at)

    def _is_within(self, at: float) -> bool:
        return (self.start is None or at >= self.start) and (self.end is None or at < self.end)


class Happenings:
    """Writes and finds events."""

    def __init__(self, connection: sqlite3.Connection, lexicon: Lexicon) -> None:
        self._connection = connection
        self._lexicon = lexicon

    def write_alarms(self, events: Iterable[AlarmEvent]) -> None:
        """Insert events or bring them up to date."""
        for event in events:
            number = self._lexicon.find_pack(event.pack)
            row = (number, _ms(event.begin), event.code, event.level, event.cell or 0, _ms(event.last_seen))
            self._connection.execute(
                'INSERT OR REPLACE INTO alarm (pack, begin, code, level, cell, last_seen, "end") '
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*row, None if event.end is None else _ms(event.end)),
            )

    def open_alarms(self) -> list[AlarmEvent]:
        """The alarms that have not ended."""
        return self._alarms('"end" IS NULL', (), _FOR_EVER)

    def ended_alarms(
        self, start: float | None, end: float | None, pack: str | None, newest: int = _FOR_EVER
    ) -> list[AlarmEvent]:
        """The ended alarms that lasted at any moment from `start` to before `end`, of one pack or of all.

        At most the `newest`, by their begin.
        """
        where, values = '"end" >= ? AND begin < ?', [_from(start), _until(end)]
        if pack is not None:
            where, values = f"{where} AND pack = ?", [*values, self._lexicon.find_pack(pack) or 0]
        return self._alarms(where, values, newest)

    def write_events(self, events: Iterable[tuple[Event, int]]) -> None:
        """Insert events with their stamps (UTC, ms); one that is there already stays one."""
        rows = [(event.sequence or None, at, event.kind.value, event.subject, event.text) for event, at in events]
        self._connection.executemany(
            "INSERT OR REPLACE INTO event (id, at, kind, subject, text) VALUES (?, ?, ?, ?, ?)", rows
        )

    def after(self, sequence: int, limit: int) -> list[PastEvent]:
        """The events behind this number, in order, those of alarms among them."""
        found = self._connection.execute(
            "SELECT id, at, kind, subject, text FROM event WHERE id > ? ORDER BY id LIMIT ?", (sequence, limit)
        )
        return [PastEvent(number, at / 1000, kind, subject, text) for number, at, kind, subject, text in found]

    def events(self, wanted: Wanted, tail: Iterable[tuple[Event, int]] = ()) -> list[PastEvent]:
        """The newest events, the newest first; those of the `tail`, with their stamps (UTC, ms), among them."""
        live = [_past(event, at) for event, at in tail]
        found = {*self._events(wanted), *(event for event in live if wanted.fits(event))}
        return sorted(found, key=lambda event: (event.at, event.sequence), reverse=True)[: wanted.limit]

    def _events(self, wanted: Wanted) -> list[PastEvent]:
        where, values = "at >= ? AND at < ?", [_from(wanted.start), _until(wanted.end)]
        known: list[Any] = [*values]
        if wanted.subject is not None:
            where, known = f"{where} AND subject = ?", [*known, wanted.subject]
        negation, names = ("NOT", _OF_ALARMS) if wanted.kinds is None else ("", tuple(wanted.kinds))
        where, known = f"{where} AND kind {negation} IN ({', '.join('?' * len(names))})", [*known, *names]
        found = self._connection.execute(
            f"SELECT id, at, kind, subject, text FROM event WHERE {where} ORDER BY at DESC, id DESC LIMIT ?",  # noqa: S608
            (*known, wanted.limit),
        )
        return [PastEvent(number, at / 1000, kind, subject, text) for number, at, kind, subject, text in found]

    def prune_events(self) -> None:
        """Let the oldest go where there are too many."""
        self._connection.execute(
            f"DELETE FROM event WHERE id <= (SELECT id FROM event ORDER BY id DESC LIMIT 1 OFFSET {MOST_EVENTS})"  # noqa: S608
        )

    def _alarms(self, where: str, values: Collection[int], newest: int) -> list[AlarmEvent]:
        found = self._connection.execute(
            'SELECT pack.key, code, level, cell, begin, last_seen, "end" '  # noqa: S608 - conditions of our own
            f"FROM alarm JOIN pack ON pack.id = alarm.pack WHERE {where} ORDER BY begin DESC LIMIT ?",
            (*values, newest),
        )
        return [_alarm(row) for row in found][::-1]


def _alarm(row: tuple[Any, ...]) -> AlarmEvent:
    pack, code, level, cell, begin, last_seen, end = row
    ended = None if end is None else end / 1000
    return AlarmEvent(pack, code, level, cell or None, begin / 1000, last_seen / 1000, ended)


def _past(event: Event, at: int) -> PastEvent:
    return PastEvent(event.sequence, at / 1000, event.kind.value, event.subject, event.text)


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def _from(start: float | None) -> int:
    return 0 if start is None else _ms(start)


def _until(end: float | None) -> int:
    return _FOR_EVER if end is None else _ms(end)
