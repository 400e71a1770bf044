"""What a line of a pack's own log, and one of its parameters, is in words. Pure."""

from topbms.model.fragment import Parameter, Record, Setting
from topbms.model.words import Words


def told(record: Record, words: Words) -> str:
    """Why the pack wrote this record; empty for a record of data."""
    if record.alarm is not None:
        alarm = words.alarm(record.alarm)
        return words.say("over: {alarm}", alarm=alarm) if record.over else alarm
    if record.state is not None:
        return words.states[record.state]
    if record.number:
        return words.say("alarm number {number}, which no source explains", number=record.number)
    return ""


def label(parameter: Parameter, words: Words) -> str:
    """What a parameter is called."""
    return capital(words.say(parameter.label))


def value(setting: Setting | None, unit: str, words: Words) -> str:
    """A parameter's value with its unit; a dash for None."""
    if setting is None:
        return "\N{EN DASH}"
    if isinstance(setting, bool):
        return words.say("on") if setting else words.say("off")
    if isinstance(setting, str):
        return words.phrases.get(setting, setting)
    text = f"{setting:.10g}"
    text = text.replace(".", ",") if words.language == "fr" else text
    return f"{text}\N{NARROW NO-BREAK SPACE}{unit}" if unit else text


def capital(text: str) -> str:
    """With a capital letter in front."""
    return text[:1].upper() + text[1:]
