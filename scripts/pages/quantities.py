"""docs/quantities.md: the catalogue. Knows its rows and their labels."""

from scripts.pages.markdown import code, number, table
from topbms.model.quantities import CATALOGUE, INSTANT, Quantity
from topbms.model.words import words

_HEAD = """\
# Quantities

Everything that topbms may know of a pack. The keys are promises: they name the value in `--json`, in the history, in
exports and in `[domoticz.idx]`, and do not change. What a pack does not report is absent, never 0.

- **Range**: what is physically possible. A value outside of it is held back and counted.
- **Fastest**: the greatest true change a second. A jump beyond it (a state of charge that goes 88, 0, 88) waits until
  the next reading confirms it. Empty: the quantity may truly jump.
- **Step**: the smallest change worth sending to a target that asks for it.
- **From**: the pack reports it, or topbms derives it from what the pack reports.

Current is positive while the pack is being charged. Power has the same sign.

"""


def page() -> str:
    """The whole page."""
    header = ("key", "English", "français", "unit", "range", "fastest", "step", "from")
    return _HEAD + table(header, [_row(quantity) for quantity in CATALOGUE])


def _row(quantity: Quantity) -> list[str]:
    return [
        code(quantity.key),
        words("en").quantities[quantity.key] + (" (one each)" if quantity.each else ""),
        words("fr").quantities[quantity.key],
        quantity.unit or "",
        f"{number(quantity.lowest)} … {number(quantity.highest)}",
        "" if quantity.fastest == INSTANT else _with_unit(quantity.fastest, quantity, "/s"),
        _with_unit(quantity.step, quantity, "") if quantity.step else "",
        "derived" if quantity.derived else "pack",
    ]


def _with_unit(value: float, quantity: Quantity, per: str) -> str:
    unit = (quantity.unit or "") + per
    return f"{number(value)} {unit}" if quantity.unit else f"{number(value)}{unit}"
