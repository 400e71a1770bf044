"""What packs told at moments of the past, out of the history: an hour is read once, however many moments are in it."""

from collections.abc import Mapping, Sequence

from topbms.store.records import Bucket
from topbms.store.store import Store
from topbms.web.api import shapes

KEYS = (
    "voltage",
    "current",
    "power",
    "soc",
    "cell_voltages",
    "cell_lowest_voltage",
    "cell_highest_voltage",
    "cell_lowest",
    "cell_highest",
    "cell_spread",
    "temperatures",
    "environment_temperature",
    "mosfet_temperature",
)
"""What an alarm may be about."""

NEAR = 120.0
"""s from a moment within which a reading says something about it."""

_HOUR = 3600.0


class Moments:
    """Answers for one request."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._hours: dict[tuple[str, float], Sequence[Bucket]] = {}

    async def values(self, pack: str, at: float) -> dict[str, shapes.Value] | None:
        """What the pack told nearest to that moment (UTC seconds); None where nothing near is kept."""
        hour = at // _HOUR * _HOUR
        if (pack, hour) not in self._hours:
            asked = self._store.history(pack, KEYS, hour - NEAR, hour + _HOUR + NEAR)
            self._hours[pack, hour] = [bucket async for bucket in asked]
        return _values(self._hours[pack, hour], at)


def _values(buckets: Sequence[Bucket], at: float) -> dict[str, shapes.Value] | None:
    nearest = min(buckets, key=lambda bucket: _distance(bucket, at), default=None)
    if nearest is None or _distance(nearest, at) > NEAR:
        return None
    return _folded({label: band.mean for label, band in nearest.values.items()})


def _distance(bucket: Bucket, at: float) -> float:
    """Seconds between a moment and a bucket, 0 inside of it."""
    return max(bucket.time - at, at - bucket.time - bucket.seconds, 0.0)


def _folded(numbers: Mapping[str, float]) -> dict[str, shapes.Value]:
    """Values by key of the catalogue: cells and sensors as a list, null for one that is not known."""
    values: dict[str, shapes.Value] = {}
    for label, number in numbers.items():
        key, _, item = label.partition(".")
        if not item:
            values[key] = number
            continue
        listed = values.setdefault(key, [])
        assert isinstance(listed, list)  # noqa: S101 - a key has items or none
        listed.extend([None] * (int(item) - len(listed)))
        listed[int(item) - 1] = number
    return values
