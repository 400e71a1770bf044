"""Addresses, names, networks and paths as [web] takes them. Pure: SettingError for what is none."""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import NamedTuple, TypeAlias

from topbms.settings import SettingError
from topbms.settings.address import no_port

IpAddress: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

PREFIX = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")
"""What a path prefix may be: empty, or names with a slash before each."""

_LOCALHOST = "localhost"
_HIGHEST_PORT = 65_535
_OUR_OWN = {"api", "assets", "metrics", "livez", "healthz"}
_NAME = re.compile(r"\*|[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_])?")
_FRAME = re.compile(r"self|https?://(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(:[0-9]{1,5})?")


class Address(NamedTuple):
    """Where to listen: an IP address and a port."""

    host: str
    port: int

    @property
    def is_local(self) -> bool:
        """Whether only this machine reaches it."""
        return ip_address(self.host).is_loopback


def address_of(listen: str) -> Address:
    """The parts of "127.0.0.1:8765" or "[::]:8765"."""
    text, colon, port = listen.rpartition(":")
    host = _host(text)
    if host is None or not colon:
        raise SettingError('an address with a port is expected, such as "127.0.0.1:8765" or "[::]:8765"')
    if not (port.isascii() and port.isdecimal() and 1 <= int(port) <= _HIGHEST_PORT):
        raise no_port("127.0.0.1:8765")
    return Address(str(host), int(port))


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
    try:
        network = ip_network(proxy, strict=False)
    except ValueError as error:
        raise SettingError(
            '{proxy}: an address or a network is expected, such as "192.168.1.2" or "172.30.32.0/23"', proxy=proxy
        ) from error
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


def _host(text: str) -> IpAddress | None:
    """The address that a text is; one of version 6 stands in brackets. None for what is none."""
    is_bracketed = text.startswith("[") and text.endswith("]")
    name = text[1:-1] if is_bracketed else "127.0.0.1" if text == _LOCALHOST else text
    try:
        found = ip_address(name)
    except ValueError:
        return None
    return found if is_bracketed == isinstance(found, IPv6Address) else None
