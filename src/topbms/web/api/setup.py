"""GET /setup/ports and POST /setup/scan: the first run. Opens only a port that is named, and that nobody polls."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import Response

from topbms.errors import ConfigError, LinkError, TopbmsError
from topbms.web.api import toolshapes
from topbms.web.api.asking import Spoken, TheDoor, answer
from topbms.web.api.door import Scan, Step
from topbms.web.api.openapi import refuses, says
from topbms.web.api.problems import Refusal
from topbms.web.api.sse import EventStream, listening

router = APIRouter(prefix="/setup")


class Wanted(BaseModel):
    """The port to look at."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    url: Annotated[str, Field(min_length=1, max_length=300)]
    """/dev/serial/by-id/…, socket://HOST:PORT, rfc2217://HOST:PORT or esphome://HOST."""

    baud: Annotated[int, Field(ge=300, le=921_600)] | None = None
    """Speed of the pack's serial port; null tries 9600, and the others where it can be set here."""

    force: bool = False
    """Ask even where another master was heard."""


@router.get("/ports", responses=says(toolshapes.Ports), summary="The serial ports of this machine")
async def ports(door: TheDoor, words: Spoken) -> Response:
    """By their lasting path; none is opened."""
    return answer(toolshapes.Ports(ports=await asyncio.to_thread(door.ports, words)))


@router.post("/scan", responses=refuses(409), summary="Look for packs on a port", response_class=EventStream)
async def scan(request: Request, door: TheDoor, words: Spoken, wanted: Wanted) -> Response:
    """Listens first, then asks each address. Server-sent events: `progress`, and at the end `result`."""
    try:
        steps = await door.scan(Scan(wanted.url, wanted.baud, wanted.force), words)
    except ConfigError as error:
        raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, TopbmsError("url: {error}", error=error)) from error
    except LinkError as error:
        raise Refusal(HTTPStatus.CONFLICT, error) from error
    return listening(request, _told(steps))


async def _told(steps: AsyncIterator[Step]) -> AsyncGenerator[bytes, None]:
    async for step in steps:
        event = b"result" if "verdict" in step else b"progress"
        yield b"event: %b\ndata: %b\n\n" % (event, to_json(step, inf_nan_mode="null"))
