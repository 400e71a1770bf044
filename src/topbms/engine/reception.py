"""Where the guests of a link come in: a TCP port, or a pseudo-terminal. Knows who may come; not what is asked.

A place that cannot be had is told once and tried again, and the link polls on without guests.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

from topbms.engine.guests import Guests, Session
from topbms.engine.placing import may_come
from topbms.engine.settings import LinkSettings
from topbms.errors import ConfigError, LinkError
from topbms.transport.doorway import Doorway
from topbms.transport.terminal import Terminal

LOG = logging.getLogger(__name__)

AGAIN = 10.0
"""s. From one try to have the place to the next."""

MOST_GUESTS = 16
"""Connections at one time."""

_MOST_UNREAD = 16_384  # characters of answers that a guest may leave unread, beside what the system keeps


class Reception:
    """The place where one link's line is shared."""

    def __init__(self, settings: LinkSettings, guests: Guests) -> None:
        place = settings.share_place
        assert place is not None  # noqa: S101 - a link that is not shared has no reception
        self._place = place
        self._networks = settings.share_networks
        self._link = settings.id
        self._guests = guests
        self._connections: set[_Connection] = set()
        self._serving: set[asyncio.Task[None]] = set()
        self._told: set[str] = set()

    async def run(self) -> None:
        """Let guests in until cancelled."""
        while True:
            try:
                async with self._opened() as where:
                    self._told.clear()
                    LOG.info("shared at %s", where, extra={"link": self._link})
                    await asyncio.Event().wait()
            except (LinkError, ConfigError) as error:
                self._tell(logging.ERROR, str(error))
            await asyncio.sleep(AGAIN)

    def welcome(self, connection: "_Connection") -> bool:
        """Whether the one who connects may stay."""
        if not may_come(connection.host, self._networks):
            self._tell(logging.WARNING, f"{connection.host} is not in share_allow: not let in")
            return False
        if len(self._connections) >= MOST_GUESTS:
            self._tell(logging.WARNING, f"{MOST_GUESTS} guests are here already: {connection.host} is not let in")
            return False
        self._connections.add(connection)
        self._serve(connection.session)
        LOG.info("a guest comes from %s", connection.host, extra={"link": self._link})
        return True

    def show_out(self, connection: "_Connection") -> None:
        """He does not take what he asked for."""
        text = "the guest at %s does not read its answers: shown out"
        LOG.warning(text, connection.host, extra={"link": self._link})

    def left(self, connection: "_Connection") -> None:
        """He is gone."""
        self._connections.discard(connection)

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[str]:
        try:
            if isinstance(self._place, Path):
                async with self._terminal(self._place):
                    yield str(self._place)
            else:
                async with self._port(*self._place):
                    yield f"{self._place.host}:{self._place.port}"
        finally:
            for task in self._serving:
                task.cancel()
            await asyncio.gather(*self._serving, return_exceptions=True)

    @asynccontextmanager
    async def _port(self, host: str, port: int) -> AsyncIterator[None]:
        doorway = Doorway(host, port, lambda: _Connection(self))
        doorway.open()
        try:
            yield
        finally:
            doorway.shut()
            for connection in list(self._connections):
                connection.abort()
            await doorway.close()

    @asynccontextmanager
    async def _terminal(self, link: Path) -> AsyncIterator[None]:
        terminal = Terminal(link, lambda data: session.feed(data))  # noqa: PLW0108 - there is none yet
        session = Session(str(link), terminal.write, terminal.hold)
        self._serve(session)
        try:
            yield
        finally:
            session.leave()
            terminal.close()

    def _serve(self, session: Session) -> None:
        task = asyncio.create_task(self._guests.serve(session))
        self._serving.add(task)
        task.add_done_callback(self._served)

    def _served(self, task: "asyncio.Task[None]") -> None:
        self._serving.discard(task)
        if not task.cancelled() and task.exception() is not None:
            text = "a guest's request failed by a defect of topbms"
            LOG.error(text, exc_info=task.exception(), extra={"link": self._link})

    def _tell(self, level: int, message: str) -> None:
        LOG.log(logging.DEBUG if message in self._told else level, "%s", message, extra={"link": self._link})
        self._told.add(message)


class _Connection(asyncio.Protocol):
    """One guest over TCP."""

    def __init__(self, reception: Reception) -> None:
        self.host = ""
        self._reception = reception
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by asyncio."""
        self._transport = cast("asyncio.Transport", transport)
        self.host = self._transport.get_extra_info("peername")[0]
        self.session = Session(self.host, self._transport.write, self._hold)
        self._transport.set_write_buffer_limits(_MOST_UNREAD)
        if not self._reception.welcome(self):
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """Called by asyncio."""
        self.session.feed(data)

    def pause_writing(self) -> None:
        """Called by asyncio, for a guest who does not read."""
        self._reception.show_out(self)
        self.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by asyncio."""
        del exc
        self.session.leave()
        self._reception.left(self)

    def abort(self) -> None:
        """Show him out."""
        if self._transport is not None:
            self._transport.abort()

    def _hold(self, is_full: bool) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        if is_full:
            self._transport.pause_reading()
        else:
            self._transport.resume_reading()
