"""GET /events: the log, filtered and page by page, with what the pack told at that moment."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from topbms.errors import TopbmsError
from topbms.model.event import AlarmEvent, EventKind
from topbms.model.words import Words
from topbms.web.api import now, shapes
from topbms.web.api.asking import Spoken, TheDoor, answer
from topbms.web.api.door import Door
from topbms.web.api.eventlog import Filter, Happening, begin_of, cursor_of, page
from topbms.web.api.eventview import alarm_event, event_shape
from topbms.web.api.moments import Moments
from topbms.web.api.openapi import refuses, says
from topbms.web.api.problems import Refusal
from topbms.web.api.wishes import Time

router = APIRouter()

MOST = 1000
"""Events of one page."""

_KINDS = [kind.value for kind in EventKind if kind != EventKind.ALARM_OVER]


def _filter(
    start: Annotated[Time | None, Query(alias="from", description="UTC seconds.")] = None,
    end: Annotated[Time | None, Query(alias="to", description="UTC seconds.")] = None,
    subject: Annotated[
        str | None, Query(pattern=r"^[A-Za-z0-9_-]{0,64}$", description="A pack's or a link's id; empty: the gateway.")
    ] = None,
    kind: Annotated[
        list[Annotated[str, Query(pattern=f"^({'|'.join(_KINDS)})$")]] | None,
        Query(max_length=len(_KINDS), description="By default all; alarms are one event from begin to end."),
    ] = None,
) -> Filter:
    return Filter(start, end, subject, kind or None)


@router.get("/events", responses=says(shapes.Events) | refuses(404, 503), summary="What happened, the newest first")
async def events(
    door: TheDoor,
    words: Spoken,
    wanted: Annotated[Filter, Depends(_filter)],
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
    cursor: Annotated[str | None, Query(max_length=64, description="`next` of the page before.")] = None,
) -> Response:
    """Alarms with begin and end, links that were cut, packs that fell silent, starts. `next` leads to older ones."""
    place = None if cursor is None else cursor_of(cursor)
    if cursor is not None and place is None:
        raise Refusal(HTTPStatus.NOT_FOUND, TopbmsError("no page of events has this cursor"))
    found, behind = await page(door.store, wanted, limit, place)
    shown = await _shown(door, found, words)
    return answer(shapes.Events(events=shown, next=None if behind is None else str(behind)))


async def _shown(door: Door, found: list[Happening], words: Words) -> list[shapes.Event]:
    names, moments = now.names(door), Moments(door.store)
    shown = []
    for one in found:
        event = alarm_event(one, names, words) if isinstance(one, AlarmEvent) else event_shape(one, names, words)
        if event["alarm"] or event["subject"] in names:
            event["values"] = await moments.values(event["subject"], begin_of(one))
        shown.append(event)
    return shown
