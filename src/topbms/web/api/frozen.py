"""GET /links/{id}/frozen/{number}: the frames around what went wrong on a line; and what a link keeps of them."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from topbms.errors import TopbmsError
from topbms.model.event import PastEvent
from topbms.model.words import Words
from topbms.web.api import now, shapes
from topbms.web.api.asking import Id, Spoken, TheDoor, answer
from topbms.web.api.door import Cause, Door
from topbms.web.api.eventview import event_shape
from topbms.web.api.healthview import frames_shape
from topbms.web.api.openapi import says
from topbms.web.api.problems import Refusal

router = APIRouter()

_MOST = 1_000_000_000

Number = Annotated[int, Path(ge=1, le=_MOST, description="As /links tells it.", examples=[1])]


@router.get("/links/{id}/frozen/{number}", responses=says(shapes.FrozenFrames), summary="Frames around a fault")
async def frozen(door: TheDoor, words: Spoken, id: Id, number: Number) -> Response:  # noqa: A002 - as in the path
    """What went over the line before an alarm or a fault, and a little of what followed."""
    names = now.names(door)
    for kept in door.kept(id):
        if kept.number == number:
            causes = [_cause(one, names, words) for one in kept.causes]
            return answer(shapes.FrozenFrames(number=number, causes=causes, frames=frames_shape(kept.frames)))
    raise Refusal(HTTPStatus.NOT_FOUND, TopbmsError("{link} keeps nothing of number {number}", link=id, number=number))


def frozen_shapes(door: Door, link: str, words: Words) -> list[shapes.Frozen]:
    """What a link keeps, the newest first, without the frames."""
    names = now.names(door)
    return [
        shapes.Frozen(number=kept.number, causes=[_cause(one, names, words) for one in kept.causes])
        for kept in door.kept(link)
    ]


def _cause(cause: Cause, names: dict[str, str], words: Words) -> shapes.Cause:
    event = PastEvent(0, 0.0, cause.kind, cause.subject, cause.text)
    said = event_shape(event, names, words)["words"]
    return shapes.Cause(kind=cause.kind, subject=cause.subject, words=said, age=cause.age)
