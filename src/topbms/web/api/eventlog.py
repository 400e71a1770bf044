"""The log of events: alarms from begin to end and all other events, merged, the newest first, page by page.

A cursor is the begin of the last event given and how many of that very begin were given: opaque to whoever gets it.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TypeAlias

from topbms.model.event import AlarmEvent, EventKind, PastEvent
from topbms.store.store import Store

Happening: TypeAlias = AlarmEvent | PastEvent

_ALARM = EventKind.ALARM.value
_LATEST = 253_402_300_799_000  # the end of the year 9999 in ms
_MOST = 100_000  # events of one moment


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the log: behind `given` events that began at `begin` (UTC ms)."""

    begin: int
    given: int

    def __str__(self) -> str:
        return urlsafe_b64encode(f"{self.begin}.{self.given}".encode()).decode().rstrip("=")


def cursor_of(text: str) -> Cursor | None:
    """The place that a cursor names; None for a text that is no cursor."""
    try:
        begin, given = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().split(".")
        found = Cursor(int(begin), int(given))
    except ValueError:
        return None
    return found if 0 <= found.begin <= _LATEST and 0 <= found.given <= _MOST else None


@dataclass(frozen=True, slots=True)
class Filter:
    """Events from `start` to before `end` (UTC seconds, None: open) of one subject and of some kinds (None: all)."""

    start: float | None = None
    end: float | None = None
    subject: str | None = None
    kinds: Collection[str] | None = None


async def page(
    store: Store, wanted: Filter, limit: int, cursor: Cursor | None
) -> tuple[list[Happening], Cursor | None]:
    """Up to `limit` events behind the cursor, and the cursor of those behind them, None at the end."""
    skipped = cursor.given if cursor else 0
    asked = _before(wanted, cursor)
    count = skipped + limit + 1
    found: list[Happening] = [*await _events(store, asked, count), *await _alarms(store, asked, count)]
    found.sort(key=_order, reverse=True)
    given = found[skipped : skipped + limit]
    if len(found) <= skipped + limit or not given:
        return given, None
    return given, _behind(given, cursor)


def begin_of(happening: Happening) -> float:
    """When it began, UTC seconds."""
    return happening.begin if isinstance(happening, AlarmEvent) else happening.at


def _before(wanted: Filter, cursor: Cursor | None) -> Filter:
    if cursor is None:
        return wanted
    end = (cursor.begin + 1) / 1000
    return replace(wanted, end=end if wanted.end is None else min(end, wanted.end))


async def _events(store: Store, wanted: Filter, count: int) -> list[PastEvent]:
    kinds = None if wanted.kinds is None else set(wanted.kinds) - {_ALARM}
    if kinds is not None and not kinds:
        return []
    return await store.events(wanted.start, wanted.end, subject=wanted.subject, kinds=kinds, limit=count)


async def _alarms(store: Store, wanted: Filter, count: int) -> list[AlarmEvent]:
    if wanted.kinds is not None and _ALARM not in wanted.kinds:
        return []
    return await store.alarm_events(wanted.start, wanted.end, pack=wanted.subject, newest=count)


def _behind(given: list[Happening], cursor: Cursor | None) -> Cursor:
    begin = _ms(given[-1])
    count = sum(_ms(one) == begin for one in given)
    return Cursor(begin, count + (cursor.given if cursor is not None and cursor.begin == begin else 0))


def _order(happening: Happening) -> tuple[int, int, str]:
    """By begin; at the same moment events before alarms, as they are numbered."""
    if isinstance(happening, PastEvent):
        return _ms(happening), happening.sequence, ""
    return _ms(happening), 0, f"{happening.pack}.{happening.code}.{happening.level}.{happening.cell or 0}"


def _ms(happening: Happening) -> int:
    return round(begin_of(happening) * 1000)
