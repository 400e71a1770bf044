"""Which numbers packs have, as people count them: 1 to 16, and more in a family with groups. It is no dialect."""

from typing import Protocol, runtime_checkable

from topbms.dialects.contract import Dialect

USUAL = 16
"""Packs of a line, or of a group."""

HIGHEST = 8 * USUAL
"""The highest number that any family has."""


@runtime_checkable
class Grouped(Protocol):
    """A dialect whose packs come in more than one group."""

    @property
    def highest_number(self) -> int:
        """Of the last pack of the last group."""
        ...


def highest_number(dialect: Dialect | None) -> int:
    """The highest number that a pack may have; None is a dialect that is not known yet."""
    return dialect.highest_number if isinstance(dialect, Grouped) else USUAL
