"""Words: one file a language, each with the same keys; a test fails for a missing one.

A language module offers QUANTITIES, STATES, LEVELS, URGENCIES, ALARMS, SINGULAR and PHRASES. SINGULAR are the counts
after which a noun has no plural. PHRASES of a language maps an English template to its own wording, in which
"{count:pack|packs}" is the noun that fits; in English only such templates need one.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from topbms.model.alarms import URGENCY, Alarm
from topbms.model.words.counting import counted
from topbms.model.words.entry import AlarmWords

DEFAULT = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """One language. Look-ups raise KeyError for a key that is not in the vocabulary."""

    language: str
    quantities: Mapping[str, str]
    states: Mapping[str, str]
    levels: Mapping[str, str]
    urgencies: Mapping[str, str]
    alarms: Mapping[str, AlarmWords]
    singular: Collection[int]
    phrases: Mapping[str, str]

    def say(self, template: str, /, **values: object) -> str:
        """A phrase in this language, named by its English template; English where the language lacks it."""
        return self.phrases.get(template, template).format(**counted(values, self.singular))

    def alarm(self, alarm: Alarm) -> str:
        """An alarm in a few words: what, which cell, how grave."""
        words = self.alarms[alarm.code].words
        level = self.levels[alarm.level]
        if alarm.cell is None:
            return self.say("{words} ({level})", words=words, level=level)
        return self.say("{words}, cell {cell} ({level})", words=words, cell=alarm.cell, level=level)

    def urgency(self, alarm: Alarm) -> str:
        """When to act on an alarm."""
        return self.urgencies[URGENCY[alarm.code][alarm.level]]


def languages() -> tuple[str, ...]:
    """The codes of all languages there are: the modules of this folder named by two letters."""
    return tuple(sorted(found.name for found in iter_modules(__path__) if len(found.name) == len(DEFAULT)))


def words(language: str) -> Words:
    """The words of a language; English where it is not known."""
    name = language if language in languages() else DEFAULT
    module = import_module(f"{__name__}.{name}")
    return Words(
        language=name,
        quantities=module.QUANTITIES,
        states=module.STATES,
        levels=module.LEVELS,
        urgencies=module.URGENCIES,
        alarms=module.ALARMS,
        singular=module.SINGULAR,
        phrases=module.PHRASES,
    )
