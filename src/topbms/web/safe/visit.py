"""Who comes, from where, and how he sees us: a connection and its headers, as far as they can be believed.

A header counts only if a proxy that the config names sent it. From anybody else it proves nothing, but that it is there
tells that somebody passes on what others ask: he is not of this machine then, whatever his address is.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from starlette.datastructures import Headers

from topbms.settings.endpoint import IpAddress, Network
from topbms.web.places import PREFIX

_LONGEST_PREFIX = 200
_MOST_HOPS = 16
_SIGNS = (
    *("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-prefix"),
    *("x-ingress-path", "x-real-ip"),
)
"""Headers by which a proxy shows itself."""

_WITH_PORT = re.compile(r"(?:\[([^\]]*)\]|([^:]*)):\d{1,5}")


@dataclass(frozen=True, slots=True)
class Visit:
    """One request, as far as it matters who makes it.

    `client` is the address to hold to account, `is_local` whether it can only come from this machine, `host` the name
    and port that was asked for, `prefix` what the browser has before our paths. `is_passed_on`: by a trusted proxy.
    """

    client: str
    is_local: bool
    scheme: str
    host: str
    prefix: str
    is_passed_on: bool = False


def visit_of(scope: Mapping[str, Any], trusted: Sequence[Network], prefix: str) -> Visit:
    """The visit of an ASGI scope; `prefix` where no trusted proxy says another."""
    headers = Headers(raw=scope["headers"])
    peer = _address((scope.get("client") or ("",))[0])
    scheme, host = str(scope["scheme"]), headers.get("host", "")
    if peer is None or not _is_trusted(peer, trusted):
        is_local = peer is not None and peer.is_loopback and not any(sign in headers for sign in _SIGNS)
        return Visit(str(peer or ""), is_local, scheme, host, prefix)
    hops = _hops(headers)
    is_local = peer.is_loopback and bool(hops) and all(hop is not None and hop.is_loopback for hop in hops)
    return Visit(
        client=str(_client(peer, hops, trusted)),
        is_local=is_local,
        scheme="https" if _first(headers, "x-forwarded-proto") == "https" else scheme,
        host=_first(headers, "x-forwarded-host") or host,
        prefix=_told_prefix(headers, prefix),
        is_passed_on=True,
    )


def _client(peer: IpAddress, hops: list[IpAddress | None], trusted: Sequence[Network]) -> IpAddress:
    """The nearest address that is no trusted proxy: what stands before it, that one may have made up."""
    found = peer
    for hop in reversed(hops):
        if hop is None or not _is_trusted(found, trusted):
            break
        found = hop
    return found


def _hops(headers: Headers) -> list[IpAddress | None]:
    """The addresses of X-Forwarded-For, the nearest last; None for what is none."""
    listed = ",".join(headers.getlist("x-forwarded-for")).rsplit(",", _MOST_HOPS)
    return [_address(one) for one in listed if one.strip()]


def _address(text: str) -> IpAddress | None:
    """The address, in the version that it is meant in; a port behind it is left out."""
    text = text.strip()
    found = _WITH_PORT.fullmatch(text)
    try:
        address = ip_address((found[1] or found[2]) if found else text.strip("[]"))
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_trusted(address: IpAddress, trusted: Sequence[Network]) -> bool:
    return any(address in network for network in trusted)


def _first(headers: Headers, name: str) -> str:
    return headers.get(name, "").partition(",")[0].strip()


def _told_prefix(headers: Headers, prefix: str) -> str:
    """X-Forwarded-Prefix, or what Home Assistant's ingress calls it."""
    told = (_first(headers, "x-forwarded-prefix") or _first(headers, "x-ingress-path")).rstrip("/")
    return told if told and len(told) <= _LONGEST_PREFIX and PREFIX.fullmatch(told) else prefix
