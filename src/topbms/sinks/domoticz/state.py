"""The Text device in words: what a pack, or the bank, is doing. Pure. Knows no alarm and nothing of Domoticz."""

from collections.abc import Mapping

from topbms.model.derived import IDLE_CURRENT
from topbms.model.reading import PackReading, Snapshot
from topbms.model.words import Words
from topbms.sinks.domoticz.alert import is_old

_ALSO = ("precharge", "current_limiting", "heating", "cooling")


def pack_state(reading: PackReading, words: Words) -> str | None:
    """What the pack does and what of it is switched off; None when it told neither current nor states."""
    states = _states(reading)
    doing = _doing(reading.number("current"), states, words)
    if doing is None:
        return None
    parts = [doing, *_switched_off(states, words)]
    parts += [words.states[state] for state in _ALSO if states.get(state)]
    if reading.balancing:
        parts.append(words.say("Balancing"))
    return " · ".join(parts)


def bank_state(snapshot: Snapshot, words: Words) -> str | None:
    """What all packs that answer do together; full when each of them is; None when their current is not known."""
    readings = [state.reading for state in snapshot.packs if state.reading is not None and not state.stale]
    current = snapshot.bank.values.get("current")
    if not readings or isinstance(current, tuple) or current is None:
        return None
    full = all(_states(reading).get("fully_charged") for reading in readings)
    return _doing(current, {"fully_charged": full}, words)


def _states(reading: PackReading) -> Mapping[str, bool]:
    return {} if reading.alarms is None or is_old(reading) else reading.alarms.states


def _doing(current: float | None, states: Mapping[str, bool], words: Words) -> str | None:
    """The current decides, so that text and current never disagree; the pack's own bits where it is near zero."""
    if current is None and not states:
        return None
    if states.get("fully_charged") and (current is None or current > -IDLE_CURRENT):
        return words.states["fully_charged"]
    if current is not None and abs(current) >= IDLE_CURRENT:
        return words.states["charging" if current > 0 else "discharging"]
    return next((words.states[key] for key in ("charging", "discharging") if states.get(key)), words.say("Idle"))


def _switched_off(states: Mapping[str, bool], words: Words) -> list[str]:
    parts = []
    if states.get("charge_mosfet") is False:
        parts.append(words.say("Charge MOSFET off"))
    if states.get("discharge_mosfet") is False:
        parts.append(words.say("Discharge MOSFET off"))
    return parts
