"""How readings look in a terminal and as JSON. Knows words and tables; asks nobody."""

import json
import time
from collections.abc import Iterable, Mapping

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from topbms.cli.notation import number, plain
from topbms.cli.speech import say, spoken
from topbms.model.alarms import Alarm, Level
from topbms.model.quantities import CATALOGUE, QUANTITIES, Quantity
from topbms.model.reading import PackReading, PackState, Reported, Snapshot

_COLOURS = {Level.WARNING: "yellow", Level.PROTECTION: "red", Level.FAULT: "bold red"}
_CELLS_A_ROW = 8
_SIGNS = {"cell_spread": "Δ "}
_OVERVIEW = ("soc", "voltage", "current", "power", "remaining_capacity", "cell_spread", "mean_temperature")


def reading_json(reading: PackReading) -> str:
    """One line of JSON: the catalogue's keys, alarms and states; what is not known is null."""
    row: dict[str, object] = {"id": reading.pack.id, "address": reading.pack.address, "time": round(reading.at, 3)}
    row |= reading.values
    row["balancing"] = reading.balancing
    row |= alarms_json(reading)
    if reading.extra:
        row["extra"] = reading.extra.hex().upper()
    return json.dumps(row, allow_nan=False)


def alarms_json(reading: PackReading) -> Mapping[str, object]:
    """Alarms and states of a reading; empty when the pack never told any."""
    if reading.alarms is None:
        return {}
    alarms = [{"code": a.code, "level": a.level} | ({"cell": a.cell} if a.cell else {}) for a in reading.active]
    return {"alarms": alarms, "states": dict(reading.alarms.states)}


def reading_table(reading: PackReading) -> RenderableType:
    """Everything of one pack, for a person."""
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(justify="right")
    for quantity in CATALOGUE:
        value = reading.values.get(quantity.key)
        if quantity.key in reading.values and not isinstance(value, tuple):
            table.add_row(spoken().quantities[quantity.key], number(quantity, value))
    rows: list[RenderableType] = [Text(reading.pack.name, style="bold"), table, _cells(reading), _temperatures(reading)]
    rows += [alarm_text(alarm) for alarm in reading.active] or [Text(say("nothing to report"), style="green")]
    rows.append(_states(reading))
    return Group(*rows)


def alarm_text(alarm: Alarm) -> Text:
    """An alarm with what to do, coloured and marked by its level."""
    words = spoken().alarms[alarm.code]
    return Text(f"! {spoken().alarm(alarm)}: {words.action}", style=_COLOURS[alarm.level])


def snapshot_table(snapshot: Snapshot, now: float) -> RenderableType:
    """All packs, a row each, and the bank; `now` is UTC seconds."""
    table = Table(box=None, padding=(0, 1), header_style="bold")
    table.add_column(say("pack"), no_wrap=True)
    quantities = [quantity for quantity in CATALOGUE if quantity.key in _OVERVIEW]
    for quantity in quantities:
        table.add_column(_SIGNS.get(quantity.key, "") + (quantity.unit or ""), justify="right", no_wrap=True)
    table.add_column(say("read"), justify="right", no_wrap=True)
    for state in snapshot.packs:
        values = state.reading.values if state.reading else {}
        table.add_row(state.pack.name, *_row(quantities, values), _age(state, now), style="dim" if state.stale else "")
    if len(snapshot.packs) > 1:
        table.add_row(say("bank"), *_row(quantities, snapshot.bank.values), "", style="bold")
    return Group(table, *_alarm_lines(snapshot))


def clock(seconds: float) -> str:
    """Local time of a UTC moment."""
    return time.strftime("%H:%M:%S", time.localtime(seconds))


def _row(quantities: Iterable[Quantity], values: Mapping[str, Reported]) -> list[str]:
    return [plain(quantity, _single(values.get(quantity.key))) for quantity in quantities]


def _single(value: Reported) -> float | None:
    return None if isinstance(value, tuple) else value


def _age(state: PackState, now: float) -> str:
    if state.since is None:
        return say("never")
    if state.stale:
        return say("last seen {time}", time=clock(state.since))
    return say("{seconds:.0f} s ago", seconds=max(now - state.since, 0))


def _alarm_lines(snapshot: Snapshot) -> list[Text]:
    return [
        Text(f"{state.pack.name}: ").append_text(alarm_text(alarm))
        for state in snapshot.packs
        if state.reading is not None
        for alarm in state.reading.active
    ]


def _cells(reading: PackReading) -> RenderableType:
    voltages = reading.values.get("cell_voltages")
    if not isinstance(voltages, tuple):
        return Text("")
    table = Table.grid(padding=(0, 1))
    cells = [_cell(i + 1, voltage, reading) for i, voltage in enumerate(voltages)]
    for start in range(0, len(cells), _CELLS_A_ROW):
        table.add_row(*cells[start : start + _CELLS_A_ROW])
    return table


def _cell(cell: int, voltage: float, reading: PackReading) -> Text:
    marks = {reading.values.get("cell_lowest"): "▼", reading.values.get("cell_highest"): "▲"}
    mark = marks.get(cell, "")
    if cell in (reading.balancing or ()):
        mark += "≈"
    return Text(f"{cell:2d} {plain(QUANTITIES['cell_voltages'], voltage)}{mark:<2}", style="bold" if mark else "")


def _temperatures(reading: PackReading) -> Text:
    temperatures = reading.values.get("temperatures")
    if not isinstance(temperatures, tuple):
        return Text("")
    values = " ".join(f"{value:g}" for value in temperatures)
    return Text(say("{what}: {values}", what=spoken().quantities["temperatures"], values=f"{values} °C"))


def _states(reading: PackReading) -> Text:
    states = reading.alarms.states if reading.alarms else {}
    return Text(", ".join(spoken().states[state] for state, is_on in states.items() if is_on), style="dim")
