"""Buckets of history as rows of a CSV table. Pure: knows keys and numbers, no file and no clock."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from topbms.store.records import Band, Bucket

_DECIMALS = 6
"""More than any quantity has."""


@dataclass(frozen=True, slots=True)
class Table:
    """The columns: a quantity or a cell each, and of roll-ups lowest, mean and highest."""

    keys: tuple[str, ...]
    rolled_up: bool

    def header(self) -> list[str]:
        """The names of the columns: keys of the catalogue, such as "voltage" or "voltage_min"."""
        suffixes = ("_min", "_mean", "_max") if self.rolled_up else ("",)
        return ["time", "pack", *(key + suffix for key in self.keys for suffix in suffixes)]

    def row(self, pack: str, bucket: Bucket) -> list[str]:
        """One line; a cell is empty for what is not known."""
        bands = (bucket.values.get(key) for key in self.keys)
        cells = (cell for band in bands for cell in self._cells(band))
        return [stamp(bucket.time, whole=self.rolled_up), pack, *cells]

    def _cells(self, band: Band | None) -> Iterator[str]:
        if not self.rolled_up:
            yield "" if band is None else number(band.mean)
        elif band is None:
            yield from ("", "", "")
        else:
            yield from map(number, band)


def stamp(seconds: float, *, whole: bool) -> str:
    """UTC as ISO 8601; single readings to the millisecond, so that none look the same."""
    text = datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds" if whole else "milliseconds")
    return text.removesuffix("+00:00") + "Z"


def number(value: float) -> str:
    """As short as it can be written with a point and without an exponent."""
    text = f"{value:.{_DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def columns(wanted: Sequence[str], found: Iterable[str]) -> tuple[str, ...]:
    """What there is of each wanted quantity: "cell_voltages" stands for all cells that were found, in their order.

    A quantity that was not found keeps its column, which stays empty.
    """
    by_quantity: dict[str, list[str]] = {}
    for label in found:
        by_quantity.setdefault(label.partition(".")[0], []).append(label)
    every = [label for key in wanted for label in sorted(by_quantity.get(key, [key]), key=_place)]
    return tuple(dict.fromkeys(every))


def _place(label: str) -> int:
    return int(label.partition(".")[2] or 0)
