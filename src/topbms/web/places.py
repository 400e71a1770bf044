"""Names, networks and paths as [web] takes them. Pure: SettingError for what is none."""

import re

from topbms.settings import SettingError, endpoint
from topbms.settings.endpoint import Network

PREFIX = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")
"""What a path prefix may be: empty, or names with a slash before each."""

_OUR_OWN = {"api", "assets", "metrics", "livez", "healthz"}
_NAME = re.compile(r"\*|[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_])?")
_FRAME = re.compile(r"self|https?://(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(:[0-9]{1,5})?")


def prefix_of(path: str) -> str:
    """A path prefix, without a slash at its end."""
    path = path.rstrip("/")
    if not PREFIX.fullmatch(path):
        raise SettingError('a path such as "/battery" is expected: letters (without accents), digits, . _ ~ and -')
    first = path[1:].partition("/")[0]
    if first in _OUR_OWN:
        raise SettingError("/{name} is a path of the gateway itself; choose another", name=first)
    return path


def name_of(host: str) -> str:
    """A machine's name, in lower case, or "*"."""
    lowered = host.lower()
    if not _NAME.fullmatch(lowered):
        raise SettingError('{host}: a name without a port is expected, such as "battery.lan"', host=host)
    return lowered


def network_of(proxy: str) -> Network:
    """The network that an address or a network is."""
    network = endpoint.network_of(proxy)
    if network is None:
        raise SettingError(
            '{proxy}: an address or a network is expected, such as "192.168.1.2" or "172.30.32.0/23"', proxy=proxy
        )
    if not network.prefixlen:
        raise SettingError("{proxy} is everybody; name the proxies only", proxy=proxy)
    return network


def frame_of(page: str) -> str:
    """Who may show us in a frame: an origin, or "self"."""
    if not _FRAME.fullmatch(page.lower()):
        raise SettingError(
            '{page}: "self" is expected, or an address without a path, such as "https://ha.lan:8123"', page=page
        )
    return page.lower()
