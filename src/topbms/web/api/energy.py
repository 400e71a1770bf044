"""GET /energy: what went in and out, by local day, month or year."""

import re
from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BeforeValidator
from starlette.responses import Response

from topbms.errors import TopbmsError
from topbms.settings import SettingError
from topbms.web.api import shapes
from topbms.web.api.asking import BANK, TheDoor, answer
from topbms.web.api.energyview import PeriodWord, rows_of
from topbms.web.api.openapi import refuses, says
from topbms.web.api.problems import Refusal

router = APIRouter()

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _is_day(text: object) -> object:
    """Pydantic would take a number for a day, too."""
    if isinstance(text, str) and not _DAY.fullmatch(text):
        raise SettingError("a day is expected, such as 2026-11-25")
    return text


Day = Annotated[date, BeforeValidator(_is_day)]


@router.get("/energy", responses=says(shapes.Energy) | refuses(404, 503), summary="Energy by day, month or year")
async def energy(
    door: TheDoor,
    owner: Annotated[str, Query(pattern=r"^[A-Za-z0-9_-]{1,64}$", description='A pack\'s id, or "bank".')] = BANK,
    period: Annotated[PeriodWord, Query()] = "day",
    start: Annotated[Day | None, Query(alias="from", description="The first local day.")] = None,
    end: Annotated[Day | None, Query(alias="to", description="The last local day.")] = None,
) -> Response:
    """Counted by the gateway; local days of the gateway's time zone."""
    if owner != BANK and owner not in [state.pack.id for state in door.snapshot().packs]:
        raise Refusal(HTTPStatus.NOT_FOUND, TopbmsError("no pack is called {name}", name=owner))
    rows = await rows_of(door.store, owner, period, start, end)
    return answer(shapes.Energy(owner=owner, period=period, rows=rows))
