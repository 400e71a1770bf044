"""Which devices there should be, and how they are called. Pure: knows readings and words, no Domoticz.

A pack that reports a quantity gets a device for it, one that does not gets none. Of a pack that has not answered
yet only what every pack reports is known.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from topbms.model.reading import Pack, PackReading, Reported, Snapshot
from topbms.model.words import Words
from topbms.sinks.domoticz.devices import BANK, GATEWAY, ROWS, Row, device_key, row_of
from topbms.sinks.domoticz.render import has_bank
from topbms.sinks.domoticz.settings import Settings

_ALWAYS = ("alarms", "state")


@dataclass(frozen=True, slots=True)
class Wish:
    """A device that should exist; `name` is only for its creation, the owner may rename it."""

    key: str
    row: Row
    name: str


def wishes(settings: Settings, packs: Sequence[Pack], snapshot: Snapshot, words: Words) -> list[Wish]:
    """Every device of every pack, of the bank and of the gateway, those with a given idx left out."""
    readings = {state.pack.id: state.reading for state in snapshot.packs}
    found = [
        wish
        for pack in packs
        for wish in _owned(pack.id, pack.name, _values(readings.get(pack.id)), settings.cells, words)
    ]
    if has_bank(len(packs), settings.given):
        found += _owned(BANK, words.say("Bank"), snapshot.bank.values or None, settings.cells, words)
    key = device_key(GATEWAY, "alarms")
    found.append(Wish(key, row_of(key), words.say("Gateway")))
    return [wish for wish in found if wish.key not in settings.given]


def silent(packs: Sequence[Pack], snapshot: Snapshot) -> list[Pack]:
    """The packs that have not answered, of which cells and temperatures are not known."""
    answered = {state.pack.id for state in snapshot.packs if state.reading is not None}
    return [pack for pack in packs if pack.id not in answered]


def _values(reading: PackReading | None) -> Mapping[str, Reported] | None:
    return None if reading is None else reading.values


def _owned(owner: str, name: str, values: Mapping[str, Reported] | None, cells: bool, words: Words) -> Iterator[Wish]:
    for row in ROWS:
        if not (row.bank if owner == BANK else row.pack) or (row.optional and not cells):
            continue
        if row.each:
            yield from _each(owner, name, row, values, words)
        elif values is None or row.quantity in _ALWAYS or values.get(row.power or row.quantity) is not None:
            label = words.say(row.label) if row.label else words.quantities[row.quantity]
            yield Wish(device_key(owner, row.quantity), row, f"{name} {label}")


def _each(owner: str, name: str, row: Row, values: Mapping[str, Reported] | None, words: Words) -> Iterator[Wish]:
    found = values.get(row.quantity) if values else None
    for number in range(1, len(found) + 1 if isinstance(found, tuple) else 1):
        label = words.say(row.label, number=number)
        yield Wish(device_key(owner, row.quantity, number), row, f"{name} {label}")
