"""GET /packs/{id}/history and its CSV: lines over a range, of a pack or of the bank. Knows no table of the store."""

import asyncio
from collections.abc import Sequence
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Header
from starlette.responses import Response

from topbms.errors import TopbmsError
from topbms.model.reading import PackState
from topbms.store.records import Chart
from topbms.web.api import shapes
from topbms.web.api.asking import BANK, Id, Json, TheDoor
from topbms.web.api.bankchart import KEYS, bank_chart, needed
from topbms.web.api.door import Door
from topbms.web.api.gaps import with_gaps
from topbms.web.api.openapi import refuses, says
from topbms.web.api.problems import Refusal
from topbms.web.api.table import table
from topbms.web.api.wishes import Wish, Wished

router = APIRouter()

_HOUR = 3600

Match = Annotated[str | None, Header(alias="If-None-Match", max_length=1000)]


class Csv(Response):
    """A table."""

    media_type = "text/csv"


@router.get("/packs/{id}/history", responses=says(shapes.HistoryChart) | refuses(503), summary="Lines over a range")
async def history(door: TheDoor, id: Id, wish: Wished, match: Match = None) -> Response:  # noqa: A002 - as in the path
    """Lowest, mean and highest of each quantity or cell; null inside every gap. `bank` is all packs together."""
    packs = _packs(door, id, wish)
    headers = _headers(_tag(door, id, packs, wish))
    if _is_known(match, headers["ETag"]):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    chart = await _chart(door, id, packs, wish)
    return await asyncio.to_thread(_answer, id, wish, chart, headers)


@router.get("/packs/{id}/history.csv", responses=refuses(503), summary="The same as a table", response_class=Csv)
async def history_csv(door: TheDoor, id: Id, wish: Wished, match: Match = None) -> Response:  # noqa: A002 - as above
    """A line a point; of means the columns are lowest, mean and highest. Times are UTC."""
    packs = _packs(door, id, wish)
    headers = _headers(_tag(door, id, packs, wish)) | {"Content-Disposition": f'attachment; filename="{id}.csv"'}
    if _is_known(match, headers["ETag"]):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    chart = await _chart(door, id, packs, wish)
    return Csv(await asyncio.to_thread(lambda: "".join(table(id, chart))), headers=headers)


def _packs(door: Door, name: str, wish: Wish) -> list[PackState]:
    """The packs that are asked: the one named, or all for the bank."""
    states = door.snapshot().packs
    if name != BANK:
        found = [state for state in states if state.pack.id == name]
        if not found:
            raise Refusal(HTTPStatus.NOT_FOUND, TopbmsError("no pack is called {name}", name=name))
        return found
    untold = [key for key in wish.keys if key not in KEYS]
    if untold:
        error = TopbmsError("the bank has no history of {key}; it has {known}", key=untold[0], known=", ".join(KEYS))
        raise Refusal(HTTPStatus.NOT_FOUND, error)
    return list(states)


async def _chart(door: Door, name: str, packs: Sequence[PackState], wish: Wish) -> Chart:
    span, is_bank = wish.range, name == BANK
    keys = needed(wish.keys) if is_bank else wish.keys
    charts = [await door.store.chart(state.pack.id, keys, span.start, span.end, wish.points) for state in packs]
    limit = max((door.patience(state.pack.link) for state in packs), default=0.0)
    chart = await asyncio.to_thread(bank_chart, charts, wish.keys, limit) if is_bank else charts[0]
    return with_gaps(chart, limit)


def _answer(name: str, wish: Wish, chart: Chart, headers: dict[str, str]) -> Response:
    lines = {key: _series(line.low, line.mean, line.high) for key, line in chart.series.items()}
    begin = wish.range.start or (chart.times[0] if chart.times else 0.0)
    content = {"pack": name, "from": begin, "to": wish.range.end, "seconds": chart.seconds}
    return Json({**content, "times": chart.times, "series": lines}, headers=headers)


def _series(low: list[float | None], mean: list[float | None], high: list[float | None]) -> shapes.Series:
    return shapes.Series(low=low, mean=mean, high=high)


def _headers(tag: str) -> dict[str, str]:
    return {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}


def _tag(door: Door, name: str, packs: Sequence[PackState], wish: Wish) -> str:
    """What the answer depends on: what was asked, the newest reading in the range, and what an hour may prune."""
    start, end = wish.range.asked
    readings = [state.reading for state in packs if state.reading is not None]
    within = sorted(reading.sequence for reading in readings if end is None or reading.at < end)
    asked = [name, wish.keys, wish.points, start, end]
    facts = [door.gateway(), [state.pack.id for state in packs], asked, within, door.utc() // _HOUR]
    return f'W/"{sha256(repr(facts).encode()).hexdigest()[:24]}"'


def _is_known(match: str | None, tag: str) -> bool:
    known = [] if match is None else [one.strip() for one in match.split(",")]
    return "*" in known or any(one.removeprefix("W/") == tag.removeprefix("W/") for one in known)
