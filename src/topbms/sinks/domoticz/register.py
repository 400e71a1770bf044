"""The register of devices while the gateway runs: looked up in Domoticz, kept in the notes, doubted from time to time.

Knows notes, places and what to say about a key that has none; sends no value. Nothing is ever created here.
"""

from collections.abc import Callable, Iterable, Mapping
from logging import getLogger

from topbms.sinks import Site
from topbms.sinks.domoticz.places import Device, Foreign, Note, Places, find_places, house_of, notes_of
from topbms.sinks.domoticz.session import Session

LOGIN = "login"
"""Under this name the way in that worked is remembered, beside the devices' keys."""

_NEWS = 60.0
"""s. How often the notes are read again while a device is missing: somebody may have run the setup."""

_log = getLogger(__name__)


class Register:
    """Which device takes which key.

    After `lifetime` seconds of `clock`, which is monotonic, everything is looked up anew: an idx is given out again
    after a device was deleted, which can happen at any time.
    """

    def __init__(self, given: Mapping[str, int], site: Site, lifetime: float, clock: Callable[[], float]) -> None:
        self._given = given
        self._site = site
        self._lifetime = lifetime
        self._clock = clock
        self._notes: dict[str, str] = {}
        self._places: Places | None = None
        self._unproved: dict[str, str] = {}
        self._looked_up = self._read = 0.0
        self._said: set[Foreign] = set()
        self._said_missing = False

    async def login(self) -> str | None:
        """The way in that worked last."""
        self._notes = dict(await self._site.recall())
        return self._notes.get(LOGIN)

    async def is_due(self, keys: Iterable[str]) -> bool:
        """Whether to look everything up before these keys are written."""
        places, now = self._places, self._clock()
        if places is None or now - self._looked_up >= self._lifetime:
            return True
        if now - self._read < _NEWS or all(key in places.devices for key in keys):
            return False
        self._read = now
        return dict(await self._site.recall()) != self._notes

    async def look_up(self, session: Session, way: str) -> None:
        """Ask Domoticz for its devices and match them with what is given and remembered; SinkError if it fails."""
        self._notes = dict(await self._site.recall())
        records = await session.records("getdevices")
        self._places = find_places(self._given, notes_of(self._notes), house_of(records))
        self._looked_up = self._read = self._clock()
        used = {key: Note(device, given=True).text() for key, device in self._places.devices.items()}
        self._unproved = {key: used[key] for key in self._given if key in used and used[key] != self._notes.get(key)}
        await self._remember({LOGIN: way, **self._places.moved})

    def doubt(self) -> None:
        """Look everything up before the next writing."""
        self._places = None

    def device(self, key: str) -> Device | None:
        """The device that takes a key; None when there is none that may be written."""
        return self._places.devices.get(key) if self._places else None

    async def used(self, keys: Iterable[str]) -> None:
        """These were written: from now on a given idx stands for this device and no other."""
        if self._unproved:
            await self._remember({key: self._unproved.pop(key) for key in keys if key in self._unproved})

    def say_left(self, keys: Iterable[str], total: int) -> None:
        """Say, once, why these keys out of `total` are not written."""
        missing = 0
        for key in keys:
            foreign = self._places.foreign.get(key) if self._places else None
            if foreign is None:
                missing += 1
            elif foreign not in self._said:
                self._said.add(foreign)
                _log.warning("%s", self._explained(foreign))
        if missing and not self._said_missing:
            self._said_missing = True
            template = (
                "no device in Domoticz for {count} of {total} values: run `topbms domoticz setup` to have them made"
            )
            _log.warning("%s", self._site.words.say(template, count=missing, total=total))

    def _explained(self, foreign: Foreign) -> str:
        say = self._site.words.say
        return say(
            "{key} is not written to Domoticz idx {idx}: {trouble}; {cure}",
            key=foreign.key,
            idx=foreign.idx,
            trouble=say(foreign.trouble, **dict(foreign.values)),
            cure=say(foreign.cure),
        )

    async def _remember(self, texts: Mapping[str, str]) -> None:
        news = {name: text for name, text in texts.items() if self._notes.get(name) != text}
        if news:
            self._notes |= news
            await self._site.remember(news)
