"""Where a link's line is shared, and with whom, as the config says. Pure: SettingError for what cannot be."""

from collections.abc import Iterable
from ipaddress import ip_address
from pathlib import Path
from typing import TypeAlias

from topbms.settings import SettingError
from topbms.settings.endpoint import Address, Network, address_of, network_of

Place: TypeAlias = Address | Path
"""A TCP port, or the link to a pseudo-terminal."""

_TERMINAL = "pty:"


def place_of(share: str) -> Place:
    """The parts of "127.0.0.1:7100", or the path of "pty:/run/topbms/vendor"."""
    if not share.startswith(_TERMINAL):
        return address_of(share, "127.0.0.1:7100")
    path = Path(share.removeprefix(_TERMINAL))
    if not path.is_absolute() or not path.name or not share.isprintable():
        raise SettingError('the whole path of a link is expected, such as "pty:/run/topbms/vendor"')
    return path


def allowed(text: str) -> Network:
    """Whom an entry of `share_allow` lets in."""
    network = network_of(text)
    if network is None:
        raise SettingError(
            '{text}: an address or a network is expected, such as "192.168.1.20" or "192.168.1.0/24"', text=text
        )
    if not network.prefixlen:
        raise SettingError("{text} is everybody; name the addresses or the network of those who may ask", text=text)
    return network


def may_come(host: str, networks: Iterable[Network]) -> bool:
    """Whether the one who connects from an address may ask: this machine always, others by the list."""
    address = ip_address(host.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    who = mapped or address
    return who.is_loopback or any(who in network for network in networks if network.version == who.version)
