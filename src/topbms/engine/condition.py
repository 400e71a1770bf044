"""Whether one link is up, since when, and what was told of it: each change as an event, each cause once in the log.

Knows the feed, and neither port nor packs.
"""

import logging

from topbms.engine import schedule
from topbms.engine.clock import Clock
from topbms.engine.counters import LinkCounters
from topbms.engine.feed import Feed
from topbms.errors import ConfigError, LinkError
from topbms.model.event import EventKind

LOG = logging.getLogger(__name__)

_HALF_OPEN = LinkError(
    "no pack answered for {rounds} rounds, the connection is opened anew", rounds=schedule.MUTE_ROUNDS
)


class Condition:
    """How the link of an id is; `changed_at` is the monotonic second of when it came up or went down, or None."""

    def __init__(self, link: str, feed: Feed, clock: Clock) -> None:
        self.counters = LinkCounters(link=link)
        self.is_up = False
        self.changed_at: float | None = None
        self._link = link
        self._feed = feed
        self._clock = clock
        self._told: set[str] = set()

    def exchanged(self) -> None:
        """Only after an exchange the link counts as up: a converter that is taken may accept and hang up."""
        if not self.is_up:
            self._came_up()

    def answered(self) -> None:
        """A pack spoke: if nobody does later, that is news again."""
        self._told.discard(str(_HALF_OPEN))

    def half_open(self) -> None:
        """Opening anew a connection on which nobody speaks is no event, and told once until somebody does."""
        self.counters.failed("half_open", _HALF_OPEN, self._clock.monotonic())
        self._tell(str(_HALF_OPEN))

    def went_down(self, error: LinkError | ConfigError) -> None:
        """Tell of a link that is down once, and of each cause once; tries that fail again are counted."""
        self.counters.failed("link", error, self._clock.monotonic())
        if self.is_up or not self._told:
            self.changed_at = self._clock.monotonic()
            self._feed.happen(EventKind.LINK_DOWN, self._link, str(error))
        self.is_up = False
        self._tell(str(error))

    def _came_up(self) -> None:
        self.is_up = True
        self.changed_at = self._clock.monotonic()
        self._told.clear()
        LOG.info("link is up", extra={"link": self._link})
        self._feed.happen(EventKind.LINK_UP, self._link)

    def _tell(self, message: str) -> None:
        level = logging.DEBUG if message in self._told else logging.WARNING
        LOG.log(level, "%s", message, extra={"link": self._link})
        self._told.add(message)
