"""GET /stream: server-sent events, from the news of the hub. A reconnect begins with what it missed.

id: 4711                the number in the history, for what is kept there
event: reading          reading, bank, event, health or resync
data: {…}               one line of JSON
"""

from collections.abc import AsyncGenerator, AsyncIterator
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Header
from starlette.requests import Request
from starlette.responses import Response

from topbms.errors import TopbmsError
from topbms.model.words import Words
from topbms.web.api.asking import Spoken, TheDoor
from topbms.web.api.door import Door
from topbms.web.api.hub import RESYNC, Listener, News
from topbms.web.api.live import record_news
from topbms.web.api.openapi import refuses
from topbms.web.api.problems import Refusal
from topbms.web.api.sse import EventStream, listening

router = APIRouter()

HEARTBEAT = 15.0
"""s between two signs of life, so that proxies and phones keep the connection."""

MOST_MISSED = 1000
"""Records that a reconnect is given; who missed more looks anew."""

_RETRY = 2000  # ms until a browser tries again
_BEAT = b": still here\n\n"


@router.get("/stream", responses=refuses(503), summary="Everything new, as it happens", response_class=EventStream)
async def stream(
    request: Request,
    door: TheDoor,
    words: Spoken,
    last: Annotated[str | None, Header(alias="Last-Event-ID", max_length=64)] = None,
) -> Response:
    """Server-sent events: `reading` (a pack), `bank`, `event`, `health`; `resync` says that something is missing.

    The id of an event is its number in the history. Who reconnects with `Last-Event-ID` is given what came between.
    """
    if door.hub.is_full:
        raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, TopbmsError("too many streams are open; close one"))
    return listening(request, _told(door, words, last))


async def _told(door: Door, words: Words, last: str | None) -> AsyncGenerator[bytes, None]:
    listener = door.hub.join()
    try:
        given = door.newest()
        yield b"retry: %d\n" % _RETRY + (b"id: %d\n\n" % given if last is None else b"\n")
        if last is not None:
            async for news in _missed(door, last, given):
                yield news.encoded(words)
        async for chunk in _live(listener, words, given):
            yield chunk
    finally:
        door.hub.leave(listener)


async def _live(listener: Listener, words: Words, given: int) -> AsyncIterator[bytes]:
    """What comes from now on, but what was given already."""
    while not listener.is_over:
        news = await listener.next(HEARTBEAT)
        if news is None:
            yield _BEAT
        elif news.sequence is None or news.sequence > given:
            yield news.encoded(words)


async def _missed(door: Door, last: str, newest: int) -> AsyncIterator[News]:
    """What came behind number `last` up to `newest`; RESYNC where that cannot all be told."""
    number = int(last) if last.isascii() and last.isdecimal() else newest + 1
    if number == newest:
        return
    records = await door.store.read_after(number, MOST_MISSED + 1) if number < newest else []
    behind = [record_news(door, record) for record in records if record.sequence <= newest]
    found = [news for news in behind if news is not None]
    if len(found) < len(behind) or len(found) > MOST_MISSED or not found or found[-1].sequence != newest:
        yield RESYNC
        return
    for news in found:
        yield news
