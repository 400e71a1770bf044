"""What happened, in the API's shape and in a sentence. Pure: knows kinds of events and words."""

from collections.abc import Mapping
from types import MappingProxyType

from topbms.model.alarms import Alarm, Level
from topbms.model.event import AlarmEvent, EventKind, PastEvent
from topbms.model.words import Words
from topbms.web.api import shapes
from topbms.web.api.alarmview import alarm_shape, sentence
from topbms.web.api.eventtext import text_of

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        EventKind.START: "The gateway started.",
        EventKind.STOP: "The gateway was stopped.",
        EventKind.LINK_DOWN: "The link {name} is down: {text}",
        EventKind.LINK_UP: "The link {name} is up.",
        EventKind.PACK_SILENT: "{name} does not answer any more.",
        EventKind.PACK_BACK: "{name} answers again.",
        EventKind.CLOCK_STEP: "The clock was set by {text}.",
        EventKind.VALUE_HELD: "{name} told a value that cannot be, and it was held back: {text}",
        EventKind.ROWS_LOST: "Readings that could not be kept, and are lost: {text}",
        EventKind.ENERGY_SET: "The meter of {name} was set: {text}",
        EventKind.PARAMETER_CHANGED: "{name} goes by another setting: {text}",
        EventKind.ALARM: "{name}: {alarm}",
        EventKind.ALARM_OVER: "{name}: over: {alarm}",
    }
)
"""A sentence a kind; `text` is what the event says besides."""

_ALARMS = (EventKind.ALARM, EventKind.ALARM_OVER)
_CELL = " cell "


def event_shape(event: PastEvent, names: Mapping[str, str], words: Words) -> shapes.Event:
    """An event; `names` are the packs' by id."""
    alarm = alarm_of(event.text) if event.kind in _ALARMS else None
    name = names.get(event.subject, event.subject)
    text = text_of(event, words)
    said = {"name": name, "text": text, "alarm": sentence(alarm, words) if alarm else text}
    return shapes.Event(
        id=str(event.sequence),
        kind=event.kind,
        begin=event.at,
        end=event.at if event.kind == EventKind.ALARM_OVER else None,
        last_seen=None,
        subject=event.subject,
        name=name,
        words=words.say(SENTENCES[event.kind], **said) if event.kind in SENTENCES else text,
        alarm=alarm_shape(alarm, words) if alarm else None,
        values=None,
    )


def alarm_event(event: AlarmEvent, names: Mapping[str, str], words: Words) -> shapes.Event:
    """An alarm from its begin to its end."""
    alarm = Alarm(event.code, Level(event.level), event.cell)
    name = names.get(event.pack, event.pack)
    return shapes.Event(
        id=f"{event.pack}.{event.code}.{event.level}.{event.cell or 0}.{round(event.begin * 1000)}",
        kind=EventKind.ALARM.value,
        begin=event.begin,
        end=event.end,
        last_seen=event.last_seen,
        subject=event.pack,
        name=name,
        words=words.say("{name}: {alarm}", name=name, alarm=sentence(alarm, words)),
        alarm=alarm_shape(alarm, words),
        values=None,
    )


def alarm_of(text: str) -> Alarm | None:
    """The alarm that an event's text names, such as "cell_low warning cell 3"; None for another text."""
    head, _, cell = text.partition(_CELL)
    code, _, level = head.partition(" ")
    if level not in set(Level) or not (cell.isdecimal() or not cell):
        return None
    return Alarm(code, Level(level), int(cell) if cell else None)
