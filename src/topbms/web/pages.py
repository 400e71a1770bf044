"""What is answered to a request: the page and its API, /metrics, /livez, /healthz. Knows HTTP's words; no port."""

import asyncio
import gzip
from collections.abc import Callable, Mapping

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from topbms.model.words import DEFAULT
from topbms.web import metrics
from topbms.web.api.application import api
from topbms.web.api.door import Door
from topbms.web.api.tongue import words_for
from topbms.web.assets import Assets
from topbms.web.frontpage import FrontPage, plain_page
from topbms.web.view import View, problems

_OK, _NOT_THERE, _UNWELL = 200, 404, 503
_NEVER_KEPT = {"Cache-Control": "no-store"}
_SMALL = 1000  # bytes that are not worth packing
_FAST = 5


def application(view: View, door: Door | None = None) -> Starlette:
    """The pages over one gateway, and the API below them."""
    pages = _Pages(view)
    routes: list[BaseRoute] = [
        Route("/metrics", pages.metrics),
        Route("/livez", pages.livez),
        Route("/healthz", pages.healthz),
    ]
    if door is not None:
        routes.append(Route("/", FrontPage(door).answer))
        routes.append(Route("/assets/{name}", Assets().answer))
        routes.append(Mount("/api/v1", api(door)))
    refused = _Refused((lambda: DEFAULT) if door is None else door.language)
    app = Starlette(routes=routes, exception_handlers={HTTPException: refused.answer})
    app.router.redirect_slashes = False
    return app


class _Pages:
    """One method a page."""

    def __init__(self, view: View) -> None:
        self._view = view

    async def metrics(self, request: Request) -> Response:
        """Prometheus' text. Made in a thread: many packs take longer than their links may be kept waiting."""
        view = self._view
        moment = (view.site, view.gateway(), view.snapshot(), view.health())
        is_packed = "gzip" in request.headers.get("Accept-Encoding", "").lower()
        body = await asyncio.to_thread(lambda: _packed(metrics.exposition(*moment), really=is_packed))
        headers = {**_NEVER_KEPT, "Vary": "Accept-Encoding", "Content-Type": metrics.CONTENT_TYPE}
        if body.startswith(_MAGIC):
            headers["Content-Encoding"] = "gzip"
        return Response(body, headers=headers)

    async def livez(self, _: Request) -> Response:
        """200 while all loops turn, else 503 with those that do not."""
        overdue = {name: round(seconds, 1) for name, seconds in self._view.overdue().items()}
        return _said(not overdue, {"overdue": overdue} if overdue else {})

    async def healthz(self, _: Request) -> Response:
        """200 while all is well, else 503 with what is not."""
        found = problems(self._view.snapshot(), self._view.health(), self._view.words())
        listed = [{"part": one.part, "name": one.name, "error": one.error} for one in found]
        return _said(not found, {"problems": listed} if listed else {})


_MAGIC = b"\x1f\x8b"


def _packed(body: bytes, *, really: bool) -> bytes:
    return gzip.compress(body, _FAST) if really and len(body) > _SMALL else body


def _said(is_well: bool, more: Mapping[str, object]) -> Response:
    content = {"status": "ok" if is_well else "failing", **more}
    return JSONResponse(content, _OK if is_well else _UNWELL, headers=_NEVER_KEPT)


class _Refused:
    """A wrong path or method, in words: a sentence to a browser, a line to programs."""

    def __init__(self, language: Callable[[], str]) -> None:
        self._language = language

    async def answer(self, request: Request, error: Exception) -> Response:
        """The answer to a request that cannot be met."""
        assert isinstance(error, HTTPException)  # noqa: S101 - tells the type checker
        spoken = words_for(request.scope, self._language())
        if error.status_code == _NOT_THERE and "text/html" in request.headers.get("Accept", ""):
            html = plain_page(spoken, "There is nothing here.", request.scope.get("root_path", ""))
            return HTMLResponse(html, error.status_code)
        reason = spoken.phrases.get(str(error.detail), str(error.detail))
        text = spoken.say("{reason}; there are /metrics, /livez, /healthz and /api/v1/openapi.json", reason=reason)
        return PlainTextResponse(f"{text}\n", error.status_code, headers=error.headers)
