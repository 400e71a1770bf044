"""Announcements: what is published so that Home Assistant and Domoticz make devices and entities by themselves. Pure.

One retained message an entity, because Domoticz knows no other form; what is kept from Domoticz goes in one message a
device, which only Home Assistant reads. Templates do nothing but take a key: Domoticz cuts everything else off.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from topbms.model.words import Words
from topbms.sinks.mqtt.labels import label
from topbms.sinks.mqtt.names import GATEWAY, Names
from topbms.sinks.mqtt.profile import ATTRIBUTES, BINARY, ONLINE, Entity

ON, OFF = "ON", "OFF"
THERE, AWAY = "online", "offline"
"""What stands on a topic of availability."""

MAKER = "topbms"

Config: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Device:
    """What is announced as one device. `owner` is a pack's id, BANK or GATEWAY; what is empty is not told."""

    owner: str
    name: str
    manufacturer: str = ""
    model: str = ""
    serial_number: str = ""
    sw_version: str = ""


@dataclass(frozen=True, slots=True)
class Announcer:
    """Words devices and entities. `expiry` is in seconds, `version` the program's.

    `for_domoticz` tells whether Domoticz may understand it.
    """

    names: Names
    words: Words
    expiry: int
    version: str
    for_domoticz: bool = True

    def announcements(self, device: Device, entities: Iterable[Entity]) -> Iterator[tuple[str, str]]:
        """Topic and payload of each message, to be retained."""
        apart = {}
        for entity in entities:
            if entity.apart or not self.for_domoticz:
                apart[entity.id] = {"platform": entity.component} | self._entity(device.owner, entity)
            else:
                config = self._entity(device.owner, entity) | self._about(device)
                yield self.topic(device.owner, entity), encoded(config)
        if apart:
            yield self.topic_apart(device.owner), encoded(self._about(device) | {"components": apart})

    def topic(self, owner: str, entity: Entity) -> str:
        """Where one entity is announced."""
        return f"{self.names.prefix}/{entity.component}/{self.names.node(owner)}/{entity.id}/config"

    def topic_apart(self, owner: str) -> str:
        """Where those are announced together that Domoticz shall not see."""
        return f"{self.names.prefix}/device/{self.names.node(owner)}/config"

    def topics(self, owner: str, entities: Iterable[Entity]) -> set[str]:
        """All topics that these entities are announced on."""
        return {
            self.topic_apart(owner) if entity.apart or not self.for_domoticz else self.topic(owner, entity)
            for entity in entities
        }

    def _entity(self, owner: str, entity: Entity) -> Config:
        unique_id = f"{self.names.node(owner)}_{entity.id}"
        return {
            "name": label(entity, self.words),
            "unique_id": unique_id,
            # Both: the first for Home Assistant up to 2026.3, the second for those that do not know it any more.
            "object_id": unique_id,
            "default_entity_id": f"{entity.component}.{unique_id}",
            **(self._connectivity(owner) if entity is ONLINE else self._stated(owner, entity)),
            **_kind(entity),
        }

    def _connectivity(self, owner: str) -> Config:
        """Shows the availability itself: were it its own, it would become unavailable instead of off."""
        own = {"state_topic": self.names.availability(owner), "payload_on": THERE, "payload_off": AWAY}
        return own if owner == GATEWAY else own | {"availability": self._availability(GATEWAY)}

    def _stated(self, owner: str, entity: Entity) -> Config:
        topic = self.names.state(owner)
        stated: Config = {
            "state_topic": topic,
            "value_template": _template(entity.id),
            "availability": self._availability(*dict.fromkeys((GATEWAY, owner))),
            "availability_mode": "all",
            "expire_after": self.expiry,
        }
        if entity.component == BINARY:
            stated |= {"payload_on": ON, "payload_off": OFF}
        if entity.id in ATTRIBUTES:
            template = f"{{{{ value_json.{ATTRIBUTES[entity.id]} | tojson }}}}"
            stated |= {"json_attributes_topic": topic, "json_attributes_template": template}
        return stated

    def _availability(self, *owners: str) -> list[Mapping[str, str]]:
        return [{"topic": self.names.availability(owner)} for owner in owners]

    def _about(self, device: Device) -> Config:
        """The device, and who announces it."""
        told: Config = {"identifiers": [self.names.node(device.owner)], "name": device.name}
        for key in ("manufacturer", "model", "serial_number", "sw_version"):
            text = getattr(device, key)
            if text:
                told[key] = text
        if device.owner != GATEWAY:
            told["via_device"] = self.names.node(GATEWAY)
        return {"device": told, "origin": {"name": MAKER, "sw_version": self.version}}


def encoded(message: Mapping[str, Any]) -> str:
    """JSON as both read it; ValueError for a NaN, which would cost every entity of a device its value."""
    return json.dumps(message, allow_nan=False, ensure_ascii=False, separators=(",", ":"))


def _template(key: str) -> str:
    return f"{{{{ value_json.{key} }}}}"


def _kind(entity: Entity) -> Config:
    kind: Config = {}
    for key, value in (
        ("unit_of_measurement", entity.unit),
        ("device_class", entity.device_class),
        ("state_class", entity.state_class),
        ("suggested_display_precision", entity.precision),
        ("options", list(entity.options) or None),
        ("entity_category", "diagnostic" if entity.diagnostic else None),
        ("enabled_by_default", None if entity.enabled else False),
    ):
        if value is not None:
            kind[key] = value
    return kind
