"""Alarms as binary states, as one text, and as words beside the state. Pure. Knows alarms and silence, no topic."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

from topbms.model.activity import is_old
from topbms.model.alarms import URGENCY, Alarm, Level, Urgency, severity
from topbms.model.reading import PackReading, Snapshot
from topbms.model.words import Words
from topbms.sinks.mqtt.discovery import OFF, ON

LONGEST_TEXT = 255
"""Characters that Home Assistant takes as a state; of a longer one it makes "unknown"."""

_SEPARATOR = " · "
_PRESSING = (Urgency.NOW, Urgency.TODAY)

Faults: TypeAlias = dict[str, Any]


def pack_faults(reading: PackReading, words: Words) -> Faults:
    """What a pack reports of itself; empty where it never reported any alarms.

    Alarms that were open at an old report stay so until the pack says otherwise; that there are none is then unknown.
    """
    if reading.alarms is None:
        return {}
    return _faults(reading.active, [words.alarm(alarm) for alarm in _ordered(reading.active)], is_old(reading), words)


def bank_faults(snapshot: Snapshot, words: Words) -> Faults:
    """What all packs report, each with its name; a pack that is left out counts as a fault."""
    alarms = [alarm for _, alarm in snapshot.bank.alarms]
    names = {state.pack.id: state.pack.name for state in snapshot.packs}
    ordered = sorted(snapshot.bank.alarms, key=lambda found: -severity(found[1].level))
    texts = [words.say("{pack}: {text}", pack=names[owner], text=words.alarm(alarm)) for owner, alarm in ordered]
    missing = [names[owner] for owner in snapshot.bank.missing]
    if missing:
        texts.insert(0, words.say("Without {packs}", packs=", ".join(missing)))
    readings = [state.reading for state in snapshot.packs if state.reading is not None and not state.stale]
    is_unknown = any(reading.alarms is None or is_old(reading) for reading in readings)
    return _faults(alarms, texts, is_unknown, words)


def cut(text: str) -> str:
    """The text, or as much of it as a state may hold."""
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def _faults(alarms: Sequence[Alarm], texts: Sequence[str], is_unknown: bool, words: Words) -> Faults:
    def binary(holds: bool) -> str | None:
        return ON if holds else None if is_unknown else OFF

    nothing = None if is_unknown else words.say("Nothing to report")
    return {
        "fault": binary(bool(texts)),
        "protection": binary(any(alarm.level is not Level.WARNING for alarm in alarms)),
        "urgent": binary(any(URGENCY[alarm.code][alarm.level] in _PRESSING for alarm in alarms)),
        "active_faults": cut(_SEPARATOR.join(texts)) if texts else nothing,
        "faults": {"words": list(texts), **_details(alarms, words)},
    }


def _details(alarms: Iterable[Alarm], words: Words) -> dict[str, list[str]]:
    """What is beside the words: the code, its level, when to act and what to do, of the gravest first."""
    ordered = _ordered(alarms)

    def each(tell: Callable[[Alarm], str]) -> list[str]:
        return [tell(alarm) for alarm in ordered]

    return {
        "code": each(lambda alarm: alarm.code),
        "level": each(lambda alarm: alarm.level.value),
        "urgency": each(words.urgency),
        "action": each(lambda alarm: words.alarms[alarm.code].action),
    }


def _ordered(alarms: Iterable[Alarm]) -> list[Alarm]:
    return sorted(alarms, key=lambda alarm: -severity(alarm.level))
