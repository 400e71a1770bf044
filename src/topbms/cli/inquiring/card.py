"""How what a pack says of itself looks: rows for people, keys for programs. Knows words and fragments, asks nobody."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import datetime

from topbms.cli.notation import number
from topbms.cli.speech import say, spoken
from topbms.model.fragment import (
    Accumulation,
    Barcode,
    Calibration,
    Capacities,
    Clock,
    Fragment,
    Identity,
    PackCount,
    Product,
    label_of,
)
from topbms.model.quantities import QUANTITIES
from topbms.model.words import logbook

Row = tuple[str, str]

_RIGHT = 2.0  # s that a clock of whole seconds, asked over a slow line, may be off
_NAMES = {
    Product: "product",
    Barcode: "barcode",
    Identity: "identity",
    PackCount: "pack_count",
    Capacities: "capacities",
    Accumulation: "accumulation",
    Clock: "clock",
    Calibration: "calibrations",
}
_HIDDEN = {"pack", "extra"}


def rows(fragments: Iterable[Fragment], now: datetime) -> Iterator[Row]:
    """What is told, a row each; texts that were left blank are passed over. `now` is local time, without zone."""
    for fragment in fragments:
        if isinstance(fragment, Clock):
            yield _phrase("clock"), _time(fragment, now)
        elif isinstance(fragment, Calibration):
            yield _calibration(fragment)
        else:
            yield from _values(fragment)


def record(fragments: Iterable[Fragment], now: datetime) -> Mapping[str, object]:
    """The same by kind, with the catalogue's keys; `drift` is the seconds that the clock is ahead."""
    row: dict[str, object] = {}
    calibrations = []
    for fragment in fragments:
        values = {name: value for name, value in _told(fragment) if value is not None}
        if isinstance(fragment, Calibration):
            calibrations.append(values)
        elif isinstance(fragment, Clock):
            row["clock"] = values | {"drift": drift(fragment, now)}
        else:
            row[_NAMES[type(fragment)]] = values
    return row | ({"calibrations": calibrations} if calibrations else {})


def drift(clock: Clock, now: datetime) -> float | None:
    """Seconds that a pack's clock is ahead of local time; None where no calendar has what it shows."""
    return None if clock.moment is None else round((clock.moment - now).total_seconds())


def _values(fragment: Fragment) -> Iterator[Row]:
    for name, value in _told(fragment):
        if name in QUANTITIES and isinstance(value, float | int):
            yield spoken().quantities[name], number(QUANTITIES[name], value)
        elif value != "":
            text = str(value)
            yield _phrase(_called(fragment, name)), text if text.isprintable() else ascii(text)


def _called(fragment: Fragment, name: str) -> str:
    """What a text is called where several fragments have one of that name."""
    if name == "barcode":
        return "bar_code"
    return "bms_version" if isinstance(fragment, Identity) and name == "version" else name


def _told(fragment: Fragment) -> Iterator[tuple[str, object]]:
    for field in fields(fragment):
        if field.name not in _HIDDEN:
            yield field.name, getattr(fragment, field.name)


def _time(clock: Clock, now: datetime) -> str:
    shown = clock.time.replace("T", " ")
    seconds = drift(clock, now)
    if seconds is None:
        return say("{time}, which no calendar has", time=shown)
    if abs(seconds) <= _RIGHT:
        return say("{time}, right", time=shown)
    if seconds > 0:
        return say("{time}, {seconds} s ahead", time=shown, seconds=seconds)
    return say("{time}, {seconds} s behind", time=shown, seconds=-seconds)


def _calibration(said: Calibration) -> Row:
    what = _phrase(f"calibration_{said.what}")
    values = " / ".join(logbook.value(value, said.unit, spoken()) for value in said.values)
    return what if said.number is None else f"{what} {said.number}", values


def _phrase(key: str) -> str:
    return logbook.capital(say(label_of(key)))
