"""GET /openapi.json: the OpenAPI of the routes and of what they answer. Made when it is first asked for, in a thread.

A route only names the shape of its answer, by `says`: nothing is made of it until somebody wants to read about it.
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

from topbms.web.api import toolshapes
from topbms.web.api.problems import MEDIA_TYPE

router = APIRouter()

Responses: TypeAlias = dict[int | str, dict[str, Any]]

_PLACE = "#/components/schemas/{model}"
_SHAPES: dict[str, type] = {}


def says(shape: type, media_type: str = "application/json", what: str = "The answer") -> Responses:
    """How a route tells the shape of its answer, a typed dictionary: `responses` of FastAPI."""
    _SHAPES[shape.__name__] = shape
    reference = {"$ref": _PLACE.format(model=shape.__name__)}
    return {200: {"description": what, "content": {media_type: {"schema": reference}}}}


_FASTAPIS_OWN = "422"
_PROBLEM = says(toolshapes.Problem, MEDIA_TYPE, "What is wrong")[200]


@router.get("/openapi.json", include_in_schema=False)
async def openapi(request: Request) -> Response:
    """The document; where the gateway is reached by another path, it says so."""
    document = await asyncio.to_thread(_document, request.app)
    content = {**document, "servers": [{"url": request.scope.get("root_path", "") or "/"}]}
    return Response(to_json(content), media_type="application/json")


@cache
def _document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    for operation in (one for item in document["paths"].values() for one in item.values()):
        operation["responses"].pop(_FASTAPIS_OWN, None)
        operation["responses"]["default"] = _PROBLEM
    named = {name: shape for name, shape in document["components"]["schemas"].items() if "ValidationError" not in name}
    document["components"]["schemas"] = named | _schemas()
    return document


def _schemas() -> dict[str, Any]:
    """JSON Schema of every shape that a route names, and of what is in it, by name."""
    mode: Literal["serialization"] = "serialization"
    asked = [(name, mode, TypeAdapter[Any](shape)) for name, shape in _SHAPES.items()]
    _, found = TypeAdapter.json_schemas(asked, ref_template=_PLACE)
    schemas: dict[str, Any] = found["$defs"]
    return schemas
