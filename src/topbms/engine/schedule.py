"""Who is due, how long to back off, when to open a link anew: pure functions of state and time."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

FIRST_BACK_OFF = 2.0
LONGEST_BACK_OFF = 8.0
"""s. A pack that returns is read within 10 s, so a mute one is tried at least this often."""

RECONNECT = 5.0
RECONNECT_JITTER = 1.0
"""s. A cut link is tried again after RECONNECT and up to RECONNECT_JITTER more, so that many do not beat as one."""

MUTE_ROUNDS = 3
"""Rounds in which no pack of a link answered, after which a network link is closed and opened anew."""


@dataclass(frozen=True, slots=True)
class Turn:
    """When a pack is asked next.

    `silences` counts the polls in a row that it did not answer, `rounds` those of them since the link was opened.
    """

    due: float
    silences: int = 0
    rounds: int = 0


def answered(turn: Turn, now: float, interval: float) -> Turn:
    """The next turn of a pack that answered: an interval after its last one, at once if that has passed."""
    return Turn(due=max(turn.due + interval, now) if turn.silences == 0 else now + interval)


def silent(turn: Turn, now: float) -> Turn:
    """The next turn of a pack that did not answer."""
    return Turn(now + back_off(turn.silences), turn.silences + 1, turn.rounds + 1)


def reopened(turn: Turn, now: float) -> Turn:
    """The turn of a pack whose link was just opened: at once, still without retries if it was mute before."""
    return replace(turn, due=now, rounds=0)


def back_off(silences: int) -> float:
    """Seconds to leave a pack alone after one more silence."""
    return float(min(FIRST_BACK_OFF * 2 ** min(silences, 8), LONGEST_BACK_OFF))


def is_half_open(turns: Iterable[Turn]) -> bool:
    """Whether every pack has been silent for MUTE_ROUNDS rounds since the link was opened."""
    rounds = [turn.rounds for turn in turns]
    return bool(rounds) and min(rounds) >= MUTE_ROUNDS


def reconnect_delay(chance: float) -> float:
    """Seconds before a link is tried again; `chance` is a random number from 0 to 1."""
    return RECONNECT + RECONNECT_JITTER * chance
