"""A second opinion on the state of charge: the current, counted from the last time that the pack was full. Pure.

The BMS counts too, but nobody sees how far it is off: many jump by 20 % when they find themselves full, or empty. This
count is set right at full only, and how far it was off by then is its drift. It is shown beside the BMS's own value,
never instead of it. Knows no energy.
"""

from typing import NamedTuple

FULL_NO_MORE = 97.0
"""%. A pack that is down to this may be found full anew. Until then it is the same full: a BMS that holds its "fully
charged" while the pack rests at the top, and lets go of it and takes it up again, sets the count right once."""

MOST_DOUBT = 0.02
"""Share of the full capacity that may have flowed, at most, while nobody counted; beyond it the count is worth nothing
until the next full."""

SHORTEST = 6 * 3600.0
"""s. Drift over a shorter time is mostly the whole-percent steps of whoever says that the pack is full."""

_DAY = 86_400.0
_HOUR = 3600.0


class Coulombs(NamedTuple):
    """Where the count stands; a tuple, because one is made at each reading.

    `counted` is the Ah in the pack, None before the first full and after gaps that are too long; `full` the Ah of the
    full pack, None while no reading told. `elapsed` is the seconds since the count was set right, `doubt` the Ah that
    may have flowed meanwhile without being counted. `drift` is % a day, negative when the count fell short of what the
    pack held; None until two fulls lie far enough apart. `is_resting` tells that the pack still is as full as then.
    """

    counted: float | None = None
    full: float | None = None
    elapsed: float = 0.0
    doubt: float = 0.0
    drift: float | None = None
    is_resting: bool = False

    @property
    def soc(self) -> float | None:
        """State of charge in %, 0 to 100; None while there is none to tell."""
        share = _percent(self)
        return None if share is None else round(min(max(share, 0.0), 100.0), 1) + 0.0


def flowed(count: Coulombs, moved: float, seconds: float) -> Coulombs:
    """After `moved` Ah (charge positive) in so many seconds; into a pack that rests at the top nothing more goes."""
    counted = None if count.counted is None else count.counted + moved
    if count.is_resting and counted is not None and count.full is not None:
        counted = min(counted, count.full)
    return Coulombs(counted, count.full, count.elapsed + seconds, count.doubt, count.drift, count.is_resting)


def doubted(count: Coulombs, seconds: float | None, current: float) -> Coulombs:
    """After a gap of so many seconds, None for nobody knows how many; `current` is the larger A beside it, no sign."""
    if count.counted is None or count.full is None or seconds is None:
        return count._replace(counted=None, elapsed=count.elapsed + (seconds or 0.0))
    doubt = count.doubt + seconds / _HOUR * current
    counted = None if doubt > MOST_DOUBT * count.full else count.counted
    return count._replace(counted=counted, doubt=doubt, elapsed=count.elapsed + seconds)


def judged(count: Coulombs, full: float | None, soc: float | None, *, is_full: bool) -> Coulombs:
    """What a reading says besides: its full capacity (Ah), the BMS's own SOC (%), whether the pack is full now."""
    if full is not None and full != count.full:
        count = count._replace(full=full)
    share = _percent(count)
    if count.is_resting and _is_left((soc, share)):
        count = count._replace(is_resting=False)
    if not is_full or count.full is None or (count.is_resting and share is not None):
        return count
    return Coulombs(count.full, count.full, drift=_drift(count, share), is_resting=True)


def _is_left(shares: tuple[float | None, ...]) -> bool:
    return any(share is not None and share <= FULL_NO_MORE for share in shares)


def _drift(count: Coulombs, share: float | None) -> float | None:
    """% a day since the count was set right last; the older one where that cannot be told."""
    if share is None or count.elapsed < SHORTEST:
        return count.drift
    return (share - 100.0) / (count.elapsed / _DAY)


def _percent(count: Coulombs) -> float | None:
    return None if count.counted is None or not count.full else 100 * count.counted / count.full
