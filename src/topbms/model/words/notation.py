"""How a value is written for people: decimals, unit, and the decimal mark of a language. Pure."""

from topbms.model.quantities import Quantity

_NOT_KNOWN = "\N{EN DASH}"


def number(quantity: Quantity, value: float | None, language: str) -> str:
    """A value with its decimals and unit; a dash for None."""
    text = plain(quantity, value, language)
    return f"{text}\N{NARROW NO-BREAK SPACE}{quantity.unit}" if quantity.unit and value is not None else text


def plain(quantity: Quantity, value: float | None, language: str) -> str:
    """The same without the unit, for columns that state it once."""
    if value is None:
        return _NOT_KNOWN
    text = f"{value:.{quantity.decimals}f}"
    return text.replace(".", ",") if language == "fr" else text
