"""The packs' own logs, read on demand: of each pack one at a time, and for so long at most.

A log begins with its oldest record and knows no other way, so all of it is read, however few of it are wanted.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from topbms.dialects.memory import Topic, inquiring
from topbms.engine.inquiry import Enough, Told
from topbms.engine.link import Link
from topbms.errors import ConfigError, LinkError, ReplyError, TopbmsError
from topbms.model.fragment import Record
from topbms.web.api.door import ReadLog

PATIENCE = 45.0
"""s that a log is read at most: less than a proxy before the page waits for an answer."""

_LAST_ANSWER = 10.0
"""s more for the question that is being asked by then, and for a poll that is in its way."""

MOST = 5000
"""Records that are read at most."""

_TOPICS = {"alarms": Topic.ALARMS, "data": Topic.DATA}

Inquire = Callable[[str, Topic, Enough], Awaitable[Told | None]]


class PackLogs:
    """Reads logs by `inquire`; `links` are those in force."""

    def __init__(self, links: Callable[[], Sequence[Link]], inquire: Inquire, patience: float = PATIENCE) -> None:
        self._links = links
        self._inquire = inquire
        self._patience = patience
        self._read: set[str] = set()

    def hindrance(self, pack: str) -> TopbmsError | None:
        """Why a pack is not asked for more than its values, as long as the config stays; None when it is."""
        link = self._link(pack)
        if link is None:
            return None
        if link.listens:
            return ConfigError("{link} only listens; set listen = false to ask", link=link.id)
        try:
            if link.dialect is not None:
                inquiring(link.dialect)
        except ConfigError as error:
            return error
        return None

    async def read(self, pack: str, log: str) -> ReadLog:
        """What a pack wrote down, the oldest first.

        Raises ConfigError where it cannot be asked at all, ReplyError where it says that it knows no such log, and
        LinkError for a link that is cut, a pack that is silent, and one whose log is being read already.
        """
        self._check(pack)
        self._read.add(pack)
        try:
            told = await self._told(pack, _TOPICS[log])
        finally:
            self._read.discard(pack)
        records = tuple(fragment for fragment in told.fragments if isinstance(fragment, Record))
        if not records and not told.is_whole:
            raise _unheard(self._name(pack), told)
        return ReadLog(records, None if told.is_whole else self._torn(told))

    def _check(self, pack: str) -> None:
        hindrance, link, name = self.hindrance(pack), self._link(pack), self._name(pack)
        if hindrance is not None:
            raise hindrance
        if link is None or not link.is_up:
            raise LinkError("the link of {pack} is down, so it cannot be asked; see what the link says", pack=name)
        if pack in self._read:
            raise LinkError("the log of {pack} is being read for somebody already; try again in a minute", pack=name)

    async def _told(self, pack: str, topic: Topic) -> Told:
        loop = asyncio.get_running_loop()
        end = loop.time() + self._patience
        try:
            async with asyncio.timeout_at(end + _LAST_ANSWER):
                told = await self._inquire(pack, topic, lambda count: count >= MOST or loop.time() > end)
        except TimeoutError as error:
            raise LinkError(
                "{pack} could not be asked within {seconds:.0f} s, its line is too busy; try again later",
                pack=self._name(pack),
                seconds=self._patience,
            ) from error
        return told or Told()

    def _torn(self, told: Told) -> TopbmsError:
        if told.trouble is not None:
            return LinkError("the log broke off: {trouble}; try again", trouble=told.trouble)
        return LinkError(
            "the log did not come to its end within {seconds:.0f} s: what it holds besides is newer; "
            "topbms records reads all of it",
            seconds=self._patience,
        )

    def _name(self, pack: str) -> str:
        """What people call it."""
        return next((one.name for link in self._links() for one in link.packs if one.id == pack), pack)

    def _link(self, pack: str) -> Link | None:
        return next((link for link in self._links() if any(one.id == pack for one in link.packs)), None)


def _unheard(pack: str, told: Told) -> TopbmsError:
    """Nothing came of it."""
    if told.trouble is None:
        return LinkError("{pack} does not answer; is it switched on?", pack=pack)
    if isinstance(told.trouble, ReplyError) and told.trouble.code is not None:
        return ReplyError("{pack} keeps no such log, or does not give it: {trouble}", pack=pack, trouble=told.trouble)
    return LinkError("what {pack} answered was damaged: {trouble}; try again", pack=pack, trouble=told.trouble)
