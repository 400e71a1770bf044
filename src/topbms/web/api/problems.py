"""Errors as the API tells them: application/problem+json (RFC 9457). A defect is logged whole, and told in one line."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from topbms.errors import StoreError, one_line
from topbms.web.api.toolshapes import Problem

MEDIA_TYPE = "application/problem+json"

_DEFECT = "a defect of topbms; its log says more"


class Refusal(HTTPException):
    """An error with its words."""


class ProblemResponse(JSONResponse):
    """Its answer."""

    media_type = MEDIA_TYPE


def problem(status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    """The answer to a request that cannot be met."""
    content = Problem(type="about:blank", title=HTTPStatus(status).phrase, status=status, detail=one_line(detail))
    return ProblemResponse(content, status, headers=headers)


def tell_problems(app: FastAPI) -> None:
    """Have all errors of the application told so."""
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(StoreError, _no_history)
    app.add_exception_handler(Exception, _defect)


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - tells the type checker
    return problem(error.status_code, str(error.detail), dict(error.headers or {}))


async def _invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - tells the type checker
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join(map(_fault, _first(error.errors()))))


async def _no_history(_: Request, error: Exception) -> Response:
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error))


async def _defect(_: Request, __: Exception) -> Response:
    """Starlette raises the error anew behind this, so the server logs it."""
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, _DEFECT)


_MOST_FAULTS, _LONGEST = 3, 300


def _first(faults: Sequence[Any]) -> Sequence[Any]:
    return faults[:_MOST_FAULTS]


def _fault(fault: dict[str, Any]) -> str:
    place = ".".join(str(part) for part in fault["loc"][1:])
    said = str(fault["msg"])
    short = said if len(said) <= _LONGEST else said[:_LONGEST] + "…"
    return f"{place}: {short}" if place else short
