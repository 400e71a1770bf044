"""GET /packs/{id}/parameters and /packs/{id}/records: what a pack knows of itself. Nothing of it writes to the pack.

The parameters are those that the pack told last; for its log it is asked now.
"""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from topbms.errors import ConfigError, LinkError, ReplyError, TopbmsError, worded
from topbms.model.words import Words
from topbms.web.api import logshapes, ownshapes
from topbms.web.api.asking import Id, Spoken, TheDoor, answer
from topbms.web.api.door import Door, ReadLog
from topbms.web.api.openapi import refuses, says
from topbms.web.api.ownview import parameters_shape, record_shape
from topbms.web.api.problems import Refusal

router = APIRouter()

MOST = 1000
"""Records of one answer."""


@router.get("/packs/{id}/parameters", responses=says(ownshapes.Parameters), summary="What the BMS of a pack goes by")
async def parameters(door: TheDoor, words: Spoken, id: Id) -> Response:  # noqa: A002 - as it stands in the path
    """Every parameter, as the pack told it last; a pack is asked once a day."""
    _check(door, id)
    hindrance = door.hindrance(id)
    return answer(parameters_shape(id, door.dossier(id), worded(hindrance, words), words))


@router.get("/packs/{id}/records", responses=says(logshapes.PackLog) | refuses(409, 503), summary="A pack's own log")
async def records(
    door: TheDoor,
    words: Spoken,
    id: Id,  # noqa: A002 - as it stands in the path
    log: Annotated[logshapes.LogName, Query(description="Which alarms began and ended, or what it measured.")],
    limit: Annotated[int, Query(ge=1, le=MOST, description="Of the newest records.")] = 200,
) -> Response:
    """Asks the pack now, between its polls, which may take 45 s. Of one pack one log is read at a time."""
    _check(door, id)
    try:
        read = await door.log(id, log)
    except (ConfigError, ReplyError) as error:
        raise Refusal(HTTPStatus.CONFLICT, error) from error
    except LinkError as error:
        raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, error) from error
    return answer(_shape(door, id, log, read, limit, words))


def _check(door: Door, pack: str) -> None:
    if not any(state.pack.id == pack for state in door.snapshot().packs):
        raise Refusal(HTTPStatus.NOT_FOUND, TopbmsError("no pack is called {name}", name=pack))


def _shape(door: Door, pack: str, log: logshapes.LogName, read: ReadLog, limit: int, words: Words) -> logshapes.PackLog:
    return logshapes.PackLog(
        pack=pack,
        log=log,
        asked_at=door.utc(),
        clock_ahead=door.dossier(pack).clock_ahead,
        read=len(read.records),
        whole=read.trouble is None,
        note=worded(read.trouble, words),
        records=[record_shape(record, words) for record in read.records[-limit:]],
    )
