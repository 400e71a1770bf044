"""A chart as the lines of a CSV table. Pure. The columns are called as those of `topbms history export`."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime

from topbms.store.records import Chart, Series

_DECIMALS = 6
"""More than any quantity has."""


def table(name: str, chart: Chart) -> Iterator[str]:
    """The header, then a line a point; a gap has no line, and what is not known has no text."""
    suffixes = ("_min", "_mean", "_max") if chart.seconds else ("",)
    yield _line(["time", "pack", *(key + suffix for key in chart.series for suffix in suffixes)])
    for place, time in enumerate(chart.times):
        cells = [cell for series in chart.series.values() for cell in _cells(series, place, len(suffixes))]
        if any(cells):
            yield _line([_stamp(time, whole=chart.seconds > 0), name, *cells])


def _cells(series: Series, place: int, count: int) -> list[str]:
    edges = (series.low, series.mean, series.high) if count > 1 else (series.mean,)
    return [_number(edge[place]) for edge in edges]


def _number(value: float | None) -> str:
    if value is None:
        return ""
    text = f"{value:.{_DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _stamp(seconds: float, *, whole: bool) -> str:
    text = datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds" if whole else "milliseconds")
    return text.removesuffix("+00:00") + "Z"


def _line(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue()
