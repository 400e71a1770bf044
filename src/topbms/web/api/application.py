"""The application: all routes of /api/v1 over one door. To be mounted by the server, under whatever prefix."""

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from topbms.web.api import catalogue, decode, energy, events, history, packs, session, settings, setup, shapes, stream
from topbms.web.api.bounds import Bounds
from topbms.web.api.door import Door
from topbms.web.api.problems import MEDIA_TYPE, tell_problems
from topbms.web.api.turns import Turns

_PARTS = (packs, history, energy, events, catalogue, settings, decode, stream, setup, session)

_SMALL, _IN_A_THREAD = 1000, 16_384  # bytes
_QUICK = 4

_PACKING = Middleware(GZipMiddleware, minimum_size=_SMALL, compresslevel=_QUICK, thread_minimum_size=_IN_A_THREAD)

_PROBLEM: dict[int | str, dict[str, Any]] = {
    "default": {"description": "What is wrong", "model": shapes.Problem, "content": {MEDIA_TYPE: {}}}
}


def api(door: Door, middleware: Sequence[Middleware] = ()) -> FastAPI:
    """The application; `middleware` stands before all routes, such as who may look."""
    app = FastAPI(
        title="topbms",
        description="LiFePO4 battery packs, read by a gateway. Nothing here can write to a battery.",
        version=door.version,
        docs_url=None,
        redoc_url=None,
        middleware=[Middleware(Turns), *middleware, _PACKING, Middleware(Bounds)],
        responses=_PROBLEM,
    )
    app.state.door = door
    tell_problems(app)
    for part in _PARTS:
        app.include_router(part.router)
    return app
