"""What a link asks between its polls: topics that are due, and what somebody wants to know now. Knows one link.

One question at a time, so that a poll is late by one exchange at most, however long a pack's log is.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from topbms.dialects.memory import Inquiring, Topic, inquiring
from topbms.engine.agenda import PERIODS
from topbms.engine.dossiers import Dossiers
from topbms.engine.inquiry import Enough, Inquiry, Told, endless
from topbms.engine.line import Line
from topbms.engine.speech import Speech
from topbms.errors import LinkError, TopbmsError
from topbms.model.dossier import Dossier

LOOK = 10.0
"""s between two topics that are due, on a line of MANY packs; the fewer there are, the sooner all is known."""

MANY = 16

PATIENCE = 60.0
"""s after which topics that are due are asked although the line is never free."""

_ORDER = tuple(PERIODS)

Learned: TypeAlias = Callable[[int, Dossier], None]
"""Is told a pack's address and its dossier when something new is in it."""


@dataclass(slots=True)
class _Errand:
    """An inquiry to one pack; `answer` is what somebody waits for, None where it was due and nobody does."""

    address: int
    topic: Topic
    inquiry: Inquiry
    answer: asyncio.Future[Told] | None = None

    @property
    def is_given_up(self) -> bool:
        """Whether somebody wanted to know, and does not wait any more."""
        return self.answer is not None and self.answer.done()


class Errands:
    """The errands of one link; without `dossiers` nothing is asked but what somebody wants to know."""

    def __init__(self, speech: Speech, dossiers: Dossiers | None, learned: Learned) -> None:
        self._speech = speech
        self._dossiers = dossiers
        self._learned = learned
        self._wanted: deque[_Errand] = deque()
        self._current: _Errand | None = None
        self._free_at: float | None = None
        self._look_at = float("-inf")

    @property
    def due(self) -> list[float]:
        """The monotonic second of the next look for topics that are due, if there ever is one."""
        return [] if self._dossiers is None else [self._look_at]

    def want(self, address: int, topic: Topic, enough: Enough = endless) -> asyncio.Future[Told]:
        """Have a pack asked as soon as the line is free: what it told, or the LinkError of the cut before that.

        Who cancels it is not asked for any longer. Raises ConfigError for a dialect that knows of no topics.
        """
        answer: asyncio.Future[Told] = asyncio.get_running_loop().create_future()
        self._wanted.append(_Errand(address, topic, self._inquiry(address, topic, enough=enough), answer))
        return answer

    async def step(self, line: Line, packs: Callable[[], Mapping[int, str]], now: float, *, is_free: bool) -> bool:
        """Ask one question, if there is one; whether there was. Raises LinkError for a cut.

        `packs` gives the ids of those that answer, by address. What is due, and wanted by nobody, waits until the line
        is free, or was not for too long, and is asked once where there is no answer.
        """
        if is_free or self._free_at is None:
            self._free_at = now
        if self._current is None or self._current.is_given_up:
            self._current = self._next_wanted()
        if self._current is None and (is_free or now - self._free_at > PATIENCE):
            self._current = self._next_due(packs, now)
        if self._current is None:
            return False
        await self._current.inquiry.step(line)
        if self._current.inquiry.is_over:
            errand, self._current = self._current, None
            self._finish(errand, packs())
        return True

    def drop(self, error: TopbmsError) -> None:
        """The port was cut: nobody is to wait any longer; what was due is asked when it is open again."""
        errands = [*self._wanted, *([self._current] if self._current else [])]
        self._wanted.clear()
        self._current = None
        for errand in errands:
            if errand.answer is not None and not errand.answer.done():
                errand.answer.set_exception(error)

    def _next_wanted(self) -> _Errand | None:
        """The next that somebody still waits for."""
        while self._wanted:
            errand = self._wanted.popleft()
            if not errand.is_given_up:
                return errand
        return None

    def _next_due(self, packs: Callable[[], Mapping[int, str]], now: float) -> _Errand | None:
        if self._dossiers is None or now < self._look_at:
            return None
        self._look_at = now + LOOK
        if self._speech.spoken is None or not isinstance(self._speech.spoken.dialect, Inquiring):
            return None
        due = [(topic, at) for at, pack in packs().items() if (topic := self._dossiers.due(pack)) is not None]
        if not due:
            return None
        topic, address = min(due, key=lambda each: _ORDER.index(each[0]))
        self._look_at = now + LOOK * len(packs()) / MANY
        return _Errand(address, topic, self._inquiry(address, topic, is_stranger=True))

    def _finish(self, errand: _Errand, packs: Mapping[int, str]) -> None:
        told = errand.inquiry.told()
        if errand.answer is not None and not errand.answer.done():
            errand.answer.set_result(told)
        pack = packs.get(errand.address)
        if self._dossiers is not None and pack is not None:
            self._dossiers.take(pack, errand.topic, told)
            self._learned(errand.address, self._dossiers.of(pack))

    def _inquiry(self, address: int, topic: Topic, *, is_stranger: bool = False, enough: Enough = endless) -> Inquiry:
        spoken = self._speech.spoken
        if spoken is None:
            raise LinkError("no pack has answered yet, so it is not known in which dialect to ask")
        dialect, version = inquiring(spoken.dialect), spoken.version
        return Inquiry(dialect, topic, address, version, is_stranger=is_stranger, enough=enough)
