"""GET /support: one file for whoever is to find out what is wrong, to be downloaded."""

import time

from fastapi import APIRouter
from starlette.responses import Response

from topbms.web.api.asking import TheDoor

router = APIRouter()


class JsonLines(Response):
    """A JSON object a line."""

    media_type = "application/x-ndjson"


@router.get("/support", summary="A support file", response_class=JsonLines)
async def support(door: TheDoor) -> Response:
    """Versions, config without secrets, log, counters, events, and frames without serial numbers, as JSON lines."""
    name = time.strftime("topbms-support-%Y%m%d-%H%M%S.jsonl", time.gmtime(door.utc()))
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="{name}"'}
    return JsonLines(await door.support(), headers=headers)
