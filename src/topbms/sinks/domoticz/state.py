"""The Text device in words: what a pack, or the bank, is doing. Pure. Knows no alarm and nothing of Domoticz."""

from collections.abc import Mapping

from topbms.model.activity import activity, known_states
from topbms.model.reading import PackReading, Snapshot
from topbms.model.words import Words

_ALSO = ("precharge", "current_limiting", "heating", "cooling")


def pack_state(reading: PackReading, words: Words) -> str | None:
    """What the pack does and what of it is switched off; None when it told neither current nor states."""
    states = known_states(reading)
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
    full = all(known_states(reading).get("fully_charged") for reading in readings)
    return _doing(current, {"fully_charged": full}, words)


def _doing(current: float | None, states: Mapping[str, bool], words: Words) -> str | None:
    doing = activity(current, states)
    if doing is None:
        return None
    return words.say("Idle") if doing == "idle" else words.states[doing]


def _switched_off(states: Mapping[str, bool], words: Words) -> list[str]:
    parts = []
    if states.get("charge_mosfet") is False:
        parts.append(words.say("Charge MOSFET off"))
    if states.get("discharge_mosfet") is False:
        parts.append(words.say("Discharge MOSFET off"))
    return parts
