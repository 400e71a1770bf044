"""When silence means stale: counted from the round that is achieved, not from the one that was wished for."""

ROUNDS = 3
LEAST = 30.0
"""s. A pack is stale after ROUNDS rounds without a reading, but never sooner than this."""


def limit(round_time: float) -> float:
    """Seconds after which a reading is too old to trust."""
    return max(ROUNDS * round_time, LEAST)


def achieved(round_time: float, gap: float, interval: float) -> float:
    """The round time after a gap between two readings; a gap that was a silence teaches nothing."""
    return max(gap, interval) if gap <= limit(round_time) else round_time
