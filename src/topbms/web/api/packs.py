"""GET /overview, /packs, /packs/{id}, /bank, /health, /links: how things stand now."""

from http import HTTPStatus

from fastapi import APIRouter
from starlette.responses import Response

from topbms.errors import TopbmsError
from topbms.web.api import now, shapes
from topbms.web.api.asking import Id, Spoken, TheDoor, answer
from topbms.web.api.frozen import frozen_shapes
from topbms.web.api.healthview import framed_link
from topbms.web.api.openapi import refuses, says
from topbms.web.api.problems import Refusal

router = APIRouter()


@router.get("/overview", responses=says(shapes.Overview) | refuses(503), summary="Everything that the first page shows")
async def overview(door: TheDoor, words: Spoken) -> Response:
    """Bank, packs, links and today's energy, of one moment."""
    return answer(await now.overview(door, words))


@router.get("/packs", responses=says(shapes.Packs), summary="All packs")
async def packs(door: TheDoor, words: Spoken) -> Response:
    """The newest reading of each pack, with its age and whether it can be trusted."""
    return answer(shapes.Packs(packs=now.packs(door, words)))


@router.get("/packs/{id}", responses=says(shapes.Pack), summary="One pack")
async def pack(door: TheDoor, words: Spoken, id: Id) -> Response:  # noqa: A002 - as it stands in the path
    """The newest reading of a pack."""
    for state in door.snapshot().packs:
        if state.pack.id == id:
            return answer(now.state_shape(door, state, words))
    raise Refusal(HTTPStatus.NOT_FOUND, TopbmsError("no pack is called {name}", name=id))


@router.get("/bank", responses=says(shapes.Bank), summary="All packs as one battery")
async def bank(door: TheDoor, words: Spoken) -> Response:
    """Totals over the packs that are fresh."""
    return answer(now.bank(door, words))


@router.get("/health", responses=says(shapes.Health), summary="The gateway itself")
async def health(door: TheDoor, words: Spoken) -> Response:
    """Links, targets, history and clock."""
    return answer(now.health(door, words))


@router.get("/links", responses=says(shapes.Links), summary="The links, with their last frames")
async def links(door: TheDoor, words: Spoken) -> Response:
    """Counters, answer times, the last error, and what went over the line, the newest first."""
    shown = [
        framed_link(link, door.frames(link.health.id), frozen_shapes(door, link.health.id, words))
        for link in door.links(words)
    ]
    return answer(shapes.Links(links=shown))
