"""A conversation with Domoticz as one user: logged in, and again when a session has ended. Knows no device."""

from typing import Any

from topbms.sinks.domoticz.answer import UNAUTHORIZED, checked, nonsense
from topbms.sinks.domoticz.client import Client
from topbms.sinks.domoticz.login import Credentials, Entry, enter, ways
from topbms.sinks.domoticz.settings import Settings


class Session:
    """Asks commands of one Domoticz; `remembered` is the way in that worked last, None before the first time.

    `entry` says how we came in, None before the first request.
    """

    def __init__(self, settings: Settings, credentials: Credentials | None, remembered: str | None = None) -> None:
        self._client = Client(settings.url, timeout=settings.timeout, verify_tls=settings.verify_tls)
        self._login = settings.login
        self._credentials = None if settings.login == "none" else credentials
        self._remembered = remembered
        self.entry: Entry | None = None

    @property
    def url(self) -> str:
        """Where this Domoticz answers."""
        return self._client.url

    async def enter(self) -> Entry:
        """Log in, or prove that no login is needed; SinkError when no way leads in."""
        order = ways(self._login, self._credentials, self._remembered)
        self.entry = await enter(self._client, order, self._credentials)
        self._remembered = self.entry.way
        return self.entry

    async def ask(self, query: str) -> dict[str, Any]:
        """The answer to a command, which `query` begins with; logs in first where that is due.

        Raises RefusedError when Domoticz says no to this command, SinkError when it says nothing or nonsense.
        """
        entry = self.entry or await self.enter()
        reply = await self._client.get(query)
        if reply.status == UNAUTHORIZED:
            entry = await self.enter()
            reply = await self._client.get(query)
        if reply.cookie is not None and entry.way == "cookie":
            # Domoticz renews a session in the course of it, and the old cookie would then end it.
            self._client.use_headers({"Cookie": reply.cookie})
        return checked(reply, self.url, query)

    async def records(self, query: str) -> list[dict[str, Any]]:
        """The list in the answer to a command, empty where there is none; raises as `ask`."""
        found = (await self.ask(query)).get("result", [])
        if not (isinstance(found, list) and all(isinstance(one, dict) for one in found)):
            raise nonsense(self.url, query)
        return found

    async def made(self, query: str) -> int:
        """The idx of what a command made; raises as `ask`."""
        answer = await self.ask(query)
        try:
            return int(answer["idx"])
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise nonsense(self.url, query) from error

    async def close(self) -> None:
        """Let go of the connection; may be called twice."""
        await self._client.close()
