"""The packs of one link: when each is asked next, and what becomes of what it told. Knows the feed, and no line."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from topbms.engine import freshness, schedule
from topbms.engine.assembly import Assembler, Moment
from topbms.engine.clock import Clock
from topbms.engine.condition import Condition
from topbms.engine.conversation import Patience
from topbms.engine.feed import Feed
from topbms.engine.schedule import Pace, Turn
from topbms.engine.settings import LinkSettings, PackSettings, PollSettings
from topbms.model.dossier import Dossier
from topbms.model.event import EventKind
from topbms.model.reading import Analog, Fragment, Pack, PackReading

LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class Polled:
    """A pack of this link: its assembler, when it is asked next, and the seconds that asking it took last.

    `is_read` tells whether there ever was a reading.
    """

    assembler: Assembler
    turn: Turn
    patience: Patience
    cost: float | None = None
    is_read: bool = False


class Roster:
    """The packs of the config, and those that are found; `is_open` where such are looked for."""

    def __init__(
        self, settings: LinkSettings, poll: PollSettings, pace: Pace, feed: Feed, clock: Clock, condition: Condition
    ) -> None:
        self.is_open = settings.packs == "auto"
        self.by_address: dict[int, Polled] = {}
        self._link = settings.id
        self._poll = poll
        self._pace = pace
        self._feed = feed
        self._clock = clock
        self._condition = condition
        for pack in settings.pack:
            self._add(pack)

    def __iter__(self) -> Iterator[Polled]:
        """The packs, in the order in which they became known."""
        return iter(self.by_address.values())

    @property
    def packs(self) -> tuple[Pack, ...]:
        """Who they are."""
        return tuple(polled.assembler.pack for polled in self)

    def answering(self) -> dict[int, str]:
        """The ids of the packs that answer, by address."""
        known = self.by_address.items()
        return {at: each.assembler.pack.id for at, each in known if each.is_read and not each.turn.silences}

    def find(self, address: int) -> None:
        """Somebody is there whom nobody knew."""
        self._log(logging.INFO, self._add(PackSettings(address=address)), "found")

    def next_due(self, *, is_shared: bool = False) -> Polled | None:
        """Who has been due for longest, if anybody is; on a line that is shared, whoever is silent waits."""
        address = schedule.next_due(self._turns(is_shared=is_shared), self._clock.monotonic())
        return None if address is None else self.by_address[address]

    def due(self, *, is_shared: bool = False) -> list[float]:
        """The monotonic seconds at which they are due."""
        return [turn.due for turn in self._turns(is_shared=is_shared).values()]

    def ask_all_at_once(self) -> None:
        """The port was just opened: nobody waits for the turn that he had before."""
        for polled in self:
            polled.turn = schedule.reopened(polled.turn, self._clock.monotonic())

    def learn(self, address: int, dossier: Dossier) -> None:
        """Take note of what a pack holds and goes by."""
        self.by_address[address].assembler.learn(dossier)

    def answered(self, polled: Polled, fragments: tuple[Fragment, ...]) -> None:
        """Make the reading of what a pack told, and set its next turn."""
        now = self._clock.monotonic()
        if polled.turn.silences:
            self._log(logging.INFO, polled, "answers again")
        polled.turn = schedule.answered(polled.turn, now, self._poll.interval)
        counted = self._feed.counted(polled.assembler.pack.id)
        reading = polled.assembler.assemble(fragments, self._feed.number, self._moment(now), counted)
        if reading is not None:
            self._publish(polled, reading)

    def stayed_silent(self, polled: Polled) -> None:
        """Set the next turn of a pack that told nothing."""
        trouble = polled.patience.trouble
        now = self._clock.monotonic()
        polled.turn = schedule.silent(polled.turn, now, self._pace.mute, was_heard=trouble is not None)
        if polled.turn.silences == 1:
            self._log(logging.WARNING, polled, str(trouble or "no answer"))

    def overheard(self, polled: Polled, fragments: tuple[Fragment, ...], early: float = 0.0) -> None:
        """Values once an interval, however often others ask, and `early` s too soon; the rest is kept for the next."""
        now = self._clock.monotonic()
        if polled.turn.due - early <= now and any(isinstance(fragment, Analog) for fragment in fragments):
            self.answered(polled, fragments)
        else:
            rest = [fragment for fragment in fragments if not isinstance(fragment, Analog)]
            polled.assembler.assemble(rest, self._feed.number, self._moment(now))

    def hear(self, number: int, fragments: tuple[Fragment, ...], *, is_early: bool = False) -> bool:
        """Take what the pack of a number told somebody else; False for one that is none of ours.

        With `is_early` also a little before we would have to ask it ourselves, which then need not be.
        """
        if number not in self.by_address and self.is_open:
            self.find(number)
        polled = self.by_address.get(number)
        if polled is not None:
            self._condition.answered()
            self.overheard(polled, fragments, schedule.EARLY * self._poll.interval if is_early else 0.0)
        return polled is not None

    def _turns(self, *, is_shared: bool) -> dict[int, Turn]:
        turns = {address: polled.turn for address, polled in self.by_address.items()}
        return schedule.deferred(turns) if is_shared else turns

    def _publish(self, polled: Polled, reading: PackReading) -> None:
        self._condition.counters.held.update(reading.held)
        self._feed.publish(reading, freshness.achieved([each.cost for each in self], self._poll.interval))
        for news in polled.assembler.news:
            self._feed.happen(EventKind.VALUE_HELD, reading.pack.id, news)
        if not polled.is_read:
            polled.is_read = True
            self._log(logging.INFO, polled, "first reading")

    def _add(self, settings: PackSettings) -> Polled:
        pack_id = settings.id or f"{self._link}-{settings.address}"
        pack = Pack(pack_id, settings.name or pack_id, self._link, settings.address)
        turn = Turn(self._clock.monotonic())
        polled = Polled(Assembler(pack, settings), turn, Patience(self._poll.retries))
        self.by_address[settings.address] = polled
        self._feed.expect([pack])
        return polled

    def _moment(self, now: float) -> Moment:
        return Moment(now, self._clock.utc())

    def _log(self, level: int, polled: Polled, what: str) -> None:
        pack = polled.assembler.pack
        LOG.log(level, "pack at address %d: %s", pack.address, what, extra={"link": self._link, "pack": pack.id})
