"""The table of entities: how each quantity is announced, and what there is beside quantities. Knows no topic.

The rows are a profile that Home Assistant 2025.4 and 2026.2 and Domoticz 2025.1 were seen to take without a complaint.
An id is at once the entity's name and its key in the state, so that templates are plain. What it may not be, because of
Domoticz: ending in _min or _max, holding "alarm", equal to "battery" or "battery_level", or holding "temperature" or
"pressure", by which any value becomes one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Any

from topbms.model.activity import ACTIVITIES
from topbms.model.quantities import CATALOGUE, Quantity

SENSOR, BINARY = "sensor", "binary_sensor"

_MEASUREMENT, _TOTAL = "measurement", "total_increasing"


@dataclass(frozen=True, slots=True)
class Entity:
    """One row. `id` names it in topics, in unique ids and in the state.

    `quantity` is the catalogue's key, empty for what is none; `number` the 1-based cell or sensor, 0 for none. A text
    has neither `unit` nor classes; `precision` is how many decimals are shown. `diagnostic` entities are kept from the
    overview, those that are not `enabled` wait until the user wants them. `apart` entities are kept from Domoticz.
    """

    id: str
    component: str = SENSOR
    quantity: str = ""
    number: int = 0
    unit: str | None = None
    device_class: str | None = None
    state_class: str | None = None
    precision: int | None = None
    options: tuple[str, ...] = ()
    diagnostic: bool = False
    enabled: bool = True
    apart: bool = False


# Classes only where the unit fits them: a false pair is refused (Home Assistant 2026.2).
_CLASSES: Mapping[str, str] = {
    "V": "voltage",
    "mV": "voltage",
    "A": "current",
    "W": "power",
    "kWh": "energy",
    "°C": "temperature",
    "h": "duration",
}

_SPECIAL: Mapping[str, Mapping[str, Any]] = {
    "soc": {"device_class": "battery"},
    "soh": {"diagnostic": True},
    "current": {"precision": 1},
    "remaining_capacity": {"precision": 1},
    "full_capacity": {"precision": 1, "diagnostic": True},
    "design_capacity": {"precision": 1, "diagnostic": True},
    "charged_capacity": {"precision": 1, "diagnostic": True},
    "discharged_capacity": {"precision": 1, "diagnostic": True},
    "charge_energy": {"precision": 2},
    "discharge_energy": {"precision": 2},
    # As a plain sensor it would become a false kWh meter in Domoticz.
    "remaining_energy": {"id": "stored_energy", "device_class": "energy_storage", "apart": True},
    "cycle_count": {"id": "cycles", "unit": "cycles", "state_class": _TOTAL, "diagnostic": True},
    "environment_temperature": {"id": "ambient_temp", "diagnostic": True},
    "mosfet_temperature": {"diagnostic": True},
    "humidity": {"device_class": "humidity", "diagnostic": True},
    "counted_soc": {"diagnostic": True},
    "soc_drift": {"diagnostic": True},
}
"""What differs from the rule, by quantity."""

_EACH: Mapping[str, Mapping[str, Any]] = {
    "cell_voltages": {"id": "cell_{number:02}_voltage", "diagnostic": True, "enabled": False},
    "temperatures": {"id": "cell_temp_{number}"},
}
"""Quantities with one entity a cell or sensor."""

UNANNOUNCED = frozenset({"cell_lowest", "cell_highest"})
"""Numbers of cells: they stand in the state, but neither count nor measure anything."""

ONLINE = Entity("online", BINARY, device_class="connectivity", diagnostic=True)
FAULT = Entity("fault", BINARY, device_class="problem")

_PACK_MADE = (
    Entity("bms_state", device_class="enum", options=ACTIVITIES),
    Entity("charging", BINARY, device_class="battery_charging"),
    FAULT,
    Entity("protection", BINARY, device_class="problem"),
    Entity("urgent", BINARY, device_class="problem"),
    Entity("active_faults", diagnostic=True),
    Entity("charge_mosfet", BINARY, diagnostic=True),
    Entity("discharge_mosfet", BINARY, diagnostic=True),
    Entity("balancing", BINARY, diagnostic=True),
    ONLINE,
)

GATEWAY_ENTITIES = (
    ONLINE,
    Entity("packs_online", unit="packs", state_class=_MEASUREMENT, precision=0),
    Entity("started", device_class="timestamp", diagnostic=True),
    Entity("trouble", BINARY, device_class="problem", diagnostic=True),
    Entity("last_error", diagnostic=True),
)
"""The gateway's own."""

ATTRIBUTES: Mapping[str, str] = MappingProxyType({"fault": "faults", "trouble": "troubles"})
"""Entities that carry words beside their state, and the state's key of these."""


@cache
def entity_of(quantity: str, number: int = 0) -> Entity:
    """The entity of a quantity, or of one of its cells or sensors; KeyError for none of the catalogue's."""
    return _made(_QUANTITIES[quantity], number)


@cache
def find(entity_id: str) -> Entity | None:
    """The entity of a pack or the bank that has this id; None where there is none any more."""
    numbered = _NUMBERED.fullmatch(entity_id)
    if numbered is not None:
        quantity = "temperatures" if numbered["sensor"] else "cell_voltages"
        return entity_of(quantity, int(numbered["sensor"] or numbered["cell"]))
    return _PLAIN.get(entity_id)


_NUMBERED = re.compile(r"cell_(?:(?P<cell>\d{2})_voltage|temp_(?P<sensor>\d{1,2}))")


def _made(row: Quantity, number: int) -> Entity:
    made = Entity(
        id=row.key.replace("temperature", "temp"),
        quantity=row.key,
        number=number,
        unit=row.unit,
        device_class=_CLASSES.get(row.unit or ""),
        state_class=_TOTAL if row.total else _MEASUREMENT,
        precision=row.decimals,
    )
    special = (_EACH if row.each else _SPECIAL).get(row.key, {})
    made = replace(made, **special)
    return replace(made, id=made.id.format(number=number))


_QUANTITIES = {row.key: row for row in CATALOGUE if row.key not in UNANNOUNCED}
_PLAIN = {
    made.id: made for made in (*(entity_of(row.key) for row in _QUANTITIES.values() if not row.each), *_PACK_MADE)
}
