"""How a value is written for people: decimals, unit, and the decimal mark of the language in use."""

from topbms.cli.speech import spoken
from topbms.model.quantities import Quantity

_NOT_KNOWN = "\N{EN DASH}"


def number(quantity: Quantity, value: float | None) -> str:
    """A value with its decimals and unit; a dash for None."""
    if value is None:
        return _NOT_KNOWN
    text = f"{value:.{quantity.decimals}f}"
    if spoken().language == "fr":
        text = text.replace(".", ",")
    return f"{text}\N{NARROW NO-BREAK SPACE}{quantity.unit}" if quantity.unit else text
