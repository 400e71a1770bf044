"""What a port's URL may be, and how it is shown. Knows the kinds of URL; opens nothing.

/dev/…    socket://HOST:PORT    tcp://HOST:PORT (the same)    rfc2217://HOST:PORT    esphome://HOST[:PORT]
"""

from urllib.parse import SplitResult, urlsplit

import serialx

from topbms.errors import ConfigError

_NETWORK = ("socket", "tcp", "rfc2217", "esphome")


def is_network(url: str) -> bool:
    """Whether the URL leads over a network, where a connection can be half open."""
    return url.split("://", 1)[0].lower() in _NETWORK


def check_url(url: str) -> str:
    """The URL itself; raises ConfigError for one that no port can have."""
    if is_network(url):
        if not _has_place(url):
            raise ConfigError("{url}: host and port are missing, as in socket://192.168.1.20:8899", url=shown(url))
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


def _has_place(url: str) -> bool:
    """Whether host and port can be read from a network URL; ESPHome has a port of its own by default."""
    try:
        parts: SplitResult = urlsplit(url)
        name = (parts.hostname or "").encode("idna")  # as asyncio will ask for it
        return bool(name) and (bool(parts.port) or parts.scheme == "esphome")
    except ValueError:
        return False
