"""GET /openapi.json: the OpenAPI of the routes and of what they answer. Made when it is first asked for, in a thread.

A route only names the shape of its answer, by `says`, and what it may refuse for a reason of its own, by `refuses`:
nothing is made of it until somebody wants to read about it. What every route may refuse stands in `promises`.
"""

import asyncio
from functools import cache
from typing import Any, Literal, TypeAlias

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter
from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import Response

from topbms.web.api.promises import PROBLEM, REFUSALS, promise, schemes

router = APIRouter()

Responses: TypeAlias = dict[int | str, dict[str, Any]]

_PLACE = "#/components/schemas/{model}"
_SHAPES: dict[str, type] = {PROBLEM.__name__: PROBLEM}


def says(shape: type, media_type: str = "application/json", what: str = "The answer") -> Responses:
    """How a route tells the shape of its answer, a typed dictionary: `responses` of FastAPI."""
    _SHAPES[shape.__name__] = shape
    reference = {"$ref": _PLACE.format(model=shape.__name__)}
    return {200: {"description": what, "content": {media_type: {"schema": reference}}}}


def refuses(*statuses: int) -> Responses:
    """How a route tells what it may refuse for a reason of its own, beside what `says` tells."""
    return {status: REFUSALS[status] for status in statuses}


@router.get("/openapi.json", include_in_schema=False)
async def openapi(request: Request) -> Response:
    """The document; where the gateway is reached by another path, it says so."""
    document = await asyncio.to_thread(_document, request.app, request.state.porter.cookie)
    content = {**document, "servers": [{"url": request.scope.get("root_path", "") or "/"}]}
    return Response(to_json(content), media_type="application/json")


@cache
def _document(app: FastAPI, cookie: str) -> dict[str, Any]:
    document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    for path, item in document["paths"].items():
        for method, operation in item.items():
            promise(path, method, operation)
    components = document["components"]
    named = {name: shape for name, shape in components["schemas"].items() if "ValidationError" not in name}
    components["schemas"] = named | _schemas()
    return document | schemes(components, cookie)


def _schemas() -> dict[str, Any]:
    """JSON Schema of every shape that a route names, and of what is in it, by name."""
    mode: Literal["serialization"] = "serialization"
    asked = [(name, mode, TypeAdapter[Any](shape)) for name, shape in _SHAPES.items()]
    _, found = TypeAdapter.json_schemas(asked, ref_template=_PLACE)
    schemas: dict[str, Any] = found["$defs"]
    return schemas
