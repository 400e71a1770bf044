"""The one byte for each cell that alarm replies of this family carry, and the alarms that such a byte makes.

Knows the words of these bytes and the vocabulary of alarms, no payload. It is no dialect, so it offers no DIALECT.
"""

from collections.abc import Collection, Iterator, Mapping

from topbms.model.alarms import Alarm, Level

LIMITS: Mapping[int, str] = {0x00: "normal", 0x01: "low", 0x02: "high", 0xF0: "fault"}
"""Raw bytes and their words: every paper of the family."""

_MATCHING = {"cell_undervoltage": "low", "cell_overvoltage": "high", "cell_fault": "fault"}
_OF_ITS_OWN = {"low": "cell_low", "high": "cell_high", "fault": "cell_fault"}


def with_cells(alarms: Collection[Alarm], limits: tuple[str, ...]) -> Iterator[Alarm]:
    """Join cell bytes with status alarms: a cell names the alarm that it matches, or is a warning of its own."""
    cells = {word: [i + 1 for i, limit in enumerate(limits) if limit == word] for word in _OF_ITS_OWN}
    for alarm in alarms:
        numbers = cells[_MATCHING[alarm.code]] if alarm.code in _MATCHING else []
        yield from [Alarm(alarm.code, alarm.level, cell) for cell in numbers] or [alarm]
    matched = {_MATCHING.get(alarm.code) for alarm in alarms}
    failed = {alarm.cell for alarm in alarms if alarm.code == "cell_failure"}
    cells["fault"] = [cell for cell in cells["fault"] if cell not in failed]
    for word, numbers in cells.items():
        if word not in matched:
            yield from (Alarm(_OF_ITS_OWN[word], Level.WARNING, cell) for cell in numbers)
