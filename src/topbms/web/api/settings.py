"""GET /settings: the running config without its secrets, and what `topbms config check` says of the file."""

import asyncio

from fastapi import APIRouter
from starlette.responses import Response

from topbms.web.api import toolshapes
from topbms.web.api.asking import Spoken, TheDoor, answer
from topbms.web.api.openapi import says

router = APIRouter()


@router.get("/settings", responses=says(toolshapes.Settings), summary="The running config")
async def settings(door: TheDoor, words: Spoken) -> Response:
    """Every setting with its value, default and meaning; of a secret only whether it is set."""
    return answer(await asyncio.to_thread(door.settings, words))
