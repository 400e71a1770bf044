"""One kept-alive HTTP connection to the write endpoint: a body in, status and answer out. Knows no line, no meaning.

A request that arrives twice does no harm, since its lines have the same stamps; so nothing is done to avoid it.
"""

import asyncio
import base64
from typing import NamedTuple

import aiohttp
from yarl import URL

from topbms.errors import SinkError, reason_of
from topbms.sinks.influxdb.settings import Settings

_KEPT = 60.0
"""s. Longer than the default interval, shorter than what servers and proxies wait."""

_LONGEST = 4096
"""Bytes of an answer that are read: it is an error or nothing."""


class Reply(NamedTuple):
    """One answer. `kind` is its media type, `location` where it sends one to, empty for nowhere."""

    status: int
    body: bytes
    kind: str
    location: str


class Client:
    """Requests to one endpoint, one at a time. `url` is the endpoint without its parameters, as it is shown.

    Opens its connection at the first request. `secret` is the token or the password.
    """

    def __init__(self, settings: Settings, secret: str | None, version: str) -> None:
        self._target = URL(settings.url)
        self.url = str(self._target.with_query(None))
        self._timeout = settings.timeout
        self._verify_tls = settings.verify_tls
        self._headers = {
            "Content-Type": "text/plain; charset=utf-8",
            "User-Agent": f"topbms/{version}",
            **_login(settings, secret),
        }
        if settings.gzip:
            self._headers["Content-Encoding"] = "gzip"
        self._session: aiohttp.ClientSession | None = None

    async def post(self, body: bytes) -> Reply:
        """Send a body; raises SinkError when there is no answer."""
        try:
            async with asyncio.timeout(self._timeout):
                return await self._exchange(body)
        except TimeoutError as error:
            raise SinkError(
                "{url} did not answer within {seconds:g} s: is its machine busy, or the network slow? "
                "A longer timeout can be set in [influxdb]",
                url=self.url,
                seconds=self._timeout,
            ) from error
        except aiohttp.ClientConnectorCertificateError as error:
            raise SinkError(
                "the certificate of {url} cannot be verified: if you made it yourself, set verify_tls = false in "
                "[influxdb]",
                url=self.url,
            ) from error
        except (aiohttp.ClientError, OSError) as error:
            raise SinkError(
                "{url} cannot be reached ({reason}): is it running, and are address and port right?",
                url=self.url,
                reason=reason_of(error),
            ) from error

    async def close(self) -> None:
        """Let go of the connection; a later request opens a new one."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _exchange(self, body: bytes) -> Reply:
        if self._session is None:
            self._session = self._open()
        # A redirected POST would become a GET, and the data be lost with a smile.
        async with self._session.post(self._target, data=body, allow_redirects=False) as response:
            answer = await response.content.read(_LONGEST)
            return Reply(response.status, answer, response.content_type, response.headers.get("Location", ""))

    def _open(self) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=1, ssl=self._verify_tls, keepalive_timeout=_KEPT),
            headers=self._headers,
            skip_auto_headers=("Accept-Encoding",),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),
        )


def _login(settings: Settings, secret: str | None) -> dict[str, str]:
    if secret is None:
        return {}
    if settings.user is None:
        return {"Authorization": f"{settings.scheme} {secret}"}
    pair = base64.b64encode(f"{settings.user}:{secret}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}
