"""The table of faults that the simulator makes to order. Knows their words."""

from scripts.pages.markdown import code, table
from topbms.sim.faulttext import KINDS


def rows() -> str:
    """A row a fault: its word, an example to copy, its meaning."""
    found = [[code(name), code(kind.example), kind.meaning] for name, kind in KINDS.items()]
    return table(("fault", "example", "what happens"), found)
