"""The turns on one line: one exchange at a time, ours and those of guests. Knows the clock, and no frame.

What decides is `topbms.engine.turntaking`; here is who waits, and who is told that it is his turn.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from topbms.engine.clock import Clock
from topbms.engine.turntaking import Guest, Own, State, is_ours, look_again, next_guest


class Turns:
    """Who may use a line now. Needs a running event loop once somebody waits."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._state = State()
        self._is_busy = False
        self._own: tuple[Own, asyncio.Future[None]] | None = None
        self._guests: list[tuple[Guest, asyncio.Future[None]]] = []
        self._alarm: asyncio.TimerHandle | None = None

    @property
    def is_shared(self) -> bool:
        """Whether some guest has just spoken."""
        return self._state.is_shared(self._clock.monotonic())

    def newcomer(self) -> Guest:
        """Somebody who comes now: before those who were served since, behind what is waiting already."""
        return Guest(self._state.count)

    @asynccontextmanager
    async def own(self, cost: float) -> AsyncIterator[None]:
        """A turn for an exchange of ours, which will take about `cost` seconds; only one may wait."""
        future = asyncio.get_running_loop().create_future()
        self._own = Own(self._clock.monotonic(), self._state.count, cost), future
        self._look()
        try:
            await future
        except asyncio.CancelledError:
            self._give_back(future)
            raise
        finally:
            self._own = None
        try:
            yield
        finally:
            self._state.end()
            self._free()

    @asynccontextmanager
    async def of(self, guest: Guest, command: int) -> AsyncIterator[None]:
        """A turn for the exchange of a guest."""
        future = asyncio.get_running_loop().create_future()
        self._state.ask(guest, self._clock.monotonic())
        self._guests.append((guest, future))
        self._look()
        try:
            await future
        except asyncio.CancelledError:
            self._guests = [waiting for waiting in self._guests if waiting[1] is not future]
            self._give_back(future)
            raise
        try:
            yield
        finally:
            self._state.answer(guest, command, self._clock.monotonic())
            self._free()

    def _give_back(self, future: "asyncio.Future[None]") -> None:
        """Of a turn that was given in the very moment in which nobody wanted it any more."""
        if future.done() and not future.cancelled():
            self._free()

    def _free(self) -> None:
        self._is_busy = False
        self._look()

    def _look(self) -> None:
        """Give the next turn, if there is one to give."""
        self._quiet()
        if self._is_busy:
            return
        now = self._clock.monotonic()
        own = self._own if self._own and not self._own[1].done() else None
        guests = [guest for guest, _ in self._guests]
        if own is not None and is_ours(self._state, own[0], guests, now):
            self._begin(own[1])
            return
        guest = next_guest(guests)
        if guest is not None:
            _, future = waiting = next(waiting for waiting in self._guests if waiting[0] is guest)
            self._guests.remove(waiting)
            self._begin(future)
        elif own is not None:
            self._alarm = asyncio.get_running_loop().call_later(look_again(self._state, now), self._look)

    def _begin(self, future: "asyncio.Future[None]") -> None:
        self._is_busy = True
        future.set_result(None)

    def _quiet(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
