"""Alarms in the API's shape. Knows words and levels; a code of another release keeps its own name."""

from topbms.model.alarms import URGENCY, Alarm, Urgency
from topbms.model.words import Words
from topbms.web.api import shapes


def alarm_shape(alarm: Alarm, words: Words) -> shapes.Alarm:
    """An alarm with what it means and what to do."""
    said = words.alarms.get(alarm.code)
    return shapes.Alarm(
        code=alarm.code,
        level=alarm.level.value,
        cell=alarm.cell,
        words=said.words if said else alarm.code,
        meaning=said.meaning if said else "",
        action=said.action if said else "",
        urgency=_urgency(alarm).value,
    )


def pack_alarm(pack: str, alarm: Alarm, words: Words) -> shapes.PackAlarm:
    """An alarm of one of the bank's packs."""
    return shapes.PackAlarm(**alarm_shape(alarm, words), pack=pack)


def sentence(alarm: Alarm, words: Words) -> str:
    """An alarm in a few words: what, which cell, how grave."""
    return words.alarm(alarm) if alarm.code in words.alarms else str(alarm)


def _urgency(alarm: Alarm) -> Urgency:
    return URGENCY.get(alarm.code, {}).get(alarm.level, Urgency.TODAY)
