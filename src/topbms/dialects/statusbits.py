"""Status words whose bits stand for alarms and states, both ways, for dialects whose sources name only some of them.

Several bits may mean the same. What a report does not tell is a rest, kept beside it, so that a pack that says the
same sends the same. Knows bits and the vocabulary of alarms, no payload. It is no dialect, so it offers no DIALECT.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from topbms.model.alarms import Alarm, AlarmReport, Level

Meaning: TypeAlias = Alarm | str | None
"""An alarm, a state, or nothing that can be relied on."""

Meanings: TypeAlias = Sequence[tuple[Meaning, ...]]
"""A row a status word: what its bits mean, bit 0 first."""


def each(level: Level, codes: str) -> tuple[Alarm, ...]:
    """Alarms of one level by their codes, blanks between them."""
    return tuple(Alarm(code, level) for code in codes.split())


def set_bits(words: Sequence[int], meanings: Meanings) -> tuple[Meaning, ...]:
    """What the bits that are set mean, in their order, each once."""
    return tuple(dict.fromkeys(_set(words, meanings)))


def states_of(found: Sequence[Meaning], meanings: Meanings) -> Mapping[str, bool]:
    """Every state that there is a bit for, true or false."""
    known = [bit for bits in meanings for bit in bits if isinstance(bit, str)]
    return MappingProxyType({state: state in found for state in known})


def words_saying(report: AlarmReport, meanings: Meanings) -> list[int]:
    """The words with every bit set that says something of this report, whatever cell an alarm names."""
    active = {Alarm(alarm.code, alarm.level) for alarm in report.alarms}
    return [sum(1 << at for at, bit in enumerate(bits) if _is_set(bit, active, report)) for bits in meanings]


def _set(words: Sequence[int], meanings: Meanings) -> Iterator[Meaning]:
    for word, bits in zip(words, meanings, strict=False):
        yield from (meaning for at, meaning in enumerate(bits) if word >> at & 1)


def _is_set(bit: Meaning, active: set[Alarm], report: AlarmReport) -> bool:
    return report.states.get(bit, False) if isinstance(bit, str) else bit in active
