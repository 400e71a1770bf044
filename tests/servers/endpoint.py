"""A write endpoint that keeps what it is sent, to the letter, and answers to order: for products not installed here."""

import asyncio
import gzip
import ssl
from dataclasses import dataclass, field
from typing import Self

from aiohttp import web


@dataclass(frozen=True)
class Received:
    """One request. `lines` is its body, plain."""

    method: str
    target: str
    headers: dict[str, str]
    lines: str


@dataclass(frozen=True)
class Answer:
    """What is answered."""

    status: int = 204
    text: str = ""
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


class Endpoint:
    """Answers `answers` in their order, then that all is well; `silent` for one that never answers."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.received: list[Received] = []
        self.answers: list[Answer] = []
        self.silent = False
        self.port = 0
        self._tls = tls
        self._transports: list[object] = []
        self._server = web.Server(self._take, access_log=None)
        self._runner = web.ServerRunner(self._server, shutdown_timeout=0.05)

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    @property
    def connections(self) -> int:
        """How many connections had a request so far."""
        return len(self._transports)

    @property
    def lines(self) -> list[str]:
        """All lines of all requests."""
        return [line for one in self.received for line in one.lines.splitlines()]

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self._tls)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._runner.cleanup()

    async def _take(self, request: web.BaseRequest) -> web.StreamResponse:
        # aiohttp's server has unpacked the body already, whatever its encoding was.
        body = await request.read()
        if request.transport not in self._transports:
            self._transports.append(request.transport)
        text = (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode()
        self.received.append(Received(request.method, request.path_qs, dict(request.headers), text))
        if self.silent:
            await asyncio.Event().wait()
        answer = self.answers.pop(0) if self.answers else Answer()
        if answer.status == web.HTTPNoContent.status_code:
            return web.Response(status=answer.status)
        return web.Response(status=answer.status, text=answer.text, content_type=answer.kind, headers=answer.headers)
