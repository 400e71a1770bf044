"""Readings to rows of the table reading, and back. Knows that table's columns, and not when they are written.

What does not survive: `monotonic`, which means nothing after a restart and comes back as minus infinity, older than
any limit; digits of `at` and `alarms_age` beyond a millisecond and of `smoothed_current` beyond a milliampere; the
sign of a zero. Identity and product are the pack's latest, not those of the moment.
"""

import math
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from topbms.model.alarms import AlarmReport
from topbms.model.reading import PackReading
from topbms.store.buckets import Raw
from topbms.store.lexicon import Lexicon
from topbms.store.shapes import Shape, encode

_ALL = "sequence, pack, at, shape, report, alarms_age, smoothed_current, balancing, held, extra, report_extra, data"
_MOST_BITS = 62


class Rows:
    """Writes and reads readings."""

    def __init__(self, connection: sqlite3.Connection, lexicon: Lexicon) -> None:
        self._connection = connection
        self._lexicon = lexicon
        self._last_shapes: dict[int, Shape] = {}
        self._last_reports: dict[int, tuple[AlarmReport, int]] = {}

    def write(self, reading: PackReading, at: int) -> None:
        """Insert the reading with this stamp (UTC, ms)."""
        pack = self._lexicon.pack(reading.pack, reading.product)
        shape, data = encode(reading.values, self._last_shapes.get(pack))
        number = self._lexicon.shape(shape)
        self._last_shapes[pack] = self._lexicon.shape_of(number)
        report = reading.alarms
        row = (
            reading.sequence,
            pack,
            at,
            number,
            None if report is None else self._report_number(pack, report),
            _thousandths(reading.alarms_age),
            _thousandths(reading.smoothed_current),
            _cells_column(reading.balancing),
            " ".join(reading.held) or None,
            reading.extra or None,
            report.extra or None if report is not None else None,
            data,
        )
        self._connection.execute(f"INSERT INTO reading ({_ALL}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608

    def after(self, sequence: int, limit: int) -> list[PackReading]:
        """The readings behind this number, in order."""
        found = self._connection.execute(
            f"SELECT {_ALL} FROM reading WHERE sequence > ? ORDER BY sequence LIMIT ?",  # noqa: S608
            (sequence, limit),
        )
        return [self._reading(row) for row in found]

    def at(self, sequences: Sequence[int]) -> Iterator[PackReading]:
        """The readings with these numbers, without those that are not there."""
        for sequence in sequences:
            query = f"SELECT {_ALL} FROM reading WHERE sequence = ?"  # noqa: S608
            row = self._connection.execute(query, (sequence,)).fetchone()
            if row is not None:
                yield self._reading(row)

    def raw(self, first: int, end: int, packs: Sequence[int]) -> Iterator[tuple[int, Raw]]:
        """(pack's number, what a roll-up needs) of these packs' readings from `first` up to before `end`."""
        marks = ", ".join("?" * len(packs))
        found = self._connection.execute(
            "SELECT pack, at, sequence, shape, data FROM reading "  # noqa: S608 - only question marks are put in
            f"WHERE sequence >= ? AND sequence < ? AND pack IN ({marks})",
            (first, end, *packs),
        )
        shape_of = self._lexicon.shape_of
        for pack, at, sequence, shape, data in found:
            yield pack, Raw(at, sequence, shape_of(shape), data)

    def _reading(self, row: tuple[Any, ...]) -> PackReading:
        sequence, pack, at, shape, report, age, smoothed, balancing, held, extra, report_extra, data = row
        identity, product = self._lexicon.pack_of(pack)
        return PackReading(
            pack=identity,
            sequence=sequence,
            at=at / 1000,
            monotonic=-math.inf,
            values=self._lexicon.shape_of(shape).unpack(data),
            balancing=_cells(balancing),
            alarms=None if report is None else self._report(report, report_extra),
            alarms_age=None if age is None else age / 1000,
            product=product,
            held=tuple(held.split()) if held else (),
            smoothed_current=None if smoothed is None else smoothed / 1000,
            extra=extra or b"",
        )

    def _report_number(self, pack: int, report: AlarmReport) -> int:
        """Reports seldom change, and to compare is quicker than to look up."""
        last = self._last_reports.get(pack)
        if last is None or last[0] != report:
            last = self._last_reports[pack] = (report, self._lexicon.report(report))
        return last[1]

    def _report(self, number: int, extra: bytes | None) -> AlarmReport:
        report = self._lexicon.report_of(number)
        return replace(report, extra=extra) if extra else report


def _thousandths(value: float | None) -> int | None:
    return None if value is None else round(value * 1000)


def _cells_column(cells: tuple[int, ...] | None) -> int | str | None:
    """Cells as the bits of a number where that says it all, else as text in their own order."""
    if cells is None:
        return None
    ordered = all(0 < cell <= _MOST_BITS for cell in cells) and list(cells) == sorted(set(cells))
    return sum(1 << cell - 1 for cell in cells) if ordered else " ".join(map(str, cells))


def _cells(column: int | str | None) -> tuple[int, ...] | None:
    if isinstance(column, str):
        return tuple(map(int, column.split()))
    return None if column is None else tuple(bit + 1 for bit in range(column.bit_length()) if column >> bit & 1)
