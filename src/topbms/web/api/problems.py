"""Errors as the API tells them: application/problem+json (RFC 9457), in the language of the request.

A defect is logged whole, and told in one line.
"""

from collections.abc import Callable
from functools import reduce
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Scope

from topbms.errors import StoreError, TopbmsError, one_line, worded
from topbms.model.words import Words
from topbms.web.api.tongue import words_for
from topbms.web.api.toolshapes import Problem
from topbms.web.api.wrong import wrong

MEDIA_TYPE = "application/problem+json"

_DEFECT = TopbmsError("a defect of topbms; its log says more")


class Refusal(HTTPException):
    """An error with its words."""

    def __init__(self, status: int, said: TopbmsError, headers: dict[str, str] | None = None) -> None:
        super().__init__(status, str(said), headers)
        self.said = said


class ProblemResponse(JSONResponse):
    """Its answer."""

    media_type = MEDIA_TYPE


def problem(status: int, said: TopbmsError | str, words: Words, headers: dict[str, str] | None = None) -> Response:
    """The answer to a request that cannot be met; the title stays HTTP's. A text is in the language already."""
    detail = worded(said, words) if isinstance(said, TopbmsError) else one_line(words.phrases.get(said, said))
    content = Problem(type="about:blank", title=HTTPStatus(status).phrase, status=status, detail=detail)
    return ProblemResponse(content, status, headers=headers)


def tell_problems(app: FastAPI) -> None:
    """Have all errors of the application told so."""
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(StoreError, _no_history)
    app.add_exception_handler(Exception, _defect)


def language_of(scope: Scope) -> Words:
    """The words for a request to the application."""
    language: Callable[[], str] = scope["app"].state.door.language
    return words_for(scope, language())


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - tells the type checker
    said = error.said if isinstance(error, Refusal) else str(error.detail)
    return problem(error.status_code, said, language_of(request.scope), dict(error.headers or {}))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - tells the type checker
    words = language_of(request.scope)
    faults = [worded(fault, words) for fault in wrong(error.errors())]
    detail = reduce(lambda said, fault: words.say("{said}; {fault}", said=said, fault=fault), faults)
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, words)


async def _no_history(request: Request, error: Exception) -> Response:
    assert isinstance(error, StoreError)  # noqa: S101 - tells the type checker
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, error, language_of(request.scope))


async def _defect(request: Request, _: Exception) -> Response:
    """Starlette raises the error anew behind this, so the server logs it."""
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, _DEFECT, language_of(request.scope))
