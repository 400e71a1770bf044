"""The addresses under which the page can be opened, for people to click on. Asks the kernel, and sends nothing."""

import fcntl
import socket
import struct
from collections.abc import Iterator
from ipaddress import IPv6Address, ip_address
from pathlib import Path

from topbms.web.settings import Settings

_EVERY = {"0.0.0.0": False, "::": True}  # noqa: S104 - read, not listened on; whether IPv6 is among them
_SIOCGIFADDR = 0x8915  # Linux: the IPv4 address of an interface
_IPV6 = Path("/proc/net/if_inet6")
_MOST = 8


def addresses(settings: Settings) -> list[str]:
    """URLs of the page; where it listens on every address, one for each that the machine has."""
    host, port = settings.address
    scheme = "https" if settings.is_encrypted else "http"
    hosts = [host] if host not in _EVERY else [*_of_machine(with_ipv6=_EVERY[host])][:_MOST] or ["127.0.0.1"]
    return [f"{scheme}://{_bracketed(one)}:{port}{settings.prefix}/" for one in hosts]


def _of_machine(*, with_ipv6: bool) -> Iterator[str]:
    """What other machines reach it by; in the order of its interfaces."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _, name in socket.if_nameindex():
            found = _ipv4_of(asking, name)
            if found and not ip_address(found).is_loopback:
                yield found
    if with_ipv6:
        yield from _ipv6()


def _ipv4_of(asking: socket.socket, interface: str) -> str:
    """The address of an interface; empty where it has none."""
    try:
        answer = fcntl.ioctl(asking, _SIOCGIFADDR, struct.pack("256s", interface.encode()[:15]))
    except OSError:
        return ""
    return socket.inet_ntoa(answer[20:24])


def _ipv6() -> Iterator[str]:
    """Addresses that are good beyond one cable."""
    try:
        lines = _IPV6.read_text("ascii").splitlines()
    except OSError:
        return
    for line in lines:
        address = IPv6Address(bytes.fromhex(line.split()[0]))
        if not (address.is_loopback or address.is_link_local):
            yield str(address)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
