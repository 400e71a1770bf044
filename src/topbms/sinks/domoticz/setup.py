"""`topbms domoticz setup`: makes the hardware and the devices that are missing. The only part that creates anything.

Idempotent: what is remembered is found again by hardware, ID and type, under whatever name and idx. A device that
its owner deleted is made again; who does not want it deletes it after the last setup, or hides it in Domoticz.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from topbms.errors import SinkError
from topbms.model.reading import Snapshot
from topbms.sinks import Site
from topbms.sinks.domoticz.hardware import HARDWARE, find_hardware, make_hardware
from topbms.sinks.domoticz.login import ADMIN, Credentials
from topbms.sinks.domoticz.places import Device, House, Note, device_of, find_places, house_of, notes_of
from topbms.sinks.domoticz.session import Session
from topbms.sinks.domoticz.settings import Settings
from topbms.sinks.domoticz.wishes import Wish, silent, wishes

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class SetupResult:
    """What came of it, by device keys: made now, there already, kept by a given idx, and given but unfit."""

    created: tuple[str, ...]
    found: tuple[str, ...]
    given: tuple[str, ...]
    unfit: tuple[str, ...]


@dataclass(slots=True)
class Work:
    """One run of the setup: what it talks to, what it knows, and what it has done so far."""

    session: Session
    site: Site
    say: Say
    notes: Mapping[str, str]
    house: House
    hardware: int | None = None
    created: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)

    def tell(self, template: str, /, **values: object) -> None:
        """Say something in the site's language."""
        self.say(self.site.words.say(template, **values))


async def setup(
    settings: Settings, site: Site, *, admin: Credentials | None, say: Say, snapshot: Snapshot
) -> SetupResult:
    """Make what is missing, and remember where each value goes.

    `admin` logs in for this once, None uses the settings' own user. `snapshot` shows which quantities, cells and
    temperatures each pack reports; for a pack without a reading only what every pack has is made. Raises SinkError
    when Domoticz is away or does not let us, and ConfigError for a password file.
    """
    chosen = settings if admin is None else settings.model_copy(update={"login": "auto"})
    session = Session(chosen, admin or settings.credentials())
    try:
        await _check_rights(session)
        notes = await site.recall()
        house = house_of(await session.records("getdevices"))
        return await _work(Work(session, site, say, notes, house), settings, snapshot)
    finally:
        await session.close()


async def _check_rights(session: Session) -> None:
    entry = await session.enter()
    if entry.rights < ADMIN:
        raise SinkError(
            'Domoticz user "{user}" at {url} may not create devices: run `topbms domoticz setup --user ADMIN` with the '
            "name of an administrator",
            user=entry.user,
            url=session.url,
        )


async def _work(work: Work, settings: Settings, snapshot: Snapshot) -> SetupResult:
    given, unfit = await _given(work, settings)
    old = {key: note for key, note in notes_of(work.notes).items() if key not in settings.given and not note.given}
    known = find_places({}, old, work.house).devices
    inhabited = {device.hardware for device in known.values()}
    work.hardware = await find_hardware(work.session, work.notes.get(HARDWARE), inhabited)
    if work.hardware is not None:
        await work.site.remember({HARDWARE: str(work.hardware)})
    packs = list(work.site.packs)
    for wish in wishes(settings, packs, snapshot, work.site.words):
        await _fulfil(work, wish, known.get(wish.key))
    for pack in silent(packs, snapshot):
        work.tell(
            "{pack} has not answered: run this again when it does, for its temperatures and cells", pack=pack.name
        )
    work.tell(
        "devices made: {created}, there already: {found}, kept by their idx: {given}",
        created=len(work.created),
        found=len(work.found),
        given=len(given),
    )
    return SetupResult(tuple(work.created), tuple(work.found), given, unfit)


async def _given(work: Work, settings: Settings) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Accept the devices of given idx for what they are now; those that cannot hold their value are told."""
    places = find_places(settings.given, {}, work.house)
    await work.site.remember({key: Note(device, given=True).text() for key, device in places.devices.items()})
    for foreign in places.foreign.values():
        say = work.site.words.say
        trouble, cure = say(foreign.trouble, **dict(foreign.values)), say(foreign.cure)
        work.tell(
            "{key}: Domoticz idx {idx}: {trouble}; {cure}", key=foreign.key, idx=foreign.idx, trouble=trouble, cure=cure
        )
    return tuple(places.devices), tuple(places.foreign)


async def _fulfil(work: Work, wish: Wish, known: Device | None) -> None:
    device = known or _namesake(work, wish)
    if device is not None:
        work.found.append(wish.key)
    else:
        device = await _make(work, wish)
        work.created.append(wish.key)
        work.tell("made: {name} (idx {idx})", name=wish.name, idx=device.idx)
    # At once, so that what was made is known even if the next one fails.
    await work.site.remember({wish.key: Note(device).text()})


def _namesake(work: Work, wish: Wish) -> Device | None:
    """A device that is ours by hardware, type and name, although nothing is remembered of it: the notes were lost."""
    taken = {note.device.identity for note in notes_of(work.notes).values()}
    for device in work.house.by_idx.values():
        ours = device.hardware == work.hardware and device.name == wish.name
        if ours and device.identity not in taken and device.can_be(wish.key):
            return device
    return None


async def _make(work: Work, wish: Wish) -> Device:
    """Create it and read back its ID, by which it is known from now on."""
    if work.hardware is None:
        work.hardware = await make_hardware(work.session)
        await work.site.remember({HARDWARE: str(work.hardware)})
    kind = wish.row.kind
    options = f"&sensoroptions={quote(wish.row.options, safe='')}" if wish.row.options else ""
    name = quote(wish.name, safe="")
    query = f"createdevice&idx={work.hardware}&sensorname={name}&sensormappedtype={kind.mapped}{options}"
    idx = await work.session.made(query)
    records = await work.session.records(f"getdevices&rid={idx}")
    device = next(map(device_of, records), None)
    if device is None or device.hardware != work.hardware or not device.can_be(wish.key):
        raise SinkError(
            "Domoticz at {url} made something else than was asked for {name} (idx {idx}): look at it in Setup, Devices",
            url=work.session.url,
            name=wish.name,
            idx=idx,
        )
    return device
