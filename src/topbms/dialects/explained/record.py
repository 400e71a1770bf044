"""A frame as one line of JSON. The keys are promises; a quantity that the frame does not carry is absent."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields

from topbms.dialects.contract import Message
from topbms.dialects.explained.reading import Read, word
from topbms.model.alarms import Alarm, AlarmReport
from topbms.model.fragment import Fragment, Parameter, Record


def record(item: Read) -> str:
    """One line, without its end; the message of an error stays English, as programs look for it."""
    if isinstance(item.said, Message):
        return json.dumps(meaning(item.said), allow_nan=False)
    return json.dumps({"valid": False, "error": word(item.said), "message": str(item.said)})


def meaning(message: Message) -> Mapping[str, object]:
    """What a good frame says, by the promised keys."""
    row: dict[str, object] = {
        "valid": True,
        "dialect": message.dialect,
        "direction": message.direction,
        "kind": message.kind,
        "version": f"{message.version:02X}",
        "address": message.address,
    }
    if message.direction == "response":
        row["packs"] = _packs(message.packs)
    return row


def _packs(fragments: Iterable[Fragment]) -> list[Mapping[str, object]]:
    """One row a pack, also where one reply holds its values and then its alarms."""
    rows: list[Mapping[str, object]] = []
    for fragment in fragments:
        is_more = isinstance(fragment, AlarmReport) and rows and "alarms" not in rows[-1]
        rows.append({**(rows.pop() if is_more else {}), **_pack(fragment)})
    return rows


def _pack(fragment: Fragment) -> Mapping[str, object]:
    if isinstance(fragment, AlarmReport):
        row: dict[str, object] = {"pack": fragment.pack, "alarms": [_alarm(alarm) for alarm in fragment.alarms]}
        row["states"] = dict(fragment.states)
        if fragment.short_circuit_count is not None:
            row["short_circuit_count"] = fragment.short_circuit_count
        if fragment.balancing is not None:
            row["balancing"] = fragment.balancing
    else:
        values = {name: _plain(getattr(fragment, name)) for name in _names(fragment)}
        row = {name: value for name, value in values.items() if value is not None and value != {}}
    if fragment.extra:
        row["extra"] = fragment.extra.hex().upper()
    return row


def _names(fragment: Fragment) -> list[str]:
    """The fields that are shown; what only goes with an alarm is left out where there is none."""
    hidden = {"extra"}
    if isinstance(fragment, Record) and fragment.alarm is None:
        hidden.add("over")
    return [field.name for field in fields(fragment) if field.name not in hidden]


def _plain(value: object) -> object:
    if isinstance(value, Alarm):
        return _alarm(value)
    if isinstance(value, tuple) and value and isinstance(value[0], Parameter):
        return {parameter.key: parameter.value for parameter in value}
    return value


def _alarm(alarm: Alarm) -> Mapping[str, object]:
    row: dict[str, object] = {"code": alarm.code, "level": alarm.level}
    return row if alarm.cell is None else row | {"cell": alarm.cell}
