"""From the feed to the hub: readings, events and health as news, the bank behind the readings. Knows no stream."""

import asyncio

from topbms.model.event import Event, PastEvent
from topbms.model.health import Health
from topbms.model.reading import MeanReading, PackReading, PackState
from topbms.model.record import Record
from topbms.model.words import Words
from topbms.web.api import now, shapes
from topbms.web.api.door import Door
from topbms.web.api.eventview import event_shape
from topbms.web.api.healthview import health_shape
from topbms.web.api.hub import News
from topbms.web.api.packview import bank_shape

BANK_EVERY = 1.0
"""s between two news of the bank, at least."""

_GATHER = 0.2
"""s in which the packs' readings of one round mostly arrive."""


class Live:
    """Hears the feed."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._told = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def reading(self, reading: PackReading) -> None:
        """A reading of this moment."""
        if len(self._door.hub):
            self._door.hub.put(self._reading(reading))
            self._tell_bank_soon()

    def event(self, event: Event) -> None:
        """An event of this moment."""
        if len(self._door.hub):
            at = self._door.utc() - (self._door.now() - event.monotonic)
            past = PastEvent(event.sequence, round(at, 3), event.kind, event.subject, event.text)
            self._door.hub.put(event_news(self._door, past))

    def health(self, health: Health) -> None:
        """The gateway's own health of this moment."""
        if len(self._door.hub):
            self._door.hub.put(health_news(self._door, health))

    def close(self) -> None:
        """End all streams."""
        if self._timer is not None:
            self._timer.cancel()
        self._door.hub.close()

    def _reading(self, reading: PackReading) -> News:
        state = PackState(reading.pack, reading, stale=False, since=reading.at)
        return News("reading", reading.sequence, lambda words: now.state_shape(self._door, state, words))

    def _tell_bank_soon(self) -> None:
        if self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_at(max(loop.time() + _GATHER, self._told + BANK_EVERY), self._tell_bank)

    def _tell_bank(self) -> None:
        self._timer, self._told = None, asyncio.get_running_loop().time()
        bank = self._door.snapshot().bank
        self._door.hub.put(News("bank", None, lambda words: bank_shape(bank, words)))


def event_news(door: Door, event: PastEvent) -> News:
    """An event as news."""
    names = now.names(door)
    return News("event", event.sequence, lambda words: event_shape(event, names, words))


def health_news(door: Door, health: Health) -> News:
    """The gateway's health as news; whoever listens in another language than the config's hears how it is now."""

    def shape(words: Words) -> shapes.Health:
        told = health if words.language == door.language() else door.health(words)
        return health_shape(told, door.links(words))

    return News("health", health.sequence, shape)


def record_news(door: Door, record: Record) -> News | None:
    """A record of the history as the news it was; None for one that only stands for others."""
    if isinstance(record, MeanReading):
        return None
    if isinstance(record, PackReading):
        reading = record
        return News("reading", reading.sequence, lambda words: now.kept_shape(door, reading, words))
    return event_news(door, record) if isinstance(record, PastEvent) else health_news(door, record)
