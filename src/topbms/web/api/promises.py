"""What the OpenAPI promises of every operation: who may ask it, and what is answered to who may not. Pure."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from topbms.web.api.problems import MEDIA_TYPE
from topbms.web.api.toolshapes import Problem

Node: TypeAlias = dict[str, Any]

PROBLEM = Problem
"""The shape of every refusal."""

_CONTENT = {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}}
_SESSION = "/session"
_OTHERS = "default"


def _refusal(description: str, **headers: str) -> Node:
    told = {name: {"description": text, "schema": {"type": "string"}} for name, text in headers.items()}
    return {"description": description, "content": _CONTENT} | ({"headers": told} if told else {})


REFUSALS: Mapping[int, Node] = MappingProxyType(
    {
        401: _refusal(
            "Neither session nor token, and not from this machine", **{"WWW-Authenticate": "How to ask: Bearer"}
        ),
        403: _refusal("Sent by a page of another address; at the login, a wrong password"),
        404: _refusal("There is nothing of this name"),
        409: _refusal("Not as things are now: the port is in use, no password is set, the pack cannot be asked"),
        413: _refusal("The body is too long"),
        422: _refusal("A value that cannot be used; `detail` names it"),
        429: _refusal("Too many wrong passwords", **{"Retry-After": "Seconds to wait"}),
        503: _refusal("Not now: the history cannot be read, the pack does not answer, or too many streams are open"),
    }
)
"""By status; `detail` is in the language of the request."""

_ANY_OTHER = _refusal("Anything else that is wrong")


def promise(path: str, method: str, operation: Node) -> None:
    """Put into an operation what holds for it by what it is; it may name more."""
    told = operation["responses"]
    told.pop("422", None)  # the framework's own
    told |= {str(status): REFUSALS[status] for status in _refused(path, method, operation)}
    told[_OTHERS] = _ANY_OTHER
    operation["responses"] = dict(sorted(told.items()))
    if path == _SESSION:
        operation["security"] = []


def _refused(path: str, method: str, operation: Node) -> Iterator[int]:
    has_body = "requestBody" in operation
    if path != _SESSION:
        yield 401
    if method != "get":
        yield 403
    if "{" in path:
        yield 404
    if has_body:
        yield 413
    if has_body or operation.get("parameters"):
        yield 422


def schemes(components: Node, cookie: str) -> Node:
    """How one may prove that one may look; `cookie` is the name under which browsers keep their session."""
    ways = {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "For programs: `topbms config token NAME` makes one.",
        },
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": cookie,
            "description": "For browsers: POST /session with the password begins one.",
        },
    }
    # An empty requirement is one of the ways: who asks from the gateway's own machine needs nothing, and with
    # insecure = true nobody does.
    return {"components": {**components, "securitySchemes": ways}, "security": [{"token": []}, {"session": []}, {}]}
