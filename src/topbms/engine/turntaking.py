"""Whose exchange is next on a line that guests use too: functions of state and time. Awaits nothing, knows no frame.

The vendor's program is the guest to please. It asks 4D, E9, 51, 42, 44, waits a fixed time after each (400, 400, 400,
500, 500 ms), takes what is there by then, and asks on: so there is a pause after each answer, and a request that comes
in the middle of an exchange of ours loses what is left of it. Of a request in shared time, when some guest has just
spoken, therefore at most one exchange of ours comes first.
"""

from dataclasses import dataclass, field

SHARED = 5.0
"""s. So long after a guest's last request the line is shared."""

DIRECTLY = 0.05
"""s. So soon after its answer a guest is not taken to be in a hurry yet."""

ALLOWANCE = 0.1
"""s. So much later than its own program takes each answer of the vendor's fixed waiting times still is in time."""

USUAL = 0.3
"""s. The pause that is taken to follow an answer while nothing is known: the vendor's shortest are not much longer."""

PATIENCE = 5.0
"""s. So long an exchange of ours waits for a pause in which it fits; then it goes in the next one, whatever it takes.

Two rounds of the vendor's program, at the end of each of which there is a long one.
"""


@dataclass(slots=True)
class Rhythm:
    """How long one guest pauses after the answer to each command: the shorter of the last two times, in seconds."""

    _pauses: dict[int, tuple[float, float]] = field(default_factory=dict)
    _since: tuple[int, float] | None = None

    def asked(self, now: float) -> None:
        """It asks again; a pause as long as SHARED is none of its rhythm."""
        if self._since is None:
            return
        (command, began), self._since = self._since, None
        seconds = now - began
        if seconds < SHARED:
            before = self._pauses.get(command, (seconds, seconds))
            self._pauses[command] = before[1], seconds

    def answered(self, command: int, now: float) -> float | None:
        """It has its answer: how long it will pause, None where that is not known."""
        self._since = command, now
        pauses = self._pauses.get(command)
        return None if pauses is None else min(pauses)


@dataclass(slots=True)
class Guest:
    """Somebody who uses the line: `served` is the number of the line's exchange that was his last."""

    served: int
    rhythm: Rhythm = field(default_factory=Rhythm)


@dataclass(frozen=True, slots=True)
class Own:
    """An exchange of ours that waits: since when, counted in seconds and in exchanges, and the seconds it will take."""

    since: float
    joined: int
    cost: float


@dataclass(frozen=True, slots=True)
class Pause:
    """What follows a guest's answer; `length` in seconds is None where it is not known, `is_used` by one of ours."""

    began: float
    length: float | None
    is_used: bool = False


@dataclass(slots=True)
class State:
    """A line between two exchanges: how many there were, when a guest asked last, and the pause that is now, if any."""

    count: int = 0
    asked: float = float("-inf")
    pause: Pause | None = None

    def is_shared(self, now: float) -> bool:
        """Whether some guest asked in the last SHARED seconds."""
        return now - self.asked < SHARED

    def ask(self, guest: Guest, now: float) -> None:
        """A guest asks: his pause is over."""
        guest.rhythm.asked(now)
        self.asked, self.pause = now, None

    def answer(self, guest: Guest, command: int, now: float) -> None:
        """A guest's exchange has ended."""
        self.count += 1
        guest.served = self.count
        self.pause = Pause(now, guest.rhythm.answered(command, now))

    def end(self) -> None:
        """An exchange of ours has ended."""
        self.count += 1
        if self.pause is not None:
            self.pause = Pause(self.pause.began, self.pause.length, is_used=True)


def may_begin(state: State, own: Own, now: float) -> bool:
    """Whether ours may begin while no guest waits: directly after an answer, or where the pause is known to last."""
    if not state.is_shared(now):
        return True
    if state.pause is None:
        return False
    elapsed = now - state.pause.began
    if state.pause.length is not None and elapsed + own.cost <= state.pause.length:
        return True
    is_direct = not state.pause.is_used and elapsed <= DIRECTLY
    return is_direct and (_fits(own, state.pause) or now - own.since > PATIENCE)


def is_ours(state: State, own: Own | None, guests: list[Guest], now: float) -> bool:
    """Whether the next exchange is ours.

    Where guests wait, only after each of them had a turn since ours began to wait: so one who never pauses, or comes
    again and again as somebody new, makes ours later by one exchange.
    """
    if own is None:
        return False
    if not guests:
        return may_begin(state, own, now)
    return all(guest.served > own.joined for guest in guests)


def next_guest(guests: list[Guest]) -> Guest | None:
    """Of the guests that wait, the one whose last turn is longest ago; of several new ones the first."""
    return min(guests, key=lambda guest: guest.served, default=None)


def look_again(state: State, now: float) -> float:
    """Seconds after which ours may begin though nothing happens."""
    return max(state.asked + SHARED - now, 0.0)


def _fits(own: Own, pause: Pause) -> bool:
    return own.cost <= (USUAL if pause.length is None else pause.length + ALLOWANCE)
