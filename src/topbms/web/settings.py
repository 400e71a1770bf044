"""The section [web] of the config: where the gateway shows itself over HTTP. Knows what may stand there."""

from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import NamedTuple

from pydantic import field_validator, model_validator

from topbms.settings import Section, SettingError

_LOCALHOST = "localhost"
_HIGHEST_PORT = 65_535


class Address(NamedTuple):
    """Where to listen: an IP address and a port."""

    host: str
    port: int


class Settings(Section):
    """What the gateway shows over HTTP: the API, /metrics, /livez and /healthz."""

    enabled: bool = True
    """Whether anything is served at all."""

    listen: str = "127.0.0.1:8765"
    """Address and port, such as "127.0.0.1:8765", which only this machine reaches; "0.0.0.0:8765" is every IPv4
    address that the machine has, "[::]:8765" every one."""

    insecure: bool = False
    """Needed for an address that other machines reach: no password is asked for there yet, so that everybody who
    reaches it may look. Nobody can change anything."""

    @field_validator("listen")
    @classmethod
    def _address(cls, listen: str) -> str:
        _parsed(listen)
        return listen

    @model_validator(mode="after")
    def _within_reach(self) -> "Settings":
        address = self.address
        if not (ip_address(address.host).is_loopback or self.insecure):
            raise SettingError(
                "other machines reach {listen}, and no password is asked for yet; keep 127.0.0.1, or write "
                "insecure = true beside it if everybody in your network may look",
                listen=self.listen,
            )
        return self

    @property
    def address(self) -> Address:
        """`listen` in its parts."""
        host, port = _parsed(self.listen)
        return Address(str(host), port)


def _parsed(listen: str) -> tuple[IPv4Address | IPv6Address, int]:
    text, colon, port = listen.rpartition(":")
    host = _host(text)
    if host is None or not colon:
        raise SettingError('an address with a port is expected, such as "127.0.0.1:8765" or "[::]:8765"')
    if not (port.isascii() and port.isdecimal() and 1 <= int(port) <= _HIGHEST_PORT):
        raise SettingError('the port must be a number from 1 to 65535, as in "127.0.0.1:8765"')
    return host, int(port)


def _host(text: str) -> IPv4Address | IPv6Address | None:
    """The address that a text is; one of version 6 stands in brackets. None for what is none."""
    is_bracketed = text.startswith("[") and text.endswith("]")
    name = text[1:-1] if is_bracketed else "127.0.0.1" if text == _LOCALHOST else text
    try:
        found = ip_address(name)
    except ValueError:
        return None
    return found if is_bracketed == isinstance(found, IPv6Address) else None
