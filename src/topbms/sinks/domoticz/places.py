"""Which device stands for which key, and whether it is still the one it was. Pure: no request is made here.

Domoticz gives an idx out again after a device was deleted, so an idx alone says nothing: a device is known by its
hardware, its ID and its type together, under whatever idx and name it is found.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from topbms.sinks.domoticz.devices import row_of


@dataclass(frozen=True, slots=True)
class Device:
    """A device as Domoticz lists it; `type` is type and subtype, as in "General/Voltage"."""

    idx: int
    hardware: int
    id: str
    type: str
    name: str = ""

    @property
    def identity(self) -> tuple[int, str, str]:
        """What stays when a device is renamed, and differs when its idx was given out again."""
        return self.hardware, self.id, self.type

    def can_be(self, key: str) -> bool:
        """Whether it can hold the quantity of a device key."""
        return row_of(key).can_be(*self.type.split("/", 1))


@dataclass(frozen=True, slots=True)
class Note:
    """What is remembered of a device; `given` tells that its idx stood in the config."""

    device: Device
    given: bool = False

    def text(self) -> str:
        """As it is kept: JSON."""
        device = self.device
        return json.dumps(
            {"hardware": device.hardware, "id": device.id, "idx": device.idx, "type": device.type, "given": self.given}
        )


@dataclass(frozen=True, slots=True)
class Foreign:
    """An idx that must not be written; the two templates say what is wrong and what to try, with `values`."""

    key: str
    idx: int
    trouble: str
    cure: str
    values: tuple[tuple[str, object], ...] = ()


@dataclass(slots=True)
class House:
    """All devices that the user may see."""

    by_idx: dict[int, Device] = field(default_factory=dict)
    by_identity: dict[tuple[int, str, str], Device] = field(default_factory=dict)

    def add(self, device: Device) -> None:
        """One device more; a later one of the same idx takes its place."""
        self.by_idx[device.idx] = device
        self.by_identity[device.identity] = device


@dataclass(slots=True)
class Places:
    """Where each key is written, what may not be written, and what is worth remembering anew."""

    devices: dict[str, Device] = field(default_factory=dict)
    foreign: dict[str, Foreign] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)


def house_of(records: Iterable[Mapping[str, Any]]) -> House:
    """The devices of a getdevices answer. Scenes and groups stand among them: they have no ID, and idx of their own."""
    house = House()
    for record in records:
        device = device_of(record)
        if device is not None:
            house.add(device)
    return house


def device_of(record: Mapping[str, Any]) -> Device | None:
    """One device of a getdevices answer; None for what is none."""
    try:
        type_ = f"{record['Type']}/{record['SubType']}"
        return Device(int(record["idx"]), int(record["HardwareID"]), str(record["ID"]), type_, str(record["Name"]))
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


def notes_of(texts: Mapping[str, str]) -> dict[str, Note]:
    """The notes among the remembered texts; one that cannot be read is as good as none."""
    notes = {}
    for key, text in texts.items():
        note = _note(text) if "/" in key else None
        if note is not None:
            notes[key] = note
    return notes


def find_places(given: Mapping[str, int], notes: Mapping[str, Note], house: House) -> Places:
    """Each key's device: the one of its given idx, else the one remembered, wherever it is now."""
    places = Places()
    for key, idx in given.items():
        _put(places, key, _given(key, idx, notes.get(key), house))
    for key, note in notes.items():
        # A device that was given once and is no longer is its owner's again.
        if key not in given and not note.given:
            _put(places, key, _remembered(key, note, house))
            _note_move(places, key, note)
    return places


def _given(key: str, idx: int, note: Note | None, house: House) -> Device | Foreign:
    device = house.by_idx.get(idx)
    if device is None:
        return Foreign(
            key,
            idx,
            "there is no such device, it is not shared with this user, or its hardware is disabled",
            "correct its idx in [domoticz.idx]",
        )
    if not device.can_be(key):
        return _unfit(key, device)
    if note is not None and note.device.idx == idx and note.device.identity != device.identity:
        return Foreign(
            key,
            idx,
            "it is another device than before: {name} ({type})",
            "correct its idx in [domoticz.idx], or accept it with `topbms domoticz setup`",
            (("name", device.name), ("type", device.type)),
        )
    return device


def _unfit(key: str, device: Device) -> Foreign:
    return Foreign(
        key,
        device.idx,
        "{name} is a device of type {type}, which cannot hold this value",
        "correct its idx in [domoticz.idx]",
        (("name", device.name), ("type", device.type)),
    )


def _remembered(key: str, note: Note, house: House) -> Device | Foreign | None:
    """None when the device is gone and nothing stands in its place: it was deleted, or is not shared."""
    device = house.by_identity.get(note.device.identity)
    if device is not None:
        return device
    stranger = house.by_idx.get(note.device.idx)
    if stranger is None:
        return None
    return Foreign(
        key,
        stranger.idx,
        "it is now another device: {name} ({type})",
        "run `topbms domoticz setup` to have a new device made",
        (("name", stranger.name), ("type", stranger.type)),
    )


def _put(places: Places, key: str, found: Device | Foreign | None) -> None:
    if isinstance(found, Device):
        places.devices[key] = found
    elif found is not None:
        places.foreign[key] = found


def _note_move(places: Places, key: str, note: Note) -> None:
    device = places.devices.get(key)
    if device is not None and device.idx != note.device.idx:
        places.moved[key] = Note(device).text()


def _note(text: str) -> Note | None:
    try:
        kept = json.loads(text)
        device = Device(int(kept["idx"]), int(kept["hardware"]), str(kept["id"]), str(kept["type"]))
        return Note(device, bool(kept["given"]))
    except (ValueError, KeyError, TypeError):
        return None
