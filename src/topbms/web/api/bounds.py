"""How much may be sent to the API. Knows ASGI, and nothing of what is sent."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from topbms.errors import TopbmsError
from topbms.web.api.problems import Refusal, language_of, problem

MOST_BYTES = 65_536
"""Of a request's body."""

_TOO_LONG = TopbmsError("the body has more than {most} bytes", most=MOST_BYTES)


class Bounds:
    """Refuses bodies that are too long, whether they say so beforehand or not."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI calls it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        stated = Headers(scope=scope).get("content-length", "0")
        if not stated.isdecimal() or int(stated) > MOST_BYTES:
            await problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _TOO_LONG, language_of(scope))(scope, receive, send)
            return
        await self._app(scope, _Counted(receive), send)


class _Counted:
    """Receives, and counts."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._count = 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self._count += len(message.get("body", b""))
        if self._count > MOST_BYTES:
            raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _TOO_LONG)
        return message
