"""Energy of local days, months and years in the API's shape, out of where a meter stood each day. Asks the history."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Literal, TypeAlias

from topbms.model.totals import Period, Total, totals
from topbms.store.store import Store
from topbms.web.api import shapes

PeriodWord: TypeAlias = Literal["day", "month", "year"]

_PERIODS = {"day": Period.DAY, "month": Period.MONTH, "year": Period.YEAR}
_FIRST = "-01-01"
_DECIMALS = 3


async def rows_of(
    store: Store, owner: str, period: PeriodWord, start: date | None, end: date | None
) -> list[shapes.EnergyRow]:
    """The rows of a pack or the bank that reach into the local days from `start` to `end` (None: open), in order."""
    found = totals(await store.standings(owner), _PERIODS[period])
    return [_row(total) for total in _within(found, start, end)]


async def today_of(store: Store, owner: str, utc: float) -> shapes.Flow | None:
    """What went in and out since midnight; None where nothing was ever counted."""
    standings = await store.standings(owner)
    if not standings:
        return None
    today = datetime.fromtimestamp(utc).astimezone().date().isoformat()
    found = [total for total in totals(standings[-2:], Period.DAY) if total.period == today]
    charged, discharged = (found[0].charge_energy, found[0].discharge_energy) if found else (0.0, 0.0)
    return shapes.Flow(charged=round(charged, _DECIMALS), discharged=round(discharged, _DECIMALS))


def _within(found: list[Total], start: date | None, end: date | None) -> Iterator[Total]:
    first, last = "" if start is None else start.isoformat(), "9999" if end is None else end.isoformat()
    return (total for total in found if first[: len(total.period)] <= total.period <= last[: len(total.period)])


def _row(total: Total) -> shapes.EnergyRow:
    return shapes.EnergyRow(
        start=total.period + _FIRST[len(total.period) - Period.YEAR :],
        charged=round(total.charge_energy, _DECIMALS),
        discharged=round(total.discharge_energy, _DECIMALS),
        efficiency=total.efficiency,
        gaps=total.gaps,
        gap_seconds=total.gap_seconds,
    )
