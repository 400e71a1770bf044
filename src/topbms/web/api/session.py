"""GET, POST and DELETE /session: whether a password is needed, giving it, and leaving."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response
from typing_extensions import TypedDict

from topbms.errors import TopbmsError
from topbms.web.api.asking import answer
from topbms.web.api.openapi import refuses, says
from topbms.web.api.problems import Refusal
from topbms.web.safe.password import LONGEST
from topbms.web.safe.porter import Porter, Rights
from topbms.web.safe.sessions import OLDEST
from topbms.web.safe.visit import Visit

router = APIRouter(prefix="/session")


class Offered(BaseModel):
    """What a visitor takes for the password."""

    model_config = ConfigDict(use_attribute_docstrings=True, hide_input_in_errors=True)

    password: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    """The gateway's password."""


class Session(TypedDict):
    """Whether this visitor has to log in, and whether he may look."""

    needed: bool
    """Whether the password is needed; this machine is not asked for it."""

    valid: bool
    """Whether this visitor may look now."""


@router.get("", responses=says(Session), summary="Whether a login is needed")
async def told(request: Request) -> Response:
    """Anybody may ask this."""
    rights: Rights = request.state.rights
    return answer(Session(needed=rights.needs_login, valid=rights.may_look))


@router.post("", status_code=HTTPStatus.NO_CONTENT, responses=refuses(409, 429), summary="Log in")
async def log_in(request: Request, offered: Offered) -> Response:
    """Begins a session, kept by a cookie. 403: not the password; 409: none is set; 429: wait for `Retry-After`."""
    porter, visit = _porter(request), _visit(request)
    word = await porter.log_in(visit, offered.password)
    left = Response(status_code=HTTPStatus.NO_CONTENT)
    left.set_cookie(
        porter.cookie,
        word,
        max_age=int(OLDEST),
        path=visit.prefix or "/",
        secure=visit.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return left


@router.delete("", status_code=HTTPStatus.NO_CONTENT, summary="Log out")
async def log_out(request: Request) -> Response:
    """Ends the session, and the streams that were opened in it."""
    porter, visit = _porter(request), _visit(request)
    porter.log_out(request.headers)
    left = Response(status_code=HTTPStatus.NO_CONTENT)
    left.delete_cookie(porter.cookie, path=visit.prefix or "/", httponly=True, samesite="strict")
    return left


@router.api_route("", methods=["OPTIONS", "PUT", "PATCH"], include_in_schema=False)
async def refused() -> Response:
    """The framework would name the first of the methods only."""
    raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, TopbmsError("Method Not Allowed"), {"Allow": "GET, POST, DELETE"})


def _porter(request: Request) -> Porter:
    porter: Porter = request.state.porter
    return porter


def _visit(request: Request) -> Visit:
    visit: Visit = request.state.visit
    return visit
