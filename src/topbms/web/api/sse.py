"""Server-sent events as an answer: its headers, and the mark by which the server lets who listens stay."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import StreamingResponse

_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class EventStream(StreamingResponse):
    """Server-sent events."""

    media_type = "text/event-stream"


def listening(request: Request, chunks: AsyncIterator[bytes]) -> EventStream:
    """The answer to a request that stays open until `chunks` end."""
    request.state.is_listening = True
    return EventStream(chunks, headers=_HEADERS)


def is_listening(scope: Mapping[str, Any]) -> bool:
    """Whether the request of this ASGI scope is answered by such a stream."""
    return bool(scope.get("state", {}).get("is_listening"))
