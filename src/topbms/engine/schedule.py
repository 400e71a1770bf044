"""Who is due, how long to back off, when to open a link anew: pure functions of state and time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

MUTE_ROUNDS = 3
"""Rounds in which nothing at all was heard on a link, after which a network link is closed and opened anew."""

EARLY = 0.3
"""Of an interval. So much too soon values of a pack are taken for its next reading, if somebody else asks for them."""

SELDOM = 60.0
"""s. So much later who is silent is asked while others use the line."""

_MOST_DOUBLINGS = 16


@dataclass(frozen=True, slots=True)
class BackOff:
    """Pauses that double with each failure in a row: `first` s after one, `longest` s at most."""

    first: float
    longest: float

    def after(self, failures: int) -> float:
        """Seconds to wait after that many failures, 1 or more."""
        return min(self.first * 2.0 ** min(failures - 1, _MOST_DOUBLINGS), self.longest)


@dataclass(frozen=True, slots=True)
class Pace:
    """How a link goes on in trouble; all in seconds.

    A pack that returns is read within 10 s, so `mute.longest` stays below that. A lost link is tried again `reconnect`
    after the last try, and up to `jitter` more, so that many do not beat as one.
    """

    mute: BackOff = BackOff(2.0, 8.0)
    reconnect: float = 5.0
    jitter: float = 1.0


EVERYDAY = Pace()
"""The pace of a gateway; tests take a quicker one."""


@dataclass(frozen=True, slots=True)
class Turn:
    """When a pack is asked next.

    `silences` counts the polls in a row that told nothing, `rounds` those of them, since the link was opened, in which
    nothing at all was heard: a damaged answer is no sign of a dead connection.
    """

    due: float
    silences: int = 0
    rounds: int = 0


def answered(turn: Turn, now: float, interval: float) -> Turn:
    """The next turn of a pack that answered: an interval after its last one, at once if that has passed."""
    return Turn(due=max(turn.due + interval, now) if turn.silences == 0 else now + interval)


def silent(turn: Turn, now: float, back_off: BackOff, *, was_heard: bool = False) -> Turn:
    """The next turn of a pack that told nothing; `was_heard` if it sent something all the same."""
    silences = turn.silences + 1
    return Turn(now + back_off.after(silences), silences, 0 if was_heard else turn.rounds + 1)


def reopened(turn: Turn, now: float) -> Turn:
    """The turn of a pack whose link was just opened: at once, and its back-off goes on if it stays mute."""
    return replace(turn, due=now, rounds=0)


def deferred(turns: Mapping[int, Turn]) -> dict[int, Turn]:
    """The turns while others use the line: asking who does not answer takes so long that it is done seldom."""
    return {address: replace(turn, due=turn.due + SELDOM) if turn.silences else turn for address, turn in turns.items()}


def next_due(turns: Mapping[int, Turn], now: float) -> int | None:
    """The address that has been due for longest; None when none is."""
    due = [address for address, turn in turns.items() if turn.due <= now]
    return min(due, key=lambda address: turns[address].due, default=None)


def pause(moments: Iterable[float], now: float, longest: float) -> float:
    """Seconds until the first of these moments, `longest` at most."""
    return min(max(min(moments, default=now + longest) - now, 0.0), longest)


def is_half_open(mute_rounds: Iterable[int]) -> bool:
    """Whether nothing was heard of anyone for MUTE_ROUNDS rounds since the link was opened."""
    rounds = list(mute_rounds)
    return bool(rounds) and min(rounds) >= MUTE_ROUNDS


def reconnect_delay(pace: Pace, since_try: float, chance: float) -> float:
    """Seconds before a link is tried again; `chance` is a random number from 0 to 1."""
    return max(pace.reconnect - since_try, 0.0) + pace.jitter * chance
