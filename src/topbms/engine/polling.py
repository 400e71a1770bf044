"""Asking the packs of one link in turn, and between the polls whatever else is to be asked. Knows no port.

One step of each kind in a turn: a pack that is due, an address where a pack is looked for, a dialect that is tried, a
question beside the polls.
"""

from topbms.dialects.contract import Conversation
from topbms.engine import schedule
from topbms.engine.clock import Clock
from topbms.engine.condition import Condition
from topbms.engine.conversation import Patience, converse
from topbms.engine.discovery import Discovery
from topbms.engine.errands import Errands
from topbms.engine.line import Line
from topbms.engine.pulse import Pulse
from topbms.engine.rest import Rest
from topbms.engine.roster import Roster
from topbms.engine.settings import PollSettings
from topbms.engine.speech import Speech
from topbms.model.reading import Fragment

_MOST_REQUESTS = 4
_MARGIN = 60.0
_WIRE = 2.0  # s. A request and its reply at the slowest speed that packs are known to speak, 1200 baud


class Polling:
    """The polls of one link, on one line after another; `pulse` and `rest` are those of the link."""

    def __init__(
        self,
        roster: Roster,
        speech: Speech,
        errands: Errands,
        condition: Condition,
        poll: PollSettings,
        clock: Clock,
        pulse: Pulse,
        rest: Rest,
    ) -> None:
        self._roster = roster
        self._speech = speech
        self._errands = errands
        self._condition = condition
        self._poll = poll
        self._clock = clock
        self._pulse = pulse
        self._rest = rest
        self._discovery = Discovery(clock.monotonic()) if roster.is_open else None

    async def run(self, line: Line, *, may_be_half_open: bool) -> None:
        """Ask in turn over a line that was just opened, until it is half open; raises LinkError for a cut."""
        self._ask_all_at_once()
        while not (may_be_half_open and schedule.is_half_open(self._mute_rounds())):
            self._pulse.beat()
            if not await self._step(line):
                await self._rest.take(self._pause(is_shared=line.is_shared))

    async def _step(self, line: Line) -> bool:
        """One exchange of each kind that is due; whether there was any."""
        has_tried = await self._look_for_dialect(line)
        has_asked = await self._ask_next(line)
        has_looked = await self._look_for_packs(line)
        is_busy = has_tried or has_asked or has_looked
        now = self._clock.monotonic()
        has_inquired = await self._errands.step(line, self._roster.answering, now, is_free=not is_busy)
        return is_busy or has_inquired

    async def _look_for_dialect(self, line: Line) -> bool:
        """Where dialect = "auto": try one request of all there are, when nothing that is known is answered."""
        asked = self._condition.counters.requests
        found = await self._speech.look(line)
        has_asked = self._condition.counters.requests > asked
        if has_asked:
            self._condition.exchanged()
        if found is not None:
            self._ask_all_at_once()
        return has_asked

    async def _ask_next(self, line: Line) -> bool:
        polled = self._roster.next_due(is_shared=line.is_shared) if self._speech.spoken else None
        if polled is None:
            return False
        began, turn = self._clock.monotonic(), polled.turn
        assembler = polled.assembler
        conversation = self._conversation(assembler.pack.address, identify=assembler.wants_identity)
        fragments = await self._converse(line, conversation, polled.patience)
        polled.cost = self._clock.monotonic() - began
        if polled.turn is not turn:  # it told somebody else in the meantime
            self._roster.overheard(polled, fragments)
        elif fragments:
            self._roster.answered(polled, fragments)
        else:
            self._roster.stayed_silent(polled)
        return True

    async def _look_for_packs(self, line: Line) -> bool:
        """Where packs = "auto": ask one address that nobody was found at yet, when it is time."""
        if self._discovery is None or self._speech.spoken is None:
            return False
        address = self._discovery.next_address(self._roster.by_address, self._clock.monotonic())
        if address is None:
            return False
        patience = Patience(self._poll.retries, is_stranger=True)
        if await self._converse(line, self._conversation(address, identify=False), patience):
            self._roster.find(address)
        return True

    def _conversation(self, address: int, *, identify: bool) -> Conversation:
        spoken = self._speech.spoken
        assert spoken is not None  # noqa: S101 - nobody is asked before
        return spoken.dialect.conversation(address, spoken.version, identify=identify)

    async def _converse(self, line: Line, conversation: Conversation, patience: Patience) -> tuple[Fragment, ...]:
        fragments = await converse(line, conversation, patience)
        self._condition.exchanged()
        if fragments:
            self._condition.answered()
            self._speech.answered()
        return fragments

    def _ask_all_at_once(self) -> None:
        self._roster.ask_all_at_once()
        if self._discovery is not None:
            self._discovery.restart(self._clock.monotonic())
        self._speech.reopened()

    def _pause(self, *, is_shared: bool) -> float:
        """Seconds in which nothing is to be done."""
        moments = self._speech.due + self._errands.due
        if self._speech.spoken is not None:
            moments += self._roster.due(is_shared=is_shared)
            moments += [self._discovery.due] if self._discovery else []
        return schedule.pause(moments, self._clock.monotonic(), self._poll.interval)

    def _mute_rounds(self) -> list[int]:
        """Of each for whom rounds are counted, those in a row in which nothing was heard."""
        if self._speech.spoken is None:
            return [self._speech.fruitless]
        if self._discovery is not None and not self._roster.by_address:
            return [self._discovery.fruitless]
        return [polled.turn.rounds for polled in self._roster]


def longest_turn(poll: PollSettings) -> float:
    """Seconds that asking one pack everything, and trying one address, may take in the worst case."""
    return 2 * _MOST_REQUESTS * (poll.retries + 1) * (poll.deadline + _WIRE) + _MARGIN
