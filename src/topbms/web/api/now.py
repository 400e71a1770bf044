"""What stands now, as the shapes of the API: joins the views with the door's clocks. Knows no route."""

from topbms.model.bank import BANK
from topbms.model.reading import PackReading, PackState
from topbms.model.words import Words, languages
from topbms.web.api import shapes
from topbms.web.api.door import Door
from topbms.web.api.energyview import today_of
from topbms.web.api.healthview import health_shape, link_shape
from topbms.web.api.packview import Ageing, bank_shape, pack_shape


async def overview(door: Door, words: Words) -> shapes.Overview:
    """Everything that the first page shows, of one moment."""
    today = await today_of(door.store, BANK, door.utc())
    snapshot = door.snapshot()
    links = door.links(words)
    return shapes.Overview(
        site=door.site(),
        language=words.language,
        languages=list(languages()),
        version=door.version,
        time=door.utc(),
        bank=bank_shape(snapshot.bank, words) if snapshot.bank.values else None,
        packs=[state_shape(door, state, words) for state in snapshot.packs],
        links=[link_shape(link) for link in links],
        energy=shapes.EnergyNow(today=today),
        setup=not links,
    )


def packs(door: Door, words: Words) -> list[shapes.Pack]:
    """All packs."""
    return [state_shape(door, state, words) for state in door.snapshot().packs]


def bank(door: Door, words: Words) -> shapes.Bank:
    """All packs as one battery."""
    return bank_shape(door.snapshot().bank, words)


def health(door: Door, words: Words) -> shapes.Health:
    """The gateway itself."""
    return health_shape(door.health(words), door.links(words))


def state_shape(door: Door, state: PackState, words: Words) -> shapes.Pack:
    """A pack of a snapshot; its age is told by the clock that never steps."""
    age = None if state.reading is None else max(door.now() - state.reading.monotonic, 0.0)
    return pack_shape(state, Ageing(age, door.patience(state.pack.link)), door.dossier(state.pack.id), words)


def kept_shape(door: Door, reading: PackReading, words: Words) -> shapes.Pack:
    """A reading of the history, whose monotonic clock may be one from before the start."""
    age, limit = max(door.utc() - reading.at, 0.0), door.patience(reading.pack.link)
    state = PackState(reading.pack, reading, stale=age > limit, since=reading.at)
    return pack_shape(state, Ageing(age, limit), door.dossier(reading.pack.id), words)


def names(door: Door) -> dict[str, str]:
    """What people call the packs, by id."""
    return {state.pack.id: state.pack.name for state in door.snapshot().packs}
