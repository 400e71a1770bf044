"""A gateway with a password, and visitors who come from elsewhere through a proxy of its trust."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http.cookies import Morsel, SimpleCookie
from pathlib import Path
from typing import Any

from tests.web.api.house import Answer, House, living

PASSWORD = "correct horse"
_SALT = bytes(16)
_KEY = hashlib.scrypt(PASSWORD.encode(), salt=_SALT, n=16, r=8, p=1, dklen=32)
HASH = f"scrypt:4:8:1:{urlsafe_b64encode(_SALT).decode().rstrip('=')}:{urlsafe_b64encode(_KEY).decode().rstrip('=')}"
"""Quick to compare with: many tests do."""

TOKEN = "a token of the tests"
TOKEN_HASH = "sha256:" + hashlib.sha256(TOKEN.encode()).hexdigest()


@dataclass
class Visitor:
    """A browser at `address`, with the cookie that it was given."""

    house: House
    address: str = "203.0.113.9"
    cookie: str = ""

    async def ask(self, method: str, path: str, headers: dict[str, str] | None = None, **more: Any) -> Answer:
        """Ask for a path of the whole gateway, such as "/metrics"."""
        own = {"X-Forwarded-For": self.address, **({"Cookie": self.cookie} if self.cookie else {})}
        url = self.house.url.removesuffix("/api/v1") + path
        async with self.house.session.request(
            method, url, headers={**own, **(headers or {})}, allow_redirects=False, **more
        ) as response:
            found = {key.lower(): value for key, value in response.headers.items()}
            return Answer(response.status, found, await response.read())

    async def get(self, path: str, **headers: str) -> Answer:
        return await self.ask("GET", path, {name.replace("_", "-"): value for name, value in headers.items()})

    async def log_in(self, password: str = PASSWORD, **headers: str) -> Answer:
        """Give a password; the cookie is kept as a browser keeps it."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = await self.ask("POST", "/api/v1/session", named, json={"password": password})
        if "set-cookie" in answer.headers:
            given = morsel(answer)
            self.cookie = f"{given.key}={given.value}"
        return answer

    async def may_look(self) -> bool:
        """Whether the gateway tells this visitor anything."""
        answer = await self.get("/api/v1/packs")
        assert answer.status in (200, 401)
        return answer.status == 200


def morsel(answer: Answer) -> "Morsel[str]":
    """The cookie that an answer sets."""
    (found,) = SimpleCookie(answer.headers["set-cookie"]).values()
    return found


@asynccontextmanager
async def guarding(folder: Path, **web: Any) -> AsyncIterator[Visitor]:
    """A visitor before a gateway that asks for the password."""
    settings = {"password_hash": HASH, "trusted_proxies": ["127.0.0.1"], **web}
    async with living(folder, web=settings) as house:
        yield Visitor(house)
