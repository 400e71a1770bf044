"""Where packs = "auto": which address to try next, and when. Pure but for its own state."""

from collections.abc import Collection

ADDRESSES = range(1, 17)
"""The addresses that DIP switches can set."""

AGAIN = 3600.0
"""s. From one look at all addresses to the next."""

SOON = 5.0
"""s. The same while nobody was found: the battery may be switched on later than the gateway."""


class Discovery:
    """Walks the addresses at the start and once an hour, those that are known left out.

    `due` is when the next address is to be tried, `fruitless` the number of walks in a row that ended with no pack
    known.
    """

    def __init__(self, now: float) -> None:
        self.due = now
        self.fruitless = 0
        self._next = ADDRESSES.start

    def restart(self, now: float) -> None:
        """The link was opened anew: walk from the first address, since a cut may have hidden some."""
        self.due, self.fruitless, self._next = now, 0, ADDRESSES.start

    def next_address(self, known: Collection[int], now: float) -> int | None:
        """The address to try now, or None when it is not time or the walk is at its end."""
        if now < self.due:
            return None
        address = next((a for a in ADDRESSES if a >= self._next and a not in known), None)
        if address is None:
            self._finish(bool(known), now)
            return None
        self._next = address + 1
        return address

    def _finish(self, is_somebody_known: bool, now: float) -> None:
        self._next = ADDRESSES.start
        self.due = now + (AGAIN if is_somebody_known else SOON)
        self.fruitless = 0 if is_somebody_known else self.fruitless + 1
