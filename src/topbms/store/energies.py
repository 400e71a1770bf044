"""Meters in their tables: where each stands now, and where it stood at the end of each local day. Knows SQL, no power.

The day is the date of the sample's stamp in the system's time zone. A day is closed by the first commit that holds a
sample of another one; so hardly more is written than one row an owner, over and over.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from operator import attrgetter
from typing import Any

from topbms.model.coulombs import Coulombs
from topbms.model.energy import KeptMeter, Meter
from topbms.model.totals import Standing
from topbms.store.tail import StampedMeter

_COUNTERS = "charge_energy, discharge_energy, charged_capacity, discharged_capacity, gaps, gap_seconds"
_NOW = f"{_COUNTERS}, charge_offset, discharge_offset, current, stored, counted, full, elapsed, doubt, drift, resting"
_THEN = f"day, {_COUNTERS}, stored"


class Energies:
    """Writes and reads meters. `zone` is the local time zone, None for the system's."""

    def __init__(self, connection: sqlite3.Connection, zone: tzinfo | None = None) -> None:
        self._connection = connection
        self._zone = zone
        self._days: dict[str, str] | None = None

    def write(self, meters: Sequence[StampedMeter]) -> None:
        """Keep where meters stand, in their order; each owner's last of each day is enough for that."""
        days = self._known_days()
        for metered, at in meters:
            if metered.owner not in days:
                days[metered.owner] = self._begin(metered.owner, self._day(at), metered.meter)
        for (owner, day), (metered, at) in self._lasts(meters).items():
            if days[owner] != day:
                self._close(owner)
            days[owner] = day
            self._put(owner, day, at, metered.meter)

    def meters(self) -> dict[str, KeptMeter]:
        """Where each stood at the last commit, by owner."""
        found = self._connection.execute(f"SELECT owner, at, {_NOW} FROM meter")  # noqa: S608 - columns of our own
        return {owner: KeptMeter(_meter(row), at / 1000) for owner, at, *row in found}

    def standings(self, owner: str) -> list[Standing]:
        """Where this owner's meter stood at the end of each day, and where it stands now, in order."""
        query = (
            f"SELECT {_THEN} FROM energy WHERE owner = ?1 AND day < (SELECT day FROM meter WHERE owner = ?1) "  # noqa: S608
            f"UNION ALL SELECT {_THEN} FROM meter WHERE owner = ?1 "
            f"UNION ALL SELECT {_THEN} FROM energy WHERE owner = ?1 AND day > (SELECT day FROM meter WHERE owner = ?1)"
        )
        return [Standing(*row) for row in self._connection.execute(query, (owner,))]

    def _lasts(self, meters: Iterable[StampedMeter]) -> Mapping[tuple[str, str], StampedMeter]:
        """The last of each owner's day, in their order, also where a clock was set back to a day that was over."""
        lasts: dict[tuple[str, str], StampedMeter] = {}
        for stamped in meters:
            key = stamped.metered.owner, self._day(stamped.at)
            lasts.pop(key, None)
            lasts[key] = stamped
        return lasts

    def _put(self, owner: str, day: str, at: int, meter: Meter) -> None:
        marks = ", ".join("?" * len(row := (owner, day, at, *_row(meter))))
        self._connection.execute(f"INSERT OR REPLACE INTO meter (owner, day, at, {_NOW}) VALUES ({marks})", row)  # noqa: S608

    def _begin(self, owner: str, day: str, meter: Meter) -> str:
        """What a meter holds when it is first seen was not counted on that day, which is given back."""
        before = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
        row = (owner, before, *_row(meter)[:6], meter.stored)
        query = f"INSERT OR REPLACE INTO energy (owner, {_THEN}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
        self._connection.execute(query, row)
        return day

    def _close(self, owner: str) -> None:
        query = f"INSERT OR REPLACE INTO energy (owner, {_THEN}) SELECT owner, {_THEN} FROM meter WHERE owner = ?"  # noqa: S608
        self._connection.execute(query, (owner,))

    def _known_days(self) -> dict[str, str]:
        if self._days is None:
            self._days = dict(self._connection.execute("SELECT owner, day FROM meter").fetchall())
        return self._days

    def _day(self, at: int) -> str:
        return datetime.fromtimestamp(at / 1000, self._zone).date().isoformat()


_FIELDS = attrgetter(
    *("charge_energy", "discharge_energy", "charged_capacity", "discharged_capacity", "gaps", "gap_seconds"),
    *("charge_offset", "discharge_offset", "current", "stored"),
)
_COULOMBS = attrgetter("counted", "full", "elapsed", "doubt", "drift", "is_resting")


def _row(meter: Meter) -> tuple[Any, ...]:
    """In the order of the columns."""
    return (*_FIELDS(meter), *_COULOMBS(meter.coulombs))


def _meter(row: Sequence[Any]) -> Meter:
    counters, (charge_offset, discharge_offset, current, stored), coulombs = row[:6], row[6:10], row[10:]
    charge, discharge, into, out_of, gaps, gap_seconds = counters
    counted, full, elapsed, doubt, drift, resting = coulombs
    return Meter(
        *(charge, discharge, into, out_of, gaps, gap_seconds, charge_offset, discharge_offset, current, stored),
        coulombs=Coulombs(counted, full, elapsed, doubt, drift, bool(resting)),
    )
