"""Where packs = "auto": which address to try next, and when. Pure but for its own state."""

from collections.abc import Collection

ADDRESSES = range(1, 17)
"""The addresses that DIP switches can set."""

AGAIN = 3600.0
"""s. From one look at all addresses to the next."""


class Discovery:
    """Walks the addresses once at the start and once an hour; those that are known are left out."""

    def __init__(self, now: float) -> None:
        self.due = now
        self._next = ADDRESSES.start

    def next_address(self, known: Collection[int], now: float) -> int | None:
        """The address to try now, or None when it is not time or the walk is at its end."""
        if now < self.due:
            return None
        address = next((a for a in ADDRESSES if a >= self._next and a not in known), None)
        if address is None:
            self._next, self.due = ADDRESSES.start, now + AGAIN
            return None
        self._next = address + 1
        return address
