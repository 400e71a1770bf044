"""The fake as tests hold it: starting and stopping, looking in, and faults to order."""

import asyncio
import ssl
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from tests.servers.domoticz.certificate import make_certificate
from tests.servers.domoticz.faults import Faults
from tests.servers.domoticz.house import ADMIN, FACTORY_PASSWORD, Device, Hardware, House, User, md5
from tests.servers.domoticz.listener import Listener
from tests.servers.domoticz.login import Gate
from tests.servers.domoticz.site import Seen, Site
from tests.servers.domoticz.wire import Request, Response


class FakeDomoticz:
    """A Domoticz 2025.1 in its factory state, with one admin, on a free port of 127.0.0.1.

    `clock` gives Unix seconds. Begin a hand-turned one at about the true time: the cookies carry their end,
    and a client's cookie jar compares it with its own clock. `house.trusted` and `house.allow_basic` may be
    switched at any time, as a user would in the settings.
    """

    def __init__(
        self,
        *,
        user: str = "admin",
        password: str = FACTORY_PASSWORD,
        trusted: bool = False,
        allow_basic: bool = False,
        tls: bool = False,
        port: int = 0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.house = House(clock, trusted=trusted, allow_basic=allow_basic)
        self.delay = 0.0
        self.certificate = ""
        self._tls = tls
        self._context: ssl.SSLContext | None = None
        self._site = Site(Gate(self.house, secure=tls))
        self._faults = Faults()
        self._listener = Listener(self._answer, port)
        self._changed = asyncio.Condition()
        self.add_user(user, password, ADMIN)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
        self._listener.release()

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    @property
    def port(self) -> int:
        """The same over every stop and start; while stopped, it refuses connections."""
        return self._listener.port

    async def start(self) -> None:
        """Listen. With TLS the certificate is made at the first start and stands in `certificate`, as PEM."""
        if self._tls and self._context is None:
            self._context, self.certificate = await make_certificate()
        await self._listener.start(self._context)
        self.house.log.append((self.house.clock(), 2, "Status: Domoticz V2025.1 (build 16785)"))

    async def stop(self) -> None:
        """Go away: cut every connection, refuse new ones; devices, users and sessions stay."""
        await self._listener.stop()

    # --- looking in ---

    @property
    def devices(self) -> dict[int, Device]:
        return self.house.devices

    @property
    def hardware(self) -> dict[int, Hardware]:
        return self.house.hardware

    @property
    def updates(self) -> list[tuple[int, int, str]]:
        """Every udevice that was taken: idx, nvalue, svalue."""
        return self.house.updates

    @property
    def requests(self) -> list[Seen]:
        """Every request that arrived whole, refused and failed ones too."""
        return self._site.seen

    @property
    def connections(self) -> int:
        """TCP connections accepted so far."""
        return self._listener.accepted

    def count(self, command: str) -> int:
        """How often a command was asked for; no client should ever ask for `getversion`."""
        return sum(seen.command == command for seen in self.requests)

    async def wait_for(self, predicate: Callable[[], bool], within: float | None = 10.0) -> None:
        """Wait until the predicate holds; it is asked after each request. TimeoutError past `within` seconds."""
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(predicate)

    # --- what a user does in the settings ---

    def add_user(self, name: str, password: str, rights: int, devices: set[int] | None = None) -> User:
        """Rights: 0 viewer, 1 user, 2 admin. `devices` limits the user to these idx; None shares all."""
        user = self.house.add_user(name, md5(password), rights)
        user.devices = devices
        return user

    def expire_sessions(self) -> None:
        """Every cookie given out so far is past its time."""
        for session in self.house.sessions.values():
            session.expires = self.house.clock() - 1

    # --- faults to order; `delay` holds back every answer for so many seconds, after the work was done ---

    def drop_idle(self) -> None:
        """Close the kept connections nobody is using, as Domoticz does after 20 s."""
        self._listener.drop_idle()

    def cut_next(self, times: int = 1) -> None:
        """Close the connection of the next requests instead of answering: the race with the 20 s, lost."""
        self._faults.cut(times)

    def fail_next(self, times: int = 1, status: int = 500) -> None:
        self._faults.fail(times, status)

    def garbage_next(self, times: int = 1) -> None:
        self._faults.garble(times)

    def reject_udevice(self, idx: int) -> None:
        """Answer ERR to every update of this device; `house.rejected` is the set to take it out of."""
        self.house.rejected.add(idx)

    async def _answer(self, request: Request) -> Response | None:
        response = self._respond(request)
        async with self._changed:
            self._changed.notify_all()
        if self.delay:
            await asyncio.sleep(self.delay)
        return response

    def _respond(self, request: Request) -> Response | None:
        if not self._faults.waiting:
            return self._site.respond(request)
        self._site.note(request, "fault")
        return self._faults.waiting.pop(0)
