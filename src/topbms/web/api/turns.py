"""Many who ask at the same moment are taken one by one, so that the links are looked after in between. Knows ASGI."""

import asyncio

from starlette.types import ASGIApp, Receive, Scope, Send


class Turns:
    """Begins with one request each time the event loop comes round; what others wait for goes on meanwhile."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._turn = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI calls it."""
        async with self._turn:
            await asyncio.sleep(0)
        await self._app(scope, receive, send)
