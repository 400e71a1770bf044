"""The names under which the gateway may be asked for, and whether a request comes from its own page.

A page elsewhere on the internet can give its own name our address (DNS rebinding), and have a browser here ask us by
that name; so a name that is not ours is refused. An address is no name, and is taken.
"""

import re
import socket
from collections.abc import Collection
from ipaddress import ip_address

from starlette.datastructures import Headers

from topbms.web.safe.visit import Visit

ANY = "*"
"""Among the names: every name is taken, where a proxy looks after them."""

_AT_HOME = ("local", "lan", "home", "internal", "home.arpa", "localdomain")
"""What routers put behind a machine's name; nobody on the internet can have these."""

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?")
_USUAL_PORT = {"http": "80", "https": "443"}


def own_names(more: Collection[str] = ()) -> frozenset[str]:
    """The machine's names, and those of the config; lower case."""
    machine = socket.gethostname().lower()
    short = machine.partition(".")[0]
    return frozenset({"localhost", machine, short, *(f"{short}.{end}" for end in _AT_HOME), *more})


def is_ours(host: str, names: Collection[str]) -> bool:
    """Whether a Host header names us; its port may be any."""
    found = _HOST.fullmatch(host)
    if found is None:
        return False
    name = found[1].lower().rstrip(".")
    return ANY in names or name in names or name.endswith(".localhost") or _is_address(name)


def is_from_our_page(visit: Visit, headers: Headers) -> bool:
    """Whether a request that does something may come from a page of ours; programs that are no browsers may, too."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site in {"same-origin", "none"}
    if origin is None:
        return True
    scheme, _, place = origin.partition("://")
    theirs, ours = _parts(place, scheme), _parts(visit.host, visit.scheme)
    if theirs is None or ours is None or theirs[0] != ours[0]:
        return False
    # A proxy may leave out the port under which it is reached itself.
    return theirs[1] == ours[1] or (visit.is_passed_on and ":" not in visit.host.rpartition("]")[2])


def is_fetched_elsewhere(headers: Headers) -> bool:
    """Whether a page of another address has a browser ask, without going here itself: as for a picture of its own.

    It could not read the answer, but each has us work, and a stream stays open.
    """
    is_foreign = headers.get("sec-fetch-site", "none") in {"cross-site", "same-site"}
    return is_foreign and headers.get("sec-fetch-mode") != "navigate"


def _parts(place: str, scheme: str) -> tuple[str, str] | None:
    found = _HOST.fullmatch(place)
    return None if found is None else (found[1].lower().rstrip("."), found[2] or _USUAL_PORT.get(scheme, ""))


def _is_address(name: str) -> bool:
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
