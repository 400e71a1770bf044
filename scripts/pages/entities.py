"""The table of MQTT entities: key in the state, name, unit, class. Knows the profile of the sink, and no value."""

from collections.abc import Iterator

from scripts.pages.markdown import code, table
from topbms.model.quantities import CATALOGUE
from topbms.model.words import words
from topbms.sinks.mqtt.labels import label
from topbms.sinks.mqtt.profile import GATEWAY_ENTITIES, ONLINE, UNANNOUNCED, Entity, entity_of, find

_MADE = (
    *("bms_state", "charging", "fault", "protection", "urgent", "active_faults"),
    *("charge_mosfet", "discharge_mosfet", "balancing"),
)


def rows() -> str:
    """A row an entity of a pack, then of the gateway."""
    header = ("key", "name", "en français", "unit", "class in Home Assistant", "quantity")
    made = [found for entity_id in _MADE if (found := find(entity_id)) is not None]
    packs = [_row(entity) for entity in (*_quantities(), *made, ONLINE)]
    gateway = [_row(entity, "the gateway's") for entity in GATEWAY_ENTITIES if entity is not ONLINE]
    return table(header, packs + gateway)


def _quantities() -> Iterator[Entity]:
    return (entity_of(row.key, int(row.each)) for row in CATALOGUE if row.key not in UNANNOUNCED)


def _row(entity: Entity, source: str = "") -> list[str]:
    kind = "on, off" if entity.component == "binary_sensor" else "text"
    return [
        code(entity.id),
        label(entity, words("en")),
        label(entity, words("fr")),
        entity.unit or kind,
        ", ".join(part for part in (entity.device_class, entity.state_class) if part),
        code(entity.quantity) if entity.quantity else source,
    ]
