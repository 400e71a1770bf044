"""A reverse proxy as people put before their house: shows the gateway under a path, and takes that path away."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

from tests.servers.real import free_port

VISITOR = "203.0.113.9"
"""Where all who come through it are said to be."""

_OWN = {"host", "connection", "content-length", "transfer-encoding", "accept-encoding", "content-encoding"}


@asynccontextmanager
async def proxied(gateway: str, prefix: str) -> AsyncIterator[str]:
    """The address of the page at `gateway` as it is seen through the proxy."""
    async with aiohttp.ClientSession() as session:
        application = web.Application()
        application.router.add_route("*", prefix + "/{path:.*}", _Passing(session, gateway).answer)
        runner, port = web.AppRunner(application, shutdown_timeout=0.1), free_port()
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", port).start()
            yield f"http://127.0.0.1:{port}{prefix}/"
        finally:
            await runner.cleanup()


class _Passing:
    def __init__(self, session: aiohttp.ClientSession, gateway: str) -> None:
        self._session = session
        self._gateway = gateway.rstrip("/")

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Ask the gateway the same, and pass on what it says while it says it."""
        url = f"{self._gateway}/{request.match_info['path']}?{request.query_string}"
        told = {"X-Forwarded-For": VISITOR, "X-Forwarded-Host": request.host, "X-Forwarded-Proto": "http"}
        headers = {**_passed(request.headers), **told}
        body = await request.read()
        async with self._session.request(
            request.method, url, headers=headers, data=body, allow_redirects=False
        ) as answer:
            response = web.StreamResponse(status=answer.status)
            response.headers.extend(_passed(answer.headers))
            await response.prepare(request)
            async for piece in answer.content.iter_any():
                await response.write(piece)
            return response


def _passed(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in _OWN}
