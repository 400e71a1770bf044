"""The broker as a target of what is newest: states, and the announcements that make devices of them.

The order matters to whoever listens: announcements, a pause in which they are worked off, states, and only then that
packs and gateway are online. When to send and how often to try again is the outlet's business.
"""

import asyncio
import logging
import re
from collections.abc import Callable, Sequence

from topbms.errors import SinkError, StoreError
from topbms.model.reading import Snapshot
from topbms.model.update import Update
from topbms.sinks import Site
from topbms.sinks.mqtt.board import Board
from topbms.sinks.mqtt.connection import Connection, Message
from topbms.sinks.mqtt.discovery import AWAY, THERE, Announcer
from topbms.sinks.mqtt.names import BANK, GATEWAY, Names
from topbms.sinks.mqtt.notes import notes_of, texts_of
from topbms.sinks.mqtt.refusal import rival
from topbms.sinks.mqtt.settings import Settings
from topbms.sinks.mqtt.view import View, Viewer, render

SETTLE = 1.5
"""s from an announcement to the first state, which is lost if it comes too soon (0.2 s with Home Assistant 2026.2)."""

_TOGETHER = 100
"""Devices that are told of together: making more of them at once would keep the packs waiting."""

_log = logging.getLogger(__name__)


class MqttSink:
    """A LatestSink; `settle` is the pause between announcements and states in seconds."""

    name = "mqtt"

    def __init__(self, settings: Settings, site: Site, *, settle: float = SETTLE) -> None:
        self.interval = self.resend = settings.interval
        self._settings = settings
        self._site = site
        self._settle = settle
        self._names = Names(site.name, settings.topic, settings.discovery_prefix)
        self._board = Board(self._names, _announcer(settings, site, self._names))
        self._viewer = Viewer(site.words, site.name, site.version)
        self._connection = Connection(settings)
        self._renew: Callable[[], None] = lambda: None
        self._has_notes = False
        self._is_serving = False
        self._holder = ""
        self._is_somebody_there = False

    def attach(self, renew: Callable[[], None]) -> None:
        """Home Assistant and Domoticz say when they have started, and the connection when it breaks."""
        self._renew = renew

    def render(self, snapshot: Snapshot) -> Sequence[Update]:
        """The gateway, the bank and each pack. Pure."""
        return tuple(render(snapshot))

    async def write(self, updates: Sequence[Update]) -> None:
        """Tell the broker; raises SinkError when it did not take all of it, and begins anew the next time."""
        try:
            await self._ready()
            for first in range(0, len(updates), _TOGETHER):
                await self._tell(updates[first : first + _TOGETHER])
            gateway = [update for update in updates[:1] if update.key == GATEWAY]
            await self._send([*self._board.availability(self._views(gateway))])
        except SinkError:
            await self._connection.close()
            raise
        self._is_serving = True

    async def close(self) -> None:
        """Say goodbye, which the last will would say otherwise; may be called twice."""
        gone = Message(self._names.availability(GATEWAY), AWAY, qos=1, retain=True)
        was_serving, self._is_serving = self._is_serving, False
        await self._connection.close([gone] if was_serving else [])

    async def _ready(self) -> None:
        """Connected, with nothing told yet on a new connection, and what is no longer wanted taken back."""
        if self._connection.is_open:
            return
        self._board.forget()
        self._is_serving = self._is_somebody_there = False
        self._holder = ""
        will = Message(self._names.availability(GATEWAY), AWAY, qos=1, retain=True)
        await self._connection.open(self._identifier(), will, self._topics(), self._heard, self._renew)
        self._refuse_rival()
        await self._recall()
        await self._send([Message(self._names.holder, self._site.gateway(), qos=1, retain=True)])
        await self._send([*self._board.removals(self._is_wanted)])
        await self._remember()

    async def _tell(self, updates: Sequence[Update]) -> None:
        """Announcements, states, and who is there of some devices; but that the gateway is there only after all."""
        views = self._views(updates)
        await self._announce(views)
        await self._send([*self._board.states(views)])
        await self._send([*self._board.availability(view for view in views if view.owner != GATEWAY)])

    def _views(self, updates: Sequence[Update]) -> list[View]:
        return [self._viewer.view(update.key, update.body) for update in updates]

    async def _announce(self, views: Sequence[View]) -> None:
        """Everything that is new of these, and time for it to be worked off."""
        found = [self._board.announcements(view) for view in views]
        await self._remember()
        for some in zip(*found, strict=True):
            messages = [message for of_one in some for message in of_one]
            await self._send(messages)
            if messages:
                await asyncio.sleep(self._settle)

    async def _send(self, messages: Sequence[Message]) -> None:
        """All of these; that the last one arrived tells that those before it did."""
        await self._connection.send(messages[:-1])
        await self._connection.send([last._replace(qos=1) for last in messages[-1:]])

    def _identifier(self) -> str:
        """The same at each start, so that the broker ends a connection that it still takes for alive."""
        return f"topbms{self._site.gateway()[:16]}"

    def _topics(self) -> list[str]:
        """What to listen to; of the first two the broker has told all it kept before it acknowledges the last."""
        starts = dict.fromkeys((f"{self._settings.discovery_prefix}/status", "homeassistant/status"))
        return [self._names.holder, self._names.availability(GATEWAY), *starts]

    def _heard(self, topic: str, payload: str, was_kept: bool) -> None:
        if topic == self._names.holder:
            self._holder = payload
        elif topic == self._names.availability(GATEWAY):
            self._hear_availability(payload)
        elif payload == THERE and not was_kept:
            self._tell_again()

    def _hear_availability(self, payload: str) -> None:
        """The will of a connection that the broker held for alive may come after we are back."""
        self._is_somebody_there = payload == THERE
        if self._is_serving and not self._is_somebody_there:
            self._tell_again()

    def _tell_again(self) -> None:
        self._board.forget()
        self._renew()

    def _refuse_rival(self) -> None:
        if self._is_somebody_there and self._holder not in {"", self._site.gateway()}:
            raise rival(self._site.name, self._settings.url)

    def _is_wanted(self, node: str) -> bool:
        """Whether a device is in the config, or may yet be found."""
        owners = [GATEWAY, *(pack.id for pack in self._site.packs)]
        if self._site.searched or len(self._site.packs) > 1:
            owners.append(BANK)
        if node in map(self._names.node, owners):
            return True
        found = "|".join(re.escape(self._names.node(link)) for link in self._site.searched)
        return bool(found and re.fullmatch(rf"({found})-\d+", node))

    async def _recall(self) -> None:
        """What was announced before; a history that cannot tell is asked again on the next connection."""
        if self._has_notes:
            return
        try:
            self._board.notes = notes_of(await self._site.recall()) | self._board.notes
        except StoreError as error:
            _log.debug("what was announced before is not known: %s", error)
            return
        self._has_notes = True

    async def _remember(self) -> None:
        """Before it is published: what is not remembered could not be taken back. A full disk stops nothing."""
        news = dict(self._board.news)
        if not news:
            return
        try:
            await self._site.remember(texts_of(news))
        except StoreError as error:
            _log.debug("what is announced is not noted: %s", error)
            return
        self._board.news = {}


def _announcer(settings: Settings, site: Site, names: Names) -> Announcer | None:
    if not settings.discovery:
        return None
    return Announcer(names, site.words, settings.expiry, site.version, settings.domoticz)
