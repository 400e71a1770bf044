"""How a value is written for people, in the language in use."""

from topbms.cli.speech import spoken
from topbms.model.quantities import Quantity
from topbms.model.words import notation


def number(quantity: Quantity, value: float | None) -> str:
    """A value with its decimals and unit; a dash for None."""
    return notation.number(quantity, value, spoken().language)


def plain(quantity: Quantity, value: float | None) -> str:
    """The same without the unit, for columns that state it once."""
    return notation.plain(quantity, value, spoken().language)
