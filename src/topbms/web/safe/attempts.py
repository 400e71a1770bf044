"""How long somebody waits after wrong passwords: longer each time, the same address most of all.

Pure functions of what was counted and of the time, monotonic seconds.
"""

from collections import OrderedDict
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

_MOST_ADDRESSES = 1024
_FORGET = 600.0  # s after which one failure is forgotten

_OWN_FREE, _OWN_LONGEST = 4, 900.0
_ALL_FREE, _ALL_LONGEST = 30, 8.0
_HOME = 64  # bits of an IPv6 address that a home has for all its machines


class Slowing:
    """Failures, and the wait behind them: none for the first `free`, then 1 s, doubled each time up to `longest`."""

    def __init__(self, free: int, longest: float) -> None:
        self._free = free
        self._longest = longest
        self._count = 0.0
        self._last = 0.0
        self._until = 0.0

    def wait(self, now: float) -> float:
        """Seconds until the next attempt is looked at; 0 for at once."""
        return max(self._until - now, 0.0)

    def fail(self, now: float) -> None:
        """Count a failure."""
        self._count = max(self._count - (now - self._last) / _FORGET, 0.0) + 1.0
        self._last = now
        over = round(self._count) - self._free
        if over >= 0:
            self._until = now + min(2.0 ** min(over, 32), self._longest)


class Attempts:
    """The failures of each address, and those of all together.

    Who guesses from many addresses is slowed by the sum. An address from which the password was given before is not:
    nobody keeps the owner out by guessing.
    """

    def __init__(self) -> None:
        self._all = Slowing(_ALL_FREE, _ALL_LONGEST)
        self._own: OrderedDict[str, Slowing] = OrderedDict()
        self._known: OrderedDict[str, None] = OrderedDict()

    def wait(self, address: str, now: float) -> float:
        """Seconds until an address may try again; 0 for at once."""
        home = _home(address)
        own = self._own[home].wait(now) if home in self._own else 0.0
        return own if home in self._known else max(own, self._all.wait(now))

    def fail(self, address: str, now: float) -> None:
        """Count a wrong password."""
        home = _home(address)
        self._own.setdefault(home, Slowing(_OWN_FREE, _OWN_LONGEST)).fail(now)
        self._all.fail(now)
        _bound(self._own, home)

    def succeed(self, address: str) -> None:
        """The password was right."""
        home = _home(address)
        self._own.pop(home, None)
        self._known[home] = None
        _bound(self._known, home)


def _bound(kept: OrderedDict[str, Any], newest: str) -> None:
    kept.move_to_end(newest)
    if len(kept) > _MOST_ADDRESSES:
        kept.popitem(last=False)


def _home(address: str) -> str:
    """Who is counted as one: an IPv4 address, or the network of a home."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((found, _HOME), strict=False)) if isinstance(found, IPv6Address) else str(found)
