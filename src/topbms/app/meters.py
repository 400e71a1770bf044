"""Joins the meters to the feed and the history, and takes over what an older meter had counted.

What `topbms energy set` wishes is a note in the history, an owner each, which the next start fulfils. It stays until
the start after that: so no crash in between loses it, and to fulfil it twice changes nothing.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Self

from topbms.engine.feed import Feed
from topbms.engine.metering import Metering
from topbms.errors import StoreError
from topbms.model.event import EventKind
from topbms.store.store import Store

OWNER = "energy"
"""Whose notes the wishes are; the key of each is a pack's id, or "bank"."""

_SET = "charge {charge} kWh, discharge {discharge} kWh"


@dataclass(frozen=True, slots=True)
class Wish:
    """The kWh that an older meter had counted more than ours; None leaves it as it is."""

    charge_offset: float | None = None
    discharge_offset: float | None = None

    def over(self, before: "Wish") -> "Wish":
        """This one, and what it leaves of the one before."""
        charge = before.charge_offset if self.charge_offset is None else self.charge_offset
        discharge = before.discharge_offset if self.discharge_offset is None else self.discharge_offset
        return Wish(charge, discharge)

    def text(self) -> str:
        """As it is kept: JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, text: str) -> Self:
        """The inverse."""
        return cls(**json.loads(text))


async def begin(metering: Metering, feed: Feed, store: Store, now: float) -> None:
    """Let meters go on where the history, which is open, has them, with all wishes fulfilled; `now` is monotonic."""
    metering.resume(store.meters)
    store.tell_committed(metering.committed)
    feed.subscribe(metering.take)
    feed.count_by(metering.counted)
    for owner, wish in wishes(await store.recall(OWNER)).items():
        shown = metering.offset(owner, wish.charge_offset, wish.discharge_offset, now)
        if shown is not None:
            charge, discharge = shown
            feed.happen(EventKind.ENERGY_SET, owner, _SET.format(charge=f"{charge:.3f}", discharge=f"{discharge:.3f}"))
            continue
        with suppress(StoreError):  # it is tried again at the next start
            await store.remember(OWNER, {owner: ""})


def wishes(notes: Mapping[str, str]) -> dict[str, Wish]:
    """The wishes among notes, by owner; what cannot be read is none."""
    found = {}
    for owner, text in notes.items():
        with suppress(ValueError, TypeError):
            found[owner] = Wish.of(text)
    return found
