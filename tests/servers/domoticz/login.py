"""Who is asking: trusted network, Basic, session cookie, or nobody. Knows no command.

Domoticz never asks for a login: its 401 has no WWW-Authenticate. What credentials a request brings is judged
first, so that wrong ones, or right ones where they may not be used, make a trusted client a stranger.
"""

import base64
import binascii
import secrets
from dataclasses import dataclass
from email.utils import formatdate
from typing import Literal

from tests.servers.domoticz.house import ADMIN, House, Session, User, md5
from tests.servers.domoticz.wire import Request

Way = Literal["none", "trusted", "basic", "cookie", "refused"]

COOKIE = "DMZSID"
REMOVAL = f"{COOKIE}=none; HttpOnly; Expires=Thu, 1 Jan 1970 00:00:00 GMT"
SHORT_SESSION = 600.0
LONG_SESSION = 30 * 86400.0


@dataclass(frozen=True, slots=True)
class Caller:
    """`user` is None for a stranger; `way` says how the login came about, or that there was none.

    `cookie` is the Set-Cookie value that a renewed session sends along with the answer.
    """

    user: User | None
    way: Way
    cookie: str = ""

    @property
    def rights(self) -> int:
        return -1 if self.user is None else self.user.rights


@dataclass(slots=True)
class Gate:
    """The way in; `secure` when the connection is TLS."""

    house: House
    secure: bool

    def identify(self, request: Request) -> Caller:
        authorization = request.headers.get("authorization")
        if authorization is not None:
            return self._by_header(authorization)
        if self.house.trusted and _is_near(request):
            return Caller(next(user for user in self.house.users.values() if user.rights == ADMIN), "trusted")
        cookie = request.cookie(COOKIE)
        return self._by_cookie(cookie) if cookie else Caller(None, "none")

    def open_session(self, user: str, *, remember: bool) -> str:
        """The Set-Cookie value of a new session."""
        lifetime = LONG_SESSION if remember else SHORT_SESSION
        session = Session(user, secrets.token_hex(16), lifetime, self.house.clock() + lifetime)
        sid = secrets.token_hex(16)
        self.house.sessions[sid] = session
        return _set_cookie(sid, session)

    def _by_header(self, authorization: str) -> Caller:
        """Basic only; a bearer token is always refused, for no application exists here."""
        scheme, _, credentials = authorization.partition(" ")
        if scheme.lower() != "basic" or not (self.secure or self.house.allow_basic):
            return Caller(None, "refused")
        name, _, password = decode64(credentials).partition(":")
        user = self.house.users.get(name)
        if user is None or user.password != md5(password):
            return Caller(None, "refused")
        return Caller(user, "basic")

    def _by_cookie(self, cookie: str) -> Caller:
        sid, _, rest = cookie.partition("_")
        token, _, _stamp = rest.partition(".")
        session = self.house.sessions.get(sid)
        if session is None or session.token != token or session.expires < self.house.clock():
            self.house.sessions.pop(sid, None)
            return Caller(None, "refused")
        return Caller(self.house.users.get(session.user), "cookie", self._renewal(sid, session))

    def _renewal(self, sid: str, session: Session) -> str:
        """Past half its life a session gets a new end and a new token; the old token ends it (source)."""
        if session.expires - session.lifetime / 2 >= self.house.clock():
            return ""
        session.expires = self.house.clock() + session.lifetime
        session.token = secrets.token_hex(16)
        return _set_cookie(sid, session)


def decode64(text: str) -> str:
    """Base64 to text; empty when it is none."""
    try:
        return base64.b64decode(text).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _is_near(request: Request) -> bool:
    """Every client here is on loopback; behind a proxy the forwarded address counts."""
    return request.headers.get("x-forwarded-for", "127.0.0.1").startswith("127.")


def _set_cookie(sid: str, session: Session) -> str:
    stamp = int(session.expires)
    return f"{COOKIE}={sid}_{session.token}.{stamp}; HttpOnly; path=/; Expires={formatdate(stamp, usegmt=True)}"
