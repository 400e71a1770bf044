"""What the history gives back beside plain readings. Knows no SQL and no layout."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Band(NamedTuple):
    """Lowest, mean and highest value of one quantity in one bucket; of a single reading all three are the same."""

    low: float
    mean: float
    high: float


@dataclass(frozen=True, slots=True)
class Bucket:
    """One row of history: `time` is its beginning in UTC seconds, `seconds` its width (0 for a single reading).

    `values` are by key; of a quantity with one number a cell or sensor each has a key of its own, such as
    "cell_voltages.3" (1-based). What was not reported or not known in this time is absent. `count` readings are
    in it.
    """

    time: float
    seconds: float
    count: int
    values: Mapping[str, Band]


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart: a value a point, None where there is a gap."""

    low: list[float | None]
    mean: list[float | None]
    high: list[float | None]


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines over a common time axis: `times` are the beginnings of the points in UTC seconds, `seconds` their width.

    Points at which nothing at all was read are left out. `series` has keys as in `Bucket`.
    """

    seconds: float
    times: list[float]
    series: Mapping[str, Series]


@dataclass(slots=True)
class Counters:
    """What the store has done since it was opened: readings written, commits, failed attempts to write."""

    written: int = 0
    commits: int = 0
    failures: int = 0
