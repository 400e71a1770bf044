"""Decides who may look: by his address, a token, a session, or the password that begins one. Knows no page.

A password is compared in a thread, one at a time: guesses use at most one core and 8 MB, and polls go on.
"""

import asyncio
import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus

from starlette.datastructures import Headers

from topbms.errors import TopbmsError
from topbms.web.api.problems import Refusal
from topbms.web.safe.attempts import Attempts
from topbms.web.safe.password import Password
from topbms.web.safe.sessions import Sessions
from topbms.web.safe.token import is_among
from topbms.web.safe.visit import Visit

_MOST_WAITING = 4
"""Passwords that wait to be compared; who comes then is sent away for a second."""

_BEARER = "bearer "
_NONE_SET = TopbmsError("no password is set; set one with: topbms config password")


@dataclass(frozen=True, slots=True)
class Rights:
    """Whether a visitor may look, as long as `still` says so; `needs_login` when nobody without a word may."""

    may_look: bool
    needs_login: bool
    still: Callable[[], bool] = lambda: True


class Porter:
    """Stands at the door of one gateway.

    `password` None: there is none, and `is_open` says whether everybody may look then. `tokens` are hashes; `cookie` is
    the name under which browsers keep their session; `now` the monotonic clock.
    """

    def __init__(
        self,
        password: Password | None,
        tokens: Sequence[str],
        cookie: str,
        now: Callable[[], float],
        *,
        is_open: bool = False,
    ) -> None:
        self.cookie = cookie
        self._password = password
        self._tokens = tuple(tokens)
        self._now = now
        self._is_open = is_open and password is None
        self._attempts = Attempts()
        self._sessions = Sessions()
        self._comparing = asyncio.Lock()
        self._comparer = ThreadPoolExecutor(1, "password")  # always the same: each thread keeps the memory it needed
        self._waiting = 0

    def rights(self, visit: Visit, headers: Headers) -> Rights:
        """What a visitor may."""
        if visit.is_local or self._is_open:
            return Rights(may_look=True, needs_login=False)
        word = self.session(headers)
        if word and self._sessions.use(word, self._now()):
            return Rights(True, True, lambda: self._sessions.knows(word, self._now()))
        return Rights(self._has_token(headers), needs_login=True)

    def session(self, headers: Headers) -> str:
        """The session's word that a browser brings; empty without one."""
        cookies = "; ".join(headers.getlist("cookie")).split(";")
        found = dict(cookie.strip().split("=", 1) for cookie in cookies if "=" in cookie)
        return found.get(self.cookie, "")

    async def log_in(self, visit: Visit, text: str) -> str:
        """The word of a new session, for the right password; Refusal for any other, and for who must wait."""
        if self._password is None:
            raise Refusal(HTTPStatus.CONFLICT, _NONE_SET)
        if self._waiting >= _MOST_WAITING:
            raise _must_wait(1.0)
        self._waiting += 1
        try:
            async with self._comparing:
                await self._compare(self._password, visit.client, text)
        finally:
            self._waiting -= 1
        return self._sessions.begin(self._now())

    def log_out(self, headers: Headers) -> None:
        """End the session that a browser brings."""
        self._sessions.end(self.session(headers))

    async def _compare(self, password: Password, client: str, text: str) -> None:
        wait = self._attempts.wait(client, self._now())
        if wait:
            raise _must_wait(wait)
        if not await self._is_that(password, text):
            self._attempts.fail(client, self._now())
            raise Refusal(HTTPStatus.FORBIDDEN, TopbmsError("that is not the password"))
        self._attempts.succeed(client)

    async def _is_that(self, password: Password, text: str) -> bool:
        return await asyncio.get_running_loop().run_in_executor(self._comparer, password.is_that, text)

    def _has_token(self, headers: Headers) -> bool:
        given = headers.get("authorization", "")
        is_bearer = given[: len(_BEARER)].lower() == _BEARER
        return is_bearer and is_among(given[len(_BEARER) :].strip(), self._tokens)


def _must_wait(seconds: float) -> Refusal:
    """Whole seconds, as the header knows no others."""
    wait = math.ceil(seconds)
    error = TopbmsError("too many wrong passwords; try again in {wait} s", wait=wait)
    return Refusal(HTTPStatus.TOO_MANY_REQUESTS, error, {"Retry-After": str(wait)})
