"""Where this machine listens, and who may come, as a section takes them. Pure: SettingError for what is none."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import NamedTuple, TypeAlias

from topbms.settings import SettingError
from topbms.settings.address import no_port

IpAddress: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

_LOCALHOST = "localhost"
_HIGHEST_PORT = 65_535


class Address(NamedTuple):
    """Where to listen: an IP address and a port."""

    host: str
    port: int

    @property
    def is_local(self) -> bool:
        """Whether only this machine reaches it."""
        return ip_address(self.host).is_loopback


def address_of(listen: str, example: str = "127.0.0.1:8765") -> Address:
    """The parts of "127.0.0.1:8765" or "[::]:8765"; `example` is shown for what is none."""
    text, colon, port = listen.rpartition(":")
    host = _host(text)
    if host is None or not colon:
        raise SettingError(
            'an address with a port is expected, such as "{example}" or "[::]:{port}"',
            example=example,
            port=example.rpartition(":")[2],
        )
    if not (port.isascii() and port.isdecimal() and 1 <= int(port) <= _HIGHEST_PORT):
        raise no_port(example)
    return Address(str(host), int(port))


def network_of(text: str) -> Network | None:
    """The network that an address or a network is; None for a text that is neither."""
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def _host(text: str) -> IpAddress | None:
    """The address that a text is; one of version 6 stands in brackets. None for what is none."""
    is_bracketed = text.startswith("[") and text.endswith("]")
    name = text[1:-1] if is_bracketed else "127.0.0.1" if text == _LOCALHOST else text
    try:
        found = ip_address(name)
    except ValueError:
        return None
    return found if is_bracketed == isinstance(found, IPv6Address) else None
