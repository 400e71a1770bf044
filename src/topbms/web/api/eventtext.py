"""What an event says besides its kind, in a language. The history keeps it in English, or in keys; pure."""

import re
from collections.abc import Iterator

from topbms.model.event import EventKind, PastEvent
from topbms.model.words import Words
from topbms.model.words.retold import retold

_NUMBERS = (EventKind.VALUE_HELD, EventKind.PARAMETER_CHANGED, EventKind.CLOCK_STEP, EventKind.ENERGY_SET)
"""What tells of measured values, never of addresses."""

_DECIMAL = re.compile(r"(?<![\w.])(\d+)\.(\d+)(?![\w.])")
_ARROW = " \N{RIGHTWARDS ARROW} "


def text_of(event: PastEvent, words: Words) -> str:
    """The text of an event; as it was kept where nothing is known about it."""
    if event.kind in _NUMBERS:
        return _numbers(_told(event, words), words)
    return retold(event.text, words)


def _told(event: PastEvent, words: Words) -> str:
    if event.kind == EventKind.VALUE_HELD:
        return _held(event.text, words)
    if event.kind == EventKind.PARAMETER_CHANGED and _ARROW in event.text:
        return _changed(event.text, words)
    return event.text if event.kind == EventKind.CLOCK_STEP else retold(event.text, words)


def _numbers(text: str, words: Words) -> str:
    """With the decimal mark of the language."""
    return _DECIMAL.sub(r"\1,\2", text) if words.language == "fr" else text


def _held(text: str, words: Words) -> str:
    """A quantity's key and its values: "soc 0"."""
    key, space, values = text.partition(" ")
    return f"{words.quantities[key]}{space}{values}" if key in words.quantities else text


def _changed(text: str, words: Words) -> str:
    """A parameter's label, what it was and what it is: "cell full voltage 3.5 → 3.45 V"."""
    before, _, now = text.partition(_ARROW)
    for label in _beginnings(before):
        if label in words.phrases:
            was = before[len(label) :].strip()
            return f"{words.phrases[label]} {words.phrases.get(was, was)}{_ARROW}{words.phrases.get(now, now)}"
    return text


def _beginnings(text: str) -> Iterator[str]:
    """The text, and what is left when one word after the other is taken off its end."""
    parts = text.split(" ")
    return (" ".join(parts[:end]) for end in range(len(parts), 0, -1))
