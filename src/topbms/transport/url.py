"""What a port's URL may be, and how it is shown. Knows the kinds of URL; opens nothing.

/dev/…    socket://HOST:PORT    tcp://HOST:PORT (the same)    rfc2217://HOST:PORT    esphome://HOST[:PORT]
"""

import os
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

import serialx

from topbms.errors import ConfigError

_NETWORK = ("socket", "tcp", "rfc2217", "esphome")
_PORTS = {"esphome": 6053}
"""The ports that need not be named."""

_HERE = "localhost"
_HERE_TOO = ("127.0.0.1", "::1", "0.0.0.0", "::")  # noqa: S104 - whoever connects there comes to this machine


def is_network(url: str) -> bool:
    """Whether the URL leads over a network, where a connection can be half open."""
    return url.split("://", 1)[0].lower() in _NETWORK


def check_url(url: str) -> str:
    """The URL itself; raises ConfigError for one that no port can have."""
    if is_network(url):
        _check_place(url)
    elif not url.startswith("/"):
        raise ConfigError(
            "{url}: not a port; use /dev/serial/by-id/…, socket://HOST:PORT, rfc2217://HOST:PORT or esphome://HOST",
            url=shown(url),
        )
    return url


def shown(url: str) -> str:
    """The URL as it may be logged: without a password or a key."""
    redacted: str = serialx.redact_uri(url)
    head, at, rest = redacted.rpartition("@")
    scheme, colon, login = head.partition("://")
    name, secret, _ = login.partition(":")
    return f"{scheme}{colon}{name}:…@{rest}" if at and colon and secret else redacted


def same_port(url: str) -> str:
    """What two spellings of one port have in common: a link counts as what it points to, this machine by one name."""
    if not is_network(url):
        return os.path.realpath(url)
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    # One ESPHome device may have several serial ports, told apart in the query.
    return f"{_machine(parts.hostname or '')}:{_number(parts)}?{parts.query}"


def _machine(name: str) -> str:
    """One name for each machine, as far as that can be told without asking for it."""
    try:
        name = str(ip_address(name))
    except ValueError:
        name = name.rstrip(".")
    return _HERE if name in _HERE_TOO else name


def _check_place(url: str) -> None:
    """Raise ConfigError where host and port cannot be read from a network URL."""
    port = _port_of(url)
    if port is None:
        raise ConfigError("{url}: host and port are missing, as in socket://192.168.1.20:8899", url=shown(url))
    if not port:
        raise ConfigError(
            "{url}: the port must be a number from 1 to 65535, as in socket://192.168.1.20:8899", url=shown(url)
        )


def _port_of(url: str) -> int | None:
    """The port of a network URL; None where it or the host is missing, 0 for one that no machine has."""
    try:
        parts = urlsplit(url)
        name = (parts.hostname or "").encode("idna")  # as asyncio will ask for it
    except ValueError:
        return None
    return _number(parts) if name else None


def _number(parts: SplitResult) -> int | None:
    try:
        port = parts.port
    except ValueError:
        return 0
    return _PORTS.get(parts.scheme) if port is None else port
