"""Domoticz as a target: each value to its device, and what it means when Domoticz says no.

When to send and how often to try again is the outlet's business. Nothing is ever created here: that is
`topbms domoticz setup`.
"""

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple
from urllib.parse import quote

from topbms.errors import SinkError
from topbms.model.reading import Snapshot
from topbms.model.update import Update
from topbms.sinks import Site
from topbms.sinks.domoticz.answer import ForbiddenError, RefusedError
from topbms.sinks.domoticz.login import VIEWER
from topbms.sinks.domoticz.places import Device
from topbms.sinks.domoticz.register import Register
from topbms.sinks.domoticz.render import Plan, Value, render
from topbms.sinks.domoticz.session import Session
from topbms.sinks.domoticz.settings import Settings


class Refusal(NamedTuple):
    """One value that Domoticz did not take."""

    key: str
    device: Device
    error: RefusedError


class DomoticzSink:
    """A LatestSink; `clock` is monotonic seconds."""

    name = "domoticz"

    def __init__(self, settings: Settings, site: Site, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.interval = settings.interval
        self.resend = settings.resend
        self._settings = settings
        self._credentials = settings.credentials()
        self._plan = Plan(site.words, settings.cells, frozenset(settings.given))
        self._register = Register(settings.given, site, settings.resend, clock)
        self._session: Session | None = None

    def attach(self, renew: Callable[[], None]) -> None:
        """Domoticz never says that it has lost something."""

    def render(self, snapshot: Snapshot) -> Sequence[Update]:
        """Everything Domoticz should show now. Pure."""
        return render(snapshot, self._plan)

    async def write(self, updates: Sequence[Update]) -> None:
        """Send each update to its device; raises SinkError, after all were tried, when Domoticz refused some.

        A target that is away, or answers nothing of sense, ends it at once. Updates without a device, or whose
        idx has become another device's, are said once and left.
        """
        try:
            await self._write(updates)
        except SinkError:
            # Whoever answers next need not be the Domoticz of before: log in and look everything up anew.
            await self.close()
            raise

    async def close(self) -> None:
        """Let go of the connection; may be called twice."""
        self._register.doubt()
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _write(self, updates: Sequence[Update]) -> None:
        session = await self._ready(updates)
        placed = [(update, self._register.device(update.key)) for update in updates]
        refusals = {}
        for update, device in placed:
            if device is not None:
                refusals[update.key] = await _send(session, update, device)
        await self._register.used(key for key, refusal in refusals.items() if refusal is None)
        self._register.say_left((update.key for update, device in placed if device is None), len(updates))
        refused = [refusal for refusal in refusals.values() if refusal is not None]
        if refused:
            raise _summed(session.url, refused, len(refusals))

    async def _ready(self, updates: Sequence[Update]) -> Session:
        """A session that is logged in, with a register that holds."""
        if self._session is None:
            self._session = Session(self._settings, self._credentials, await self._register.login())
        entry = self._session.entry or await self._session.enter()
        if entry.rights == VIEWER:
            raise SinkError(
                'Domoticz user "{user}" at {url} may only look: give it the rights "User" (Setup, Users)',
                user=entry.user,
                url=self._session.url,
            )
        if await self._register.is_due(update.key for update in updates):
            await self._register.look_up(self._session, entry.way)
        return self._session


async def _send(session: Session, update: Update, device: Device) -> Refusal | None:
    """Neither battery nor rssi: Domoticz would forget them at the next update without them (Domoticz 2025.1)."""
    value: Value = update.body
    text = quote(value.svalue, safe="")
    try:
        await session.ask(f"udevice&idx={device.idx}&nvalue={value.nvalue}&svalue={text}")
    except RefusedError as error:
        return Refusal(update.key, device, error)
    return None


def _summed(url: str, refused: Sequence[Refusal], total: int) -> SinkError:
    names = ", ".join(f"{refusal.key} (idx {refusal.device.idx})" for refusal in refused)
    if any(isinstance(refusal.error, ForbiddenError) for refusal in refused):
        return SinkError(
            'Domoticz at {url} refused {count} of {total} values (403): {refused}. Give the user the rights "User", '
            "and share these devices with it if it has a list of its own (Setup, Users)",
            url=url,
            count=len(refused),
            total=total,
            refused=names,
        )
    return SinkError(
        "Domoticz at {url} refused {count} of {total} values: {refused}. If these devices were deleted, "
        "`topbms domoticz setup` makes new ones",
        url=url,
        count=len(refused),
        total=total,
        refused=names,
    )
