"""What each pack reports, looked up once: from readings that are kept, else from the pack itself over its link.

A link that a running gateway polls is left alone: two masters on one line disturb each other.
"""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass

from topbms.cli.lock import holder_of
from topbms.config import Loaded, pack_id
from topbms.engine.counters import LinkCounters
from topbms.engine.discovery import ADDRESSES
from topbms.engine.line import Line
from topbms.engine.once import opened, read_pack, spoken_on, usual
from topbms.engine.recognition import ANYBODY
from topbms.engine.settings import LinkSettings, PollSettings
from topbms.errors import LinkError
from topbms.model.bank import bank_reading
from topbms.model.reading import Pack, PackReading, PackState, Snapshot

Tell = Callable[[LinkError], None]


@dataclass(frozen=True, slots=True)
class Survey:
    """The packs that there are, and what each reports; a pack without a reading is among them all the same."""

    packs: tuple[Pack, ...]
    readings: Mapping[str, PackReading]

    def snapshot(self) -> Snapshot:
        """All of it as if it were of this moment: what a pack reports does not grow old."""
        states = tuple(self._state(pack) for pack in self.packs)
        return Snapshot(states, bank_reading(time.time(), states))

    def _state(self, pack: Pack) -> PackState:
        reading = self.readings.get(pack.id)
        return PackState(pack, reading, stale=reading is None, since=None if reading is None else reading.at)


async def survey(loaded: Loaded, kept: Mapping[str, PackReading], tell: Tell) -> Survey:
    """Look at every pack of the config once; `tell` hears of each link that cannot be asked."""
    packs: list[Pack] = []
    readings: dict[str, PackReading] = {}
    for link in loaded.settings.link:
        known = _packs(link, kept)
        packs += known
        readings |= {pack.id: kept[pack.id] for pack in known if pack.id in kept}
        missing = [pack for pack in known if pack.id not in kept]
        if missing or not known:
            found = await _ask(link, loaded, missing, tell)
            readings |= {reading.pack.id: reading for reading in found}
            packs += [reading.pack for reading in found if reading.pack not in missing]
    return Survey(tuple(packs), readings)


def _packs(link: LinkSettings, kept: Mapping[str, PackReading]) -> list[Pack]:
    """The packs of a link: those of the config, or those that were found there before."""
    if link.packs == "auto":
        return [reading.pack for reading in kept.values() if reading.pack.link == link.id]
    return [Pack(key := pack_id(link, pack), pack.name or key, link.id, pack.address) for pack in link.pack]


async def _ask(link: LinkSettings, loaded: Loaded, packs: list[Pack], tell: Tell) -> list[PackReading]:
    """The readings of those packs that answer; where none are named, of those that there are."""
    pid = holder_of(link.url, loaded.state)
    if pid is not None:
        template = (
            "{link}: polled by the running gateway (process {pid}), which has kept no reading of all its packs yet; "
            "wait a minute"
        )
        tell(LinkError(template, link=link.id, pid=pid))
        return []
    try:
        return [reading async for reading in _readings(link, loaded.settings.poll, packs)]
    except LinkError as error:
        tell(error)
        return []


async def _readings(link: LinkSettings, poll: PollSettings, packs: list[Pack]) -> AsyncIterator[PackReading]:
    version = int(link.version, 16) if link.version else None
    asked = packs or _everybody(link)
    async with opened(link.url, link.baud) as connection:
        line = Line(connection, ANYBODY, link.baud, poll, LinkCounters())
        found = await spoken_on(line, link.dialect, [pack.address for pack in asked[:2]], version)
        spoken = found or usual(version)
        line.reader = spoken.dialect
        for pack in asked:
            reading = await read_pack(line, spoken.dialect, pack, spoken.version, is_stranger=not packs)
            if reading is not None:
                yield reading


def _everybody(link: LinkSettings) -> list[Pack]:
    ids = {address: f"{link.id}-{address}" for address in ADDRESSES}
    return [Pack(key, key, link.id, address) for address, key in ids.items()]
