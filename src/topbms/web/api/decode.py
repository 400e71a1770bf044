"""POST /decode: frames explained field by field, each byte of them."""

import asyncio
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from topbms.web.api import toolshapes
from topbms.web.api.asking import Spoken, TheDoor, answer
from topbms.web.api.openapi import says

router = APIRouter()

MOST = 60_000
"""Characters of a text, a little less than a body may have bytes."""


class Pasted(BaseModel):
    """Text with frames in it."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    text: Annotated[str, Field(max_length=MOST)]
    """A frame begins at ~ and ends at CR, at a line's end, at the next ~, or with the text."""


@router.post("/decode", responses=says(toolshapes.Decoded), summary="Explain frames")
async def decode(door: TheDoor, words: Spoken, pasted: Pasted) -> Response:
    """What each frame says, or what is wrong with it. In a thread: links must not wait for it."""
    frames = await asyncio.to_thread(door.decode, pasted.text, words)
    return answer(toolshapes.Decoded(frames=frames))
