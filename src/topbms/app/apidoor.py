"""What the API shows of a gateway: the callables of its door, joined to the gateway's parts. Decides nothing."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

import topbms
from topbms.app.explaining import explained
from topbms.app.packlogs import PackLogs
from topbms.app.scanning import Scanner, listed
from topbms.app.supporting.desk import Desk
from topbms.config import Loaded
from topbms.config.checking import findings
from topbms.config.showing import Row, groups
from topbms.dialects.memory import Topic
from topbms.engine.checkup import link_health
from topbms.engine.clock import Clock
from topbms.engine.dossiers import Dossiers
from topbms.engine.feed import Feed
from topbms.engine.frozen import Heard, Reason, Ring
from topbms.engine.inquiry import Enough, Told
from topbms.engine.link import Link
from topbms.errors import worded
from topbms.model.health import Health
from topbms.model.words import Words
from topbms.store.store import Store
from topbms.transport.connection import shown
from topbms.web.api import toolshapes
from topbms.web.api.door import Cause, Door, KeptFrames, LastFrame, LinkState
from topbms.web.api.hub import Hub


class Parts(Protocol):
    """What a door needs of a gateway; config and links are those in force."""

    clock: Clock
    feed: Feed
    store: Store
    links: list[Link]
    loaded: Loaded
    dossiers: Dossiers
    desk: Desk

    def inquire(self, pack: str, topic: Topic, enough: Enough) -> Awaitable[Told | None]:
        """What a pack tells about a topic."""
        ...


def door_of(parts: Parts, health: Callable[[Words], Health]) -> Door:
    """The door of a gateway."""
    shown_links = _Links(parts)
    logs = PackLogs(lambda: parts.links, parts.inquire)
    scanner = Scanner(lambda: [(link.id, link.url) for link in parts.links])
    return Door(
        store=parts.store,
        hub=Hub(),
        version=topbms.__version__,
        site=lambda: parts.loaded.settings.site,
        gateway=lambda: parts.store.gateway_id,
        snapshot=parts.feed.snapshot,
        health=health,
        language=lambda: parts.loaded.settings.language,
        now=parts.clock.monotonic,
        utc=parts.clock.utc,
        newest=parts.feed.newest,
        patience=parts.feed.limit,
        links=shown_links.states,
        frames=shown_links.frames,
        kept=shown_links.kept,
        dossier=parts.dossiers.of,
        hindrance=logs.hindrance,
        log=logs.read,
        decode=explained,
        settings=lambda words: _settings(parts.loaded, words),
        ports=listed,
        support=parts.desk.file,
        scan=scanner.scan,
    )


class _Links:
    """The links as they are shown."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def states(self, words: Words) -> list[LinkState]:
        return [self._state(link, words) for link in self._parts.links]

    def frames(self, name: str) -> Sequence[LastFrame]:
        return self._newest_first(self._ring(name))

    def kept(self, name: str) -> Sequence[KeptFrames]:
        return [
            KeptFrames(one.number, [self._cause(reason) for reason in one.reasons], self._newest_first(one.frames))
            for one in reversed(self._ring(name).frozen)
        ]

    def _ring(self, name: str) -> Ring:
        return next((link.counters.frames for link in self._parts.links if link.id == name), Ring())

    def _newest_first(self, heard: Sequence[Heard]) -> Sequence[LastFrame]:
        return [LastFrame(self._age(at), direction, _text(frame)) for at, direction, frame in reversed(heard)]

    def _cause(self, reason: Reason) -> Cause:
        return Cause(self._age(reason.at), reason.kind, reason.subject, reason.text)

    def _age(self, at: float) -> float:
        return max(self._parts.clock.monotonic() - at, 0.0)

    def _state(self, link: Link, words: Words) -> LinkState:
        clock = self._parts.clock
        at, changed = link.counters.last_error_at, link.changed_at
        return LinkState(
            health=link_health(link, words),
            url=shown(link.url),
            since=None if changed is None else clock.utc() - (clock.monotonic() - changed),
            last_error_age=None if at is None else max(clock.monotonic() - at, 0.0),
            packs=tuple(pack.id for pack in link.packs),
        )


def _text(frame: object) -> str:
    return frame.decode("ascii", "backslashreplace") if isinstance(frame, bytes) else str(frame)


def _setting(row: Row) -> toolshapes.Setting:
    return toolshapes.Setting(key=row.key, value=row.value, default=row.default, meaning=row.meaning, secret=row.secret)


def _settings(loaded: Loaded, words: Words) -> toolshapes.Settings:
    shown_groups = [
        toolshapes.SettingGroup(name=group.name, rows=[_setting(row) for row in group.rows])
        for group in groups(loaded.settings, words)
    ]
    found = findings(loaded.path) if loaded.path.exists() else ()  # a demo has no file
    check = [toolshapes.Finding(level=one.level, message=worded(one.error, words)) for one in found]
    return toolshapes.Settings(path=str(loaded.path), groups=shown_groups, check=check)
