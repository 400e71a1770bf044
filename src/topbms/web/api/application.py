"""The application: all routes of /api/v1 over one door. To be mounted by the server, under whatever prefix."""

from collections.abc import Sequence
from inspect import getsourcelines

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from topbms.web.api import (
    catalogue,
    decode,
    energy,
    events,
    frozen,
    history,
    openapi,
    own,
    packs,
    session,
    settings,
    setup,
    stream,
    support,
)
from topbms.web.api.bounds import Bounds
from topbms.web.api.door import Door
from topbms.web.api.problems import tell_problems
from topbms.web.api.turns import Turns

_PARTS = (
    packs,
    own,
    history,
    energy,
    events,
    catalogue,
    frozen,
    settings,
    support,
    decode,
    stream,
    setup,
    session,
    openapi,
)

_SMALL, _IN_A_THREAD = 1000, 16_384  # bytes
_QUICK = 4

_PACKING = Middleware(GZipMiddleware, minimum_size=_SMALL, compresslevel=_QUICK, thread_minimum_size=_IN_A_THREAD)

for _route in (route for part in _PARTS for route in part.router.routes):
    # FastAPI looks up where an endpoint stands when it is first asked. That takes longer than a poll may wait the
    # first time of all, and hardly any later: so it is done here, while the server is loaded, in a thread.
    getsourcelines(_route.endpoint)


def api(door: Door, middleware: Sequence[Middleware] = ()) -> FastAPI:
    """The application; `middleware` stands before all routes, such as who may look."""
    app = FastAPI(
        title="topbms",
        description="LiFePO4 battery packs, read by a gateway. Nothing here can write to a battery.",
        version=door.version,
        openapi_url=None,
        redirect_slashes=False,  # a redirect would name the host that a proxy asked for, not the visitor
        middleware=[Middleware(Turns), *middleware, _PACKING, Middleware(Bounds)],
    )
    app.state.door = door
    tell_problems(app)
    for part in _PARTS:
        app.router.routes += part.router.routes  # made when their module was loaded, not at the first request
    return app
