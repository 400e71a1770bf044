"""One kept-alive HTTP connection to Domoticz: a query in, status and body out. Knows no command and no login.

Domoticz keeps a connection only for a request with exactly `Connection: keep-alive`, and closes it after 20 s of
silence without a word; an answer is read by its exact Content-Length (Domoticz 2025.1).
"""

import asyncio
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import aiohttp
from yarl import URL

from topbms.errors import SinkError, reason_of

_KEPT = 15.0
"""s. Shorter than Domoticz' own 20 s, so that our requests seldom meet a connection that is just being closed."""

_LARGEST = 64_000_000
"""Bytes of the largest answer that is read."""

_PLAIN = ("User-Agent", "Accept", "Accept-Encoding")
"""Headers that Domoticz does not look at; gzip would cost more than it saves on answers of 50 bytes."""


class Reply(NamedTuple):
    """One answer; `cookie` is the session cookie it sets, None when it sets none."""

    status: int
    body: bytes
    cookie: str | None


class Client:
    """Requests to one Domoticz, one at a time. Opens its connection at the first of them."""

    def __init__(self, url: str, *, timeout: float, verify_tls: bool) -> None:
        self.url = url
        self._start = f"{url}/json.htm?type=command&param="
        self._timeout = timeout
        self._verify_tls = verify_tls
        self._headers: Mapping[str, str] = MappingProxyType({})
        self._session: aiohttp.ClientSession | None = None

    async def get(self, query: str) -> Reply:
        """Ask; `query` begins with the command's name and is encoded already.

        A request that met a connection just closed is sent once more on a new one (aiohttp does so for GET). Raises
        SinkError when there is no answer.
        """
        try:
            async with asyncio.timeout(self._timeout):
                return await self._exchange(URL(self._start + query, encoded=True))
        except TimeoutError as error:
            raise SinkError(
                "Domoticz at {url} did not answer within {seconds:g} s: is its machine busy, or the network slow? "
                "A longer timeout can be set in [domoticz]",
                url=self.url,
                seconds=self._timeout,
            ) from error
        except aiohttp.ClientConnectorCertificateError as error:
            raise SinkError(
                "the certificate of {url} cannot be verified: if it is the one that comes with Domoticz, "
                "set verify_tls = false in [domoticz]",
                url=self.url,
            ) from error
        except (aiohttp.ClientResponseError, aiohttp.ClientPayloadError) as error:
            raise SinkError(
                "{url} answers, but not as a web server does ({reason}): are address and port right?",
                url=self.url,
                reason=reason_of(error),
            ) from error
        except (aiohttp.ClientError, OSError) as error:
            raise SinkError(
                "Domoticz at {url} cannot be reached ({reason}): is it running, and are address and port right?",
                url=self.url,
                reason=reason_of(error),
            ) from error

    def use_headers(self, headers: Mapping[str, str]) -> None:
        """Send these with every request from now on, in place of those set before."""
        self._headers = headers
        if self._session is not None:
            self._session.headers.clear()
            self._session.headers.update({"Connection": "keep-alive", **headers})

    async def close(self) -> None:
        """Let go of the connection; a later request opens a new one."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _exchange(self, url: URL) -> Reply:
        if self._session is None:
            self._session = self._open()
        # A redirect, as of a proxy that wants https, is no answer: followed, it would hide a wrong url for ever.
        async with self._session.get(url, allow_redirects=False) as response:
            return Reply(response.status, await self._body(response), _session_cookie(response))

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        """The answer, which of the largest house is a few megabytes."""
        body = bytearray()
        async for chunk in response.content.iter_any():
            body += chunk
            if len(body) > _LARGEST:
                raise SinkError("{url} answers without an end: are address and port those of Domoticz?", url=self.url)
        return bytes(body)

    def _open(self) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=1, ssl=self._verify_tls, keepalive_timeout=_KEPT),
            headers={"Connection": "keep-alive", **self._headers},
            skip_auto_headers=_PLAIN,
            # The jar would judge a cookie's end by this machine's clock, which may be wrong.
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),
        )


def _session_cookie(response: aiohttp.ClientResponse) -> str | None:
    """`DMZSID=<id>_<token>.<expiry>` of the answer; "none" is Domoticz' word for no session."""
    for header in response.headers.getall("Set-Cookie", ()):
        cookie = header.partition(";")[0].strip()
        if cookie.startswith("DMZSID=") and cookie != "DMZSID=none":
            return cookie
    return None
