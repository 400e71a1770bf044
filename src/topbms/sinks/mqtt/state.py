"""What stands in a state: a flat JSON object whose keys are entities, and some more for who reads it plainly. Pure.

All arithmetic and rounding is done here, because a template can do neither. What is not known is None, and becomes
null: of a key that is missing, Home Assistant would go on showing the old value. None of the keys may be "battery",
which Domoticz takes for its own.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

from topbms.model.activity import activity, known_states
from topbms.model.quantities import QUANTITIES
from topbms.model.reading import PackReading, Reported, Snapshot
from topbms.model.words import Words
from topbms.sinks.mqtt.discovery import OFF, ON
from topbms.sinks.mqtt.faults import bank_faults, pack_faults
from topbms.sinks.mqtt.profile import ATTRIBUTES, ONLINE, UNANNOUNCED, entity_of, find

State: TypeAlias = dict[str, Any]

_SWITCHES = ("charge_mosfet", "discharge_mosfet")


def pack_state(reading: PackReading, words: Words) -> State:
    """A pack as it stands; has a key for each entity that the pack has something to say of."""
    states = known_states(reading)
    told: State = {"at": stamp(reading.at), **dict(_numbers(_without_named(reading.values)))}
    told |= _doing(reading.number("current"), states)
    told |= pack_faults(reading, words)
    if reading.alarms is not None:
        told |= {key: _binary(states.get(key)) for key in _SWITCHES if key in reading.alarms.states}
    if reading.balancing is not None:
        told |= {"balancing": _binary(bool(reading.balancing)), "balancing_cells": list(reading.balancing)}
    return told


def bank_state(snapshot: Snapshot, words: Words) -> State | None:
    """All packs together; None where none is there, or one of them may still give its first answer.

    A start would otherwise look like a loss. What no pack reports, the bank has no key for.
    """
    bank = snapshot.bank
    if not bank.present or any(state.reading is None and not state.stale for state in snapshot.packs):
        return None
    readings = [state.reading for state in snapshot.packs if state.reading is not None and not state.stale]
    reported = {key for reading in readings for key in reading.values}
    told: State = {"at": stamp(bank.at), "packs_online": len(bank.present), "packs_missing": list(bank.missing)}
    told |= _numbers({key: value for key, value in bank.values.items() if key in reported})
    current = bank.values.get("current")
    if not isinstance(current, tuple):
        full = all(known_states(reading).get("fully_charged") for reading in readings)
        told |= _doing(current, {"fully_charged": True} if full else {})
    return told | bank_faults(snapshot, words)


def entity_ids(told: State) -> Iterator[str]:
    """The entities that a state has a key for."""
    return (key for key in told if find(key) is not None)


def complete(told: State, announced: Iterable[str]) -> State:
    """The state with every announced entity in it, and the words beside each an object."""
    whole = dict(told)
    for entity_id in announced:
        if entity_id != ONLINE.id:
            whole.setdefault(entity_id, None)
        if entity_id in ATTRIBUTES:
            whole.setdefault(ATTRIBUTES[entity_id], {})
    return whole


def is_beyond(entity_id: str, told: State) -> bool:
    """Whether it is of a cell or sensor that the pack, which tells its others, does not have."""
    entity = find(entity_id)
    if entity is None or not entity.number or entity_id in told:
        return False
    return entity_of(entity.quantity, 1).id in told


def rounded(value: float | None, decimals: int) -> float | None:
    """The number as it is published: never -0.0, and None for what is no number."""
    if value is None or not math.isfinite(value):
        return None
    return round(value, decimals) + 0.0 if decimals else round(value)


def stamp(at: float) -> str:
    """UTC seconds as ISO 8601, with the zone."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")


def precise_stamp(at: float) -> str:
    """The same to the millisecond."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")


def _numbers(values: Mapping[str, Reported]) -> Iterator[tuple[str, float | None]]:
    for key, value in values.items():
        if key not in QUANTITIES:
            continue
        row = QUANTITIES[key]
        if isinstance(value, tuple):
            yield from ((entity_of(key, n).id, rounded(one, row.decimals)) for n, one in enumerate(value, 1))
        elif not row.each:
            yield key if key in UNANNOUNCED else entity_of(key).id, rounded(value, row.decimals)


def _without_named(values: Mapping[str, Reported]) -> Mapping[str, Reported]:
    """The values, with only the cells' sensors among the temperatures: the last ones have names of their own."""
    sensors = values.get("temperatures")
    named = sum(key in values for key in ("environment_temperature", "mosfet_temperature"))
    if not isinstance(sensors, tuple) or not named:
        return values
    return {**values, "temperatures": sensors[: len(sensors) - named]}


def _doing(current: float | None, states: Mapping[str, bool]) -> State:
    """What it does; a battery that is full may still be charging."""
    moving = activity(current, {key: state for key, state in states.items() if key != "fully_charged"})
    return {
        "bms_state": activity(current, states),
        "charging": _binary(None if moving is None else moving == "charging"),
    }


def _binary(holds: bool | None) -> str | None:
    return None if holds is None else ON if holds else OFF
