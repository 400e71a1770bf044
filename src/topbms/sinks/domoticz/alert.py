"""The Alert device in words: how grave, and what. Pure. Knows alarms and silence; nothing of Domoticz but its levels.

Domoticz' levels are colours: 0 grey, 1 green, 2 yellow, 3 orange, 4 red. Silence is never green.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from topbms.model.activity import is_old
from topbms.model.alarms import Alarm, severity, worst
from topbms.model.health import Health
from topbms.model.reading import PackState, Snapshot
from topbms.model.words import Words

UNKNOWN, QUIET, SILENT = 0, 1, 3

Alert = tuple[int, str]
"""Level and text."""


def pack_alert(state: PackState, words: Words) -> Alert | None:
    """The alert of one pack; None as long as it may still give its first answer."""
    reading = state.reading
    if state.stale:
        return _silent(state, words)
    if reading is None:
        return None
    if reading.alarms is None:
        return UNKNOWN, words.say("The pack has not reported its alarms yet")
    if is_old(reading):
        text = words.say(
            "No alarm report since {moment}", moment=_moment(reading.at - (reading.alarms_age or 0), words)
        )
        return _with_alarms(text, reading.active, words)
    return _of_alarms(reading.active, words)


def bank_alert(snapshot: Snapshot, words: Words) -> Alert | None:
    """The alert of all packs: silent packs first, then each pack's alarms; None before every pack had its chance."""
    alerts = [(state, pack_alert(state, words)) for state in snapshot.packs]
    known = [(state, alert) for state, alert in alerts if alert is not None]
    if len(known) < len(alerts) or not known:
        return None
    missing = [state.pack.name for state, _ in known if state.stale]
    parts = [] if not missing else [_without(missing, of=len(known), words=words)]
    parts += [
        words.say("{pack}: {text}", pack=state.pack.name, text=alert[1])
        for state, alert in known
        if not state.stale and alert[0] != QUIET
    ]
    return _together([alert[0] for _, alert in known]), " · ".join(parts) or _quiet(words)


def gateway_alert(health: Health | None, words: Words) -> Alert | None:
    """The alert of the gateway itself; None in its first minute.

    What it says of Domoticz is left out: who reads it there need not be told that nothing arrives there.
    """
    if health is None:
        return None
    others = tuple(sink for sink in health.sinks if sink.name != "domoticz")
    error = replace(health, sinks=others).last_error
    return (SILENT, error) if error else (QUIET, _quiet(words))


def _together(levels: Sequence[int]) -> int:
    """The gravest; but not green where one is unknown."""
    gravest = max(levels)
    return UNKNOWN if gravest == QUIET and UNKNOWN in levels else gravest


def _without(missing: Sequence[str], *, of: int, words: Words) -> str:
    if len(missing) == of:
        return words.say("No pack answers")
    return words.say("Without {packs}", packs=", ".join(missing))


def _silent(state: PackState, words: Words) -> Alert:
    if state.reading is None or state.since is None:
        return SILENT, words.say("No answer yet")
    text = words.say("No answer since {moment}", moment=_moment(state.since, words))
    return _with_alarms(text, state.reading.active, words)


def _with_alarms(text: str, alarms: Sequence[Alarm], words: Words) -> Alert:
    """Alarms that were open stay so until the pack says otherwise."""
    if not alarms:
        return SILENT, text
    level, known = _of_alarms(alarms, words)
    return max(SILENT, level), words.say("{text}, still open: {alarms}", text=text, alarms=known)


def _of_alarms(alarms: Sequence[Alarm], words: Words) -> Alert:
    gravest = worst(tuple(alarms))
    if gravest is None:
        return QUIET, _quiet(words)
    ordered = sorted(alarms, key=lambda alarm: -severity(alarm.level))
    return QUIET + severity(gravest.level), " · ".join(words.alarm(alarm) for alarm in ordered)


def _quiet(words: Words) -> str:
    return words.say("Nothing to report")


def _moment(at: float, words: Words) -> str:
    """The gateway's local time, without seconds: it stands still while the silence lasts."""
    when = datetime.fromtimestamp(at, UTC).astimezone()
    return words.say(
        "{year}-{month}-{day} {time}",
        year=f"{when:%Y}",
        month=f"{when:%m}",
        day=f"{when:%d}",
        time=f"{when:%H:%M}",
    )
