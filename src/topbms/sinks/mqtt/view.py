"""What is shown of the gateway, the bank and each pack: device, state, and whether it is there. Pure but for the start.

Rendering comes often and must be cheap for many packs, so it only says what an alarm would change; the rest is made
when something is sent.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from topbms.model.activity import is_old
from topbms.model.reading import Pack, PackReading, PackState, Snapshot
from topbms.model.update import Update
from topbms.model.words import Words
from topbms.sinks.mqtt.discovery import MAKER, Device
from topbms.sinks.mqtt.gateway import Start, gateway_state, packs_online
from topbms.sinks.mqtt.names import BANK, GATEWAY
from topbms.sinks.mqtt.profile import GATEWAY_ENTITIES, ONLINE, Entity, find
from topbms.sinks.mqtt.state import State, bank_state, entity_ids, pack_state

Body: TypeAlias = Snapshot | PackState
"""What an update is made of when it is due: the gateway and the bank of everything, a pack of its own state."""


@dataclass(frozen=True, slots=True)
class View:
    """One device as it is shown: `state` is None where nothing is known now, and `entities` then empty.

    `is_awaited` tells that the first answer may still come.
    """

    device: Device
    is_there: bool
    state: State | None = None
    entities: tuple[Entity, ...] = ()
    is_awaited: bool = False

    @property
    def owner(self) -> str:
        """A pack's id, BANK or GATEWAY."""
        return self.device.owner


def render(snapshot: Snapshot) -> Iterator[Update]:
    """An update for the gateway, the bank where there are several packs, and each pack, in this order.

    The value is what does not wait for the interval: an alarm, a silence, an answer again.
    """
    online = f"{packs_online(snapshot)}/{len(snapshot.packs)}"
    yield Update(GATEWAY, online, urgent=True, body=snapshot)
    if len(snapshot.packs) > 1:
        yield Update(BANK, f"{online} {_bank_news(snapshot)}", urgent=True, body=snapshot)
    for state in snapshot.packs:
        yield Update(state.pack.id, _news(state), urgent=True, body=state)


class Viewer:
    """Makes views of what updates carry. `site` names the gateway, `version` is the program's."""

    def __init__(self, words: Words, site: str, version: str) -> None:
        self._words = words
        self._site = site
        self._version = version
        self._start = Start()

    def view(self, owner: str, body: Body) -> View:
        """What is shown of this owner."""
        if isinstance(body, PackState):
            return self._pack(body)
        return self._gateway(body) if owner == GATEWAY else self._bank(body)

    def _gateway(self, snapshot: Snapshot) -> View:
        device = Device(GATEWAY, f"{MAKER} {self._site}", MAKER, "gateway", sw_version=self._version)
        return View(device, True, gateway_state(snapshot, self._start, self._words), GATEWAY_ENTITIES)

    def _bank(self, snapshot: Snapshot) -> View:
        device = Device(BANK, self._words.say("Bank"))
        told = bank_state(snapshot, self._words)
        return View(device, told is not None, told, _entities(told), any(map(_is_awaited, snapshot.packs)))

    def _pack(self, state: PackState) -> View:
        if state.reading is None or state.stale:
            return View(_device(state.pack, state.reading), False, is_awaited=_is_awaited(state))
        told = pack_state(state.reading, self._words)
        return View(_device(state.pack, state.reading), True, told, _entities(told))


def _is_awaited(state: PackState) -> bool:
    return state.reading is None and not state.stale


def _entities(told: State | None) -> tuple[Entity, ...]:
    if told is None:
        return ()
    found = (find(entity_id) for entity_id in entity_ids(told))
    return (*(entity for entity in found if entity is not None), ONLINE)


def _device(pack: Pack, reading: PackReading | None) -> Device:
    product = None if reading is None else reading.product
    if product is None:
        return Device(pack.id, pack.name)
    return Device(pack.id, pack.name, product.company, product.module, product.serial_number, product.version)


def _news(state: PackState) -> str:
    if state.reading is None:
        return "silent" if state.stale else "awaited"
    if state.stale:
        return "silent"
    return f"there {_alarms(state.reading)}"


def _alarms(reading: PackReading) -> str:
    if reading.alarms is None:
        return "unknown"
    return f"{is_old(reading)} {_sorted([str(alarm) for alarm in reading.active])}"


def _bank_news(snapshot: Snapshot) -> str:
    return _sorted([f"{owner} {alarm}" for owner, alarm in snapshot.bank.alarms])


def _sorted(texts: Sequence[str]) -> str:
    return ", ".join(sorted(texts))
