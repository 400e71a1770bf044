"""What may be asked of the history: quantities, range, points. Knows the bounds of each."""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Query

from topbms.model.quantities import CATALOGUE, QUANTITIES
from topbms.web.api.asking import TheDoor

DAY = 86_400.0

MOST_QUANTITIES = 64
FEWEST_POINTS, MOST_POINTS = 2, 2000
LAST_TIME = 253_402_300_799.0
"""The end of the year 9999, UTC seconds."""

_EACH = "|".join(quantity.key for quantity in CATALOGUE if quantity.each)
_KEY = rf"^({'|'.join(QUANTITIES)}|({_EACH})\.[1-9][0-9]?)$"

Time = Annotated[float, Query(ge=0, le=LAST_TIME, allow_inf_nan=False)]
Key = Annotated[str, Query(pattern=_KEY, examples=["soc"])]


@dataclass(frozen=True, slots=True)
class Range:
    """From `start` to before `end`, UTC seconds; no time at all where that lies before.

    `asked` is how it was put, with None for what was left open.
    """

    start: float
    end: float
    asked: tuple[object, float | None]


@dataclass(frozen=True, slots=True)
class Wish:
    """Lines to draw, over a range, with at most so many points."""

    keys: tuple[str, ...]
    range: Range
    points: int


def _range(
    door: TheDoor,
    start: Annotated[
        Time | Literal["all"] | None,
        Query(alias="from", description='UTC seconds, or "all"; by default a day before the end.'),
    ] = None,
    end: Annotated[Time | None, Query(alias="to", description="UTC seconds; by default now.")] = None,
) -> Range:
    until = door.utc() if end is None else end
    begin = 0.0 if start == "all" else max(until - DAY, 0.0) if start is None else start
    return Range(float(begin), until, (start, end))


def _wish(
    span: Annotated[Range, Depends(_range)],
    quantity: Annotated[
        list[Key],
        Query(
            min_length=1,
            max_length=MOST_QUANTITIES,
            description='Keys of the catalogue; "cell_voltages" is all cells, "cell_voltages.3" the third.',
        ),
    ],
    points: Annotated[int, Query(ge=FEWEST_POINTS, le=MOST_POINTS, description="Points at most.")] = 1000,
) -> Wish:
    return Wish(tuple(dict.fromkeys(quantity)), span, points)


Wished = Annotated[Wish, Depends(_wish)]
