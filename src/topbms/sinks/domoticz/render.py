"""From a snapshot to the values Domoticz should show. Pure: knows the table of devices, no idx and no connection.

Domoticz checks nothing: "3,84" reads as 3, "1e1" as 10, "nan" ruins a history. So every number is written with a
point and the catalogue's decimals, and what is not known is left out.
"""

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from topbms.model.quantities import QUANTITIES
from topbms.model.reading import PackState, Reported, Snapshot
from topbms.model.update import Update
from topbms.model.words import Words
from topbms.sinks.domoticz.alert import UNKNOWN, Alert, bank_alert, gateway_alert, pack_alert
from topbms.sinks.domoticz.devices import BANK, GATEWAY, ROWS, device_key
from topbms.sinks.domoticz.state import bank_state, pack_state


class Value(NamedTuple):
    """What a device is given."""

    nvalue: int
    svalue: str


class Column(NamedTuple):
    """One quantity of one pack or of the bank, with what the catalogue says of it."""

    key: str
    quantity: str
    decimals: int
    step: float
    optional: bool
    power: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is shown: in which words, whether `cells` each have a device, and the keys that have one by `given` idx."""

    words: Words
    cells: bool = False
    given: Collection[str] = field(default_factory=frozenset)


def render(snapshot: Snapshot, plan: Plan) -> tuple[Update, ...]:
    """Everything Domoticz should show now. Of a pack that is silent, and of a bank without packs, the alert only.

    The bank has devices where there are several packs, or where it was given idx; it waits until each pack has
    answered or is known to be silent, lest a start looks like a loss.
    """
    updates = [update for state in snapshot.packs for update in _pack(state, plan)]
    if has_bank(len(snapshot.packs), plan.given):
        updates += _bank(snapshot, plan)
    alert = gateway_alert(snapshot.health, plan.words)
    if alert is not None:
        updates.append(_alert(GATEWAY, alert))
    return tuple(updates)


def has_bank(packs: int, given: Collection[str]) -> bool:
    """Whether the bank has devices of its own."""
    return packs > 1 or any(key.startswith(f"{BANK}/") for key in given)


def _pack(state: PackState, plan: Plan) -> Iterator[Update]:
    owner = state.pack.id
    alert = pack_alert(state, plan.words)
    if alert is not None:
        yield _alert(owner, alert)
    if state.reading is None or state.stale:
        return
    doing = pack_state(state.reading, plan.words)
    if doing is not None:
        yield _text(owner, doing)
    yield from _numbers(owner, state.reading.values, plan)


def _bank(snapshot: Snapshot, plan: Plan) -> Iterator[Update]:
    alert = bank_alert(snapshot, plan.words)
    if alert is None:
        return
    yield _alert(BANK, alert)
    doing = bank_state(snapshot, plan.words)
    if doing is not None:
        yield _text(BANK, doing)
    if snapshot.bank.present:
        yield from _numbers(BANK, snapshot.bank.values, plan)


def _alert(owner: str, alert: Alert) -> Update:
    level, text = alert
    key = device_key(owner, "alarms")
    return Update(key, f"{level} {text}", urgent=level != UNKNOWN, body=Value(level, text))


def _text(owner: str, text: str) -> Update:
    return Update(device_key(owner, "state"), text, body=Value(0, text))


def _numbers(owner: str, values: Mapping[str, Reported], plan: Plan) -> Iterator[Update]:
    for column in _columns(owner):
        value = values.get(column.quantity)
        if isinstance(value, tuple):
            yield from _each(column, value, plan)
        elif column.power:
            yield from _meter(column, values.get(column.power), value)
        elif value is not None and math.isfinite(value):
            yield Update(column.key, value, column.step, body=Value(0, written(value, column.decimals)))


def _meter(column: Column, watts: Reported, kilowatt_hours: float | None) -> Iterator[Update]:
    """A meter takes W and Wh together: with one of them alone it shows nonsense (Domoticz 2025.1).

    It has changed when either has by its step.
    """
    if isinstance(watts, tuple) or watts is None or kilowatt_hours is None:
        return
    if not (math.isfinite(watts) and math.isfinite(kilowatt_hours)):
        return
    power = QUANTITIES[column.power]
    changed = f"{round(watts / power.step)} {round(kilowatt_hours / column.step)}"
    text = f"{written(watts, power.decimals)};{written(1000 * kilowatt_hours, 0)}"
    yield Update(column.key, changed, body=Value(0, text))


def _each(column: Column, values: tuple[float, ...], plan: Plan) -> Iterator[Update]:
    for number, value in enumerate(values, 1):
        key = f"{column.key}/{number}"
        shown = plan.cells or not column.optional or key in plan.given
        if shown and math.isfinite(value):
            yield Update(key, value, column.step, body=Value(0, written(value, column.decimals)))


def written(value: float, decimals: int) -> str:
    """A number as Domoticz reads it; never a minus before nothing but zeros."""
    text = f"{value:.{decimals}f}"
    return text if text.strip("-0.") else text.lstrip("-")


@cache
def _columns(owner: str) -> tuple[Column, ...]:
    rows = [row for row in ROWS if row.quantity in QUANTITIES and (row.bank if owner == BANK else row.pack)]
    return tuple(
        Column(
            device_key(owner, row.quantity),
            row.quantity,
            QUANTITIES[row.quantity].decimals,
            QUANTITIES[row.quantity].step,
            row.optional,
            row.power,
        )
        for row in rows
    )
