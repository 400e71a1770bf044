"""What may be asked of the history: quantities, range, points. Knows the bounds of each."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import Depends, Query

from topbms.model.quantities import QUANTITIES
from topbms.web.api.asking import TheDoor
from topbms.web.api.problems import Refusal

DAY = 86_400.0

MOST_QUANTITIES = 64
FEWEST_POINTS, MOST_POINTS = 2, 2000
LAST_TIME = 253_402_300_799.0
"""The end of the year 9999, UTC seconds."""

_KEY = r"^[a-z_]{1,40}(\.[1-9][0-9]?)?$"

Time = Annotated[float, Query(ge=0, le=LAST_TIME, allow_inf_nan=False)]
Key = Annotated[str, Query(pattern=_KEY)]


@dataclass(frozen=True, slots=True)
class Range:
    """From `start` to before `end`, UTC seconds; `asked` is how that was put, with None for what was left open."""

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
    if begin >= until:
        raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "from: must be before to")
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
    unknown = [key for key in quantity if key.partition(".")[0] not in QUANTITIES]
    if unknown:
        raise Refusal(HTTPStatus.NOT_FOUND, f"no quantity is called {unknown[0]}; /quantities lists them")
    return Wish(tuple(dict.fromkeys(quantity)), span, points)


Wished = Annotated[Wish, Depends(_wish)]
