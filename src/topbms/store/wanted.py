"""Which columns a query asks for, and what they are called. Pure."""

from collections.abc import Iterator, Sequence

from topbms.model.quantities import QUANTITIES
from topbms.store.blocks import Block
from topbms.store.shapes import Name

_ORDER = {key: place for place, key in enumerate(QUANTITIES)}


def quantities(keys: Sequence[str] | None) -> set[str] | None:
    """The quantities that these keys are of; None means all."""
    return None if keys is None else {_split(key)[0] for key in keys} | set(keys)


def columns(block: Block, keys: Sequence[str] | None) -> Iterator[tuple[str, Name]]:
    """(what it is called, its name in the block) of each wanted column that the block has.

    "cell_voltages" stands for all cells, "cell_voltages.3" for the third; None for everything, in the order of the
    catalogue.
    """
    every = sorted(block.columns, key=_place)
    if keys is None:
        yield from ((_label(name), name) for name in every)
        return
    for key in dict.fromkeys(keys):
        asked = _split(key)
        yield from ((_label(name), name) for name in every if name == asked or name[0] == key)


def _split(key: str) -> Name:
    quantity, dot, cell = key.rpartition(".")
    return (quantity, int(cell)) if dot and cell.isdecimal() else (key, 0)


def _label(name: Name) -> str:
    key, cell = name
    return f"{key}.{cell}" if cell else key


def _place(name: Name) -> tuple[int, str, int]:
    """The catalogue's order; quantities of an older or newer release come last."""
    key, cell = name
    return _ORDER.get(key, len(_ORDER)), key, cell
