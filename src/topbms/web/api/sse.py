"""Server-sent events as an answer: its headers, and the mark by which the server lets who listens stay."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from typing import Any

from starlette.requests import Request
from starlette.responses import StreamingResponse

from topbms.web.safe.porter import Rights

_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class EventStream(StreamingResponse):
    """Server-sent events."""

    media_type = "text/event-stream"


def listening(request: Request, chunks: AsyncGenerator[bytes, None]) -> EventStream:
    """The answer to a request that stays open until `chunks` end, or the session that it was asked in."""
    request.state.is_listening = True
    return EventStream(_while_allowed(request.state.rights, chunks), headers=_HEADERS)


def is_listening(scope: Mapping[str, Any]) -> bool:
    """Whether the request of this ASGI scope is answered by such a stream."""
    return bool(scope.get("state", {}).get("is_listening"))


async def _while_allowed(rights: Rights, chunks: AsyncGenerator[bytes, None]) -> AsyncIterator[bytes]:
    async with aclosing(chunks):
        async for chunk in chunks:
            if not rights.still():
                return
            yield chunk
