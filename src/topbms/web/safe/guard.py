"""Stands before every page: bounds, names, origins, who may look, and the headers of each answer. ASGI.

What it found out is in the request's state: `visit`, `rights`, `porter`.
"""

from collections.abc import Callable, Collection, Sequence
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from topbms.errors import TopbmsError
from topbms.model.words import DEFAULT, Words
from topbms.settings.endpoint import Network
from topbms.web.api.problems import problem
from topbms.web.api.tongue import words_for
from topbms.web.safe.headers import hardened
from topbms.web.safe.names import is_fetched_elsewhere, is_from_our_page, is_ours
from topbms.web.safe.porter import Porter, Rights
from topbms.web.safe.visit import Visit, visit_of

LONGEST_TARGET = 8192
"""Bytes of a path with its query."""

MOST_VALUES = 128
"""Values of a query."""

ALIVE = "/livez"
"""Tells everybody, under whatever name: containers ask it, and what it tells is no secret."""

SESSION = "/api/v1/session"
"""Where the password is given."""

_HARMLESS = {"GET", "HEAD", "OPTIONS"}
_OPEN = {"/", SESSION}
_ASSETS = "/assets/"
"""The page itself, which has to ask for the password; without it, it has nothing to show."""


class Guard:
    """Lets through to `app` who may pass."""

    def __init__(
        self,
        app: ASGIApp,
        porter: Porter,
        *,
        names: Collection[str],
        trusted: Sequence[Network] = (),
        prefix: str = "",
        framed_by: Sequence[str] = (),
        language: Callable[[], str] = lambda: DEFAULT,
    ) -> None:
        self._app = app
        self._porter = porter
        self._names = names
        self._trusted = trusted
        self._prefix = prefix
        self._framed_by = framed_by
        self._language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI calls it."""
        headers = Headers(scope=scope)
        visit = visit_of(scope, self._trusted, self._prefix)
        path = _without(str(scope["path"]), visit.prefix)
        rights = self._porter.rights(visit, headers)
        words = words_for(scope, self._language())
        refusal = _unreadable(scope, headers, words) or self._refusal(scope, path, visit, rights, words)
        send = hardened(send, self._framed_by)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state.update(visit=visit, rights=rights, porter=self._porter)
        within = {**scope, "root_path": visit.prefix, "path": visit.prefix + path, "scheme": visit.scheme}
        await self._app(within, receive, send)

    def _refusal(self, scope: Scope, path: str, visit: Visit, rights: Rights, words: Words) -> Response | None:
        """The answer to a request that goes no further."""
        if path == ALIVE:
            return None
        if not is_ours(visit.host, self._names):
            return problem(HTTPStatus.MISDIRECTED_REQUEST, _WRONG_NAME, words)
        if _is_foreign(scope, visit):
            return problem(HTTPStatus.FORBIDDEN, _WRONG_ORIGIN, words)
        if not (rights.may_look or _is_open(path)):
            return problem(HTTPStatus.UNAUTHORIZED, _NOT_LOGGED_IN, words, {"WWW-Authenticate": "Bearer"})
        return None


_TOO_LONG = TopbmsError(
    "the address has more than {characters} characters, or more than {values} values",
    characters=LONGEST_TARGET,
    values=MOST_VALUES,
)
_TWO_LENGTHS = TopbmsError("a request has either Content-Length or Transfer-Encoding")
_WRONG_NAME = TopbmsError("the gateway is not known by this name; add it to hosts in [web] if it is right")
_WRONG_ORIGIN = TopbmsError(
    "this was sent by a page of another address; behind a reverse proxy, have it pass on the Host header, "
    "and name it in trusted_proxies in [web]"
)
_NOT_LOGGED_IN = TopbmsError("log in with the password, or send an API token: Authorization: Bearer TOKEN")


def _unreadable(scope: Scope, headers: Headers, words: Words) -> Response | None:
    """The answer to a request that is too long, or of which a proxy may have read another end than we do."""
    if _is_too_long(scope):
        return problem(HTTPStatus.REQUEST_URI_TOO_LONG, _TOO_LONG, words)
    if "content-length" in headers and "transfer-encoding" in headers:
        return problem(HTTPStatus.BAD_REQUEST, _TWO_LENGTHS, words, {"Connection": "close"})
    return None


def _is_too_long(scope: Scope) -> bool:
    query = scope["query_string"]
    return len(scope["raw_path"]) + len(query) > LONGEST_TARGET or query.count(b"&") >= MOST_VALUES


def _is_foreign(scope: Scope, visit: Visit) -> bool:
    """Whether a page that is not ours is behind it; what only reads, others may link to."""
    headers = Headers(scope=scope)
    if scope["method"] in _HARMLESS:
        return is_fetched_elsewhere(headers)
    return not is_from_our_page(visit, headers)


def _is_open(path: str) -> bool:
    return path in _OPEN or path.startswith(_ASSETS)


def _without(path: str, prefix: str) -> str:
    """Our own path; a proxy may have taken the prefix away already."""
    if not (path == prefix or path.startswith(f"{prefix}/")):
        return path
    return path[len(prefix) :] or "/"
