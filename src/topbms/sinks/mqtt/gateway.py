"""The gateway's own state: how many packs answer, and its health. Pure. Knows no connection."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from topbms.model.health import Health
from topbms.model.reading import Snapshot
from topbms.model.words import Words
from topbms.sinks.mqtt.discovery import OFF, ON
from topbms.sinks.mqtt.faults import cut
from topbms.sinks.mqtt.state import State, rounded, stamp

_SAME_START = 10.0
"""s. By less than this, two reckonings of the start are the same: the kernel bends the clock all the time."""


class Start:
    """When the gateway started, told so that it does not change by itself: each change is a row in somebody's base."""

    def __init__(self) -> None:
        self._at: float | None = None

    def told(self, health: Health | None) -> str | None:
        """The start; None before the first health."""
        if health is not None:
            reckoned = health.at - health.uptime
            if self._at is None or abs(reckoned - self._at) > _SAME_START:
                self._at = reckoned
        return None if self._at is None else stamp(self._at)


def packs_online(snapshot: Snapshot) -> int:
    """How many packs answer."""
    return sum(state.reading is not None and not state.stale for state in snapshot.packs)


def gateway_state(snapshot: Snapshot, start: Start, words: Words) -> State:
    """The gateway as it stands; what its health tells is null in its first minute."""
    health = snapshot.health
    error = None if health is None else health.last_error
    return {
        "packs_online": packs_online(snapshot),
        "packs": len(snapshot.packs),
        "started": start.told(health),
        "trouble": None if error is None else ON if error else OFF,
        "last_error": None if error is None else cut(error) if error else words.say("Nothing to report"),
        "troubles": {} if health is None else troubles(health),
        "health": None if health is None else health_state(health),
    }


def troubles(health: Health) -> dict[str, str]:
    """What is wrong now, by the name of the link or target, or "history"."""
    found = {link.id: link.last_error for link in health.links if not link.up}
    found |= {sink.name: sink.last_error for sink in health.sinks}
    found |= {"history": health.history.last_error}
    return {name: error for name, error in found.items() if error}


def health_state(health: Health) -> State:
    """All that the gateway knows of itself, as JSON."""
    return {
        "at": stamp(health.at),
        "version": health.version,
        "config": health.config,
        "uptime": round(health.uptime),
        "fresh": health.fresh,
        "silent": health.silent,
        "clock_offset": rounded(health.clock_offset, 6),
        "last_error": health.last_error,
        "history": asdict(health.history),
        "links": {
            link.id: _without(asdict(link), "id", answer_time=rounded(link.answer_time, 4)) for link in health.links
        },
        "sinks": {sink.name: _without(asdict(sink), "name", lag=rounded(sink.lag, 1)) for sink in health.sinks},
    }


def _without(told: Mapping[str, Any], key: str, **better: float | None) -> State:
    return {name: value for name, value in told.items() if name != key} | better
