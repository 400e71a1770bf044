"""The ways into Domoticz, and which of them to try. Knows users and their proofs; asks through a client it is given.

Domoticz never asks for credentials (its 401 has no WWW-Authenticate), so they go with the first request. Its open
commands answer 200 to anyone: only rights in the answer of `getauth` prove a login (Domoticz 2025.1).
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from topbms.errors import SinkError
from topbms.sinks.domoticz.answer import UNAUTHORIZED, checked, nonsense
from topbms.sinks.domoticz.client import Client
from topbms.sinks.domoticz.settings import Login

Credentials = tuple[str, str]
"""User and password."""

VIEWER, ADMIN = 0, 2
"""Rights of a Domoticz user who may only look, and of one who may create; between them is 1, who may update."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A login that worked: `user` as Domoticz calls it, `rights` 0 (viewer), 1 (user) or 2 (admin)."""

    way: Login
    user: str
    rights: int


def ways(login: Literal["auto"] | Login, credentials: Credentials | None, remembered: str | None) -> Sequence[Login]:
    """What to try, in this order; what worked last comes first.

    Plain http refuses Basic unless the user allowed it, and so does Domoticz behind a proxy that ends https; the
    session cookie works there. Nothing else is tried without credentials, nor without them where there are some:
    in a trusted network that would make an administrator of a wrong password.
    """
    if login != "auto":
        return (login,)
    fitting: list[Login] = ["basic", "cookie"] if credentials else ["none"]
    return sorted(fitting, key=lambda way: way != remembered)


async def enter(client: Client, order: Sequence[Login], credentials: Credentials | None) -> Entry:
    """Log in by the first way that works, and leave the client with what that way sends along; SinkError if none."""
    for way in order:
        entry = await _try(client, way, credentials)
        if entry is not None:
            return entry
    client.use_headers({})
    raise refusal(client.url, credentials, order)


def refusal(url: str, credentials: Credentials | None, tried: Sequence[Login]) -> SinkError:
    """What a 401 means, and everything that would cure it."""
    if credentials is None:
        return SinkError(
            "Domoticz at {url} wants a login (401; tried: {tried}). Either give user and password in [domoticz], which "
            "work over https, by session cookie, or with Basic-Auth over plain HTTP allowed in Domoticz; or add this "
            "machine to its trusted networks (Setup, Settings, Security)",
            url=url,
            tried=", ".join(tried),
        )
    return SinkError(
        'Domoticz at {url} refuses user "{user}" (401; tried: {tried}). Check user and password; Basic works over '
        "https, or with Basic-Auth over plain HTTP allowed in Domoticz (Setup, Settings, Security); the session "
        'cookie works everywhere (login = "cookie"); without user, add this machine to the trusted networks there',
        url=url,
        user=credentials[0],
        tried=", ".join(tried),
    )


async def _try(client: Client, way: Login, credentials: Credentials | None) -> Entry | None:
    client.use_headers({})
    if way == "basic" and credentials:
        client.use_headers({"Authorization": _basic(*credentials)})
    if way == "cookie" and credentials:
        cookie = (await client.get(_logincheck(*credentials))).cookie
        if cookie is None:
            return None
        client.use_headers({"Cookie": cookie})
    reply = await client.get("getauth")
    if reply.status == UNAUTHORIZED:
        return None
    answer = checked(reply, client.url, "getauth")
    # Without a login there are no rights in it; older versions say -1 (Domoticz' source).
    rights = answer.get("rights", -1)
    if not isinstance(rights, int):
        raise nonsense(client.url, "getauth")
    return Entry(way, str(answer.get("user", "")), rights) if rights >= VIEWER else None


def _basic(user: str, password: str) -> str:
    return f"Basic {_base64(f'{user}:{password}')}"


def _logincheck(user: str, password: str) -> str:
    """The login of Domoticz' own page: 10 minutes, renewed by use. MD5 is what Domoticz keeps of a password."""
    proof = hashlib.md5(password.encode(), usedforsecurity=False).hexdigest()
    return f"logincheck&username={quote(_base64(user), safe='')}&password={proof}"


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
