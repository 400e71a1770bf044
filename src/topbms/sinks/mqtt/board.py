"""What the broker has been told, and what is still to be told it. Knows topics and notes; publishes nothing itself.

On each connection everything is told anew, because a broker may have lost what it kept. What was announced once stays
announced, over restarts too, until its pack leaves the config: a pack that lacks a value for a while must not cost
users the entity they have built upon.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from topbms.sinks.mqtt.connection import Message
from topbms.sinks.mqtt.discovery import AWAY, THERE, Announcer, Device, encoded
from topbms.sinks.mqtt.names import GATEWAY, Names
from topbms.sinks.mqtt.notes import Note, Notes
from topbms.sinks.mqtt.profile import Entity, find
from topbms.sinks.mqtt.state import State, complete, is_beyond
from topbms.sinks.mqtt.view import View


class _Told(NamedTuple):
    """What was announced of a device on this connection."""

    device: Device
    entities: frozenset[str]


class Board:
    """What was told on this connection, and before. `announcer` is None where nothing is announced.

    `notes` are of what is at the broker; `news` those of them that are to be remembered, None for one to be forgotten.
    """

    def __init__(self, names: Names, announcer: Announcer | None) -> None:
        self.notes: Notes = {}
        self.news: dict[str, Note | None] = {}
        self._names = names
        self._announcer = announcer
        self._told: dict[str, _Told] = {}
        self._availability: dict[str, str] = {}

    def forget(self) -> None:
        """Tell everything again: the connection is another, or a listener has started anew."""
        self._told, self._availability = {}, {}

    def removals(self, is_wanted: Callable[[str], bool]) -> Iterator[Message]:
        """Takes back what belongs to devices that are no longer in the config; asks for each by its node."""
        for node in [node for node in self.notes if not is_wanted(node)]:
            note = self.notes.pop(node)
            self.news[node] = None
            yield from _emptied((*sorted(note.topics), *note.kept))

    def announcements(self, view: View) -> tuple[list[Message], list[Message]]:
        """What to take back of this device, and what to announce; both empty where nothing is new.

        A silent pack is announced as it was before: it must not vanish from a broker that has lost what it kept.
        """
        node = self._names.node(view.owner)
        before = self.notes.get(node)
        if view.is_awaited or (view.state is None and before is None) or self._is_told(view):
            return [], []
        entities = [] if self._announcer is None else [*view.entities, *_still_there(view, before)]
        self._told[view.owner] = _Told(view.device, _ids(entities))
        after = self._note(view.owner, entities)
        if after != before:
            self.notes[node] = self.news[node] = after
        outdated = [] if before is None else list(_emptied(_outdated(before, after)))
        return outdated, list(self._announce(view.device, entities))

    def _is_told(self, view: View) -> bool:
        """Whether there is nothing in the view that was not announced, and nothing missing for good."""
        told = self._told.get(view.owner)
        if told is None or view.state is None:
            return told is not None
        if self._announcer is None:
            return True
        ids = _ids(view.entities)
        gone = any(is_beyond(one, view.state) for one in told.entities - ids)
        return told.device == view.device and ids <= told.entities and not gone

    def states(self, views: Iterable[View]) -> Iterator[Message]:
        """The states of those that have one, with every announced entity in each."""
        for view in views:
            if view.state is not None:
                note = self.notes[self._names.node(view.owner)]
                yield Message(self._names.state(view.owner), encoded(complete(view.state, note.entities)))

    def availability(self, views: Iterable[View]) -> Iterator[Message]:
        """Who is there and who is not, where that is news."""
        for view in views:
            topic, payload = self._names.availability(view.owner), THERE if view.is_there else AWAY
            if self._availability.get(topic) != payload:
                self._availability[topic] = payload
                yield Message(topic, payload, qos=1, retain=True)

    def _note(self, owner: str, entities: Iterable[Entity]) -> Note:
        base = self._names.base(owner)
        if self._announcer is None:
            return Note(base)
        topics = self._announcer.topics(owner, entities)
        return Note(base, frozenset(topics), _ids(entities))

    def _announce(self, device: Device, entities: Iterable[Entity]) -> Iterator[Message]:
        if self._announcer is not None:
            for topic, payload in self._announcer.announcements(device, entities):
                yield Message(topic, payload, qos=1, retain=True)


def _ids(entities: Iterable[Entity]) -> frozenset[str]:
    return frozenset(entity.id for entity in entities)


def _still_there(view: View, before: Note | None) -> Iterator[Entity]:
    """What was announced, and is not told of just now."""
    if before is None or view.owner == GATEWAY:
        return
    told: State = view.state or {}
    for entity_id in sorted(before.entities - _ids(view.entities)):
        entity = find(entity_id)
        if entity is not None and not is_beyond(entity_id, told):
            yield entity


def _outdated(before: Note, after: Note) -> list[str]:
    """Topics at which nothing should be kept any more."""
    moved = before.kept if before.base != after.base else ()
    return [*sorted(before.topics - after.topics), *moved]


def _emptied(topics: Iterable[str]) -> Iterator[Message]:
    return (Message(topic, "", qos=1, retain=True) for topic in topics)
