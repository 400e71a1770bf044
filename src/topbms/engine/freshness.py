"""When silence means stale: counted from the round that is achieved, not from the one that was wished for.

A round is what it takes to ask all packs of a link once. It is added up from what each of them took, not read off the
gaps between readings: so a slow line is known from its first reading on, and a silence teaches nothing.
"""

from collections.abc import Iterable

ROUNDS = 3
LEAST = 30.0
"""s. A pack is stale after ROUNDS rounds without a reading, but never sooner than this."""


def limit(round_time: float) -> float:
    """Seconds after which a reading is too old to trust."""
    return max(ROUNDS * round_time, LEAST)


def achieved(costs: Iterable[float | None], interval: float) -> float:
    """Seconds of one round: what the packs of a link took when last asked; None for those that were not asked yet.

    Those are taken to be like the others. A round is never shorter than the interval.
    """
    all_costs = list(costs)
    known = [cost for cost in all_costs if cost is not None]
    if not known:
        return interval
    return max(sum(known) / len(known) * len(all_costs), interval)
