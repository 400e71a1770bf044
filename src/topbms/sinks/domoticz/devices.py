"""The table of devices: which quantity is shown by which Domoticz device type, and which types can hold it.

Knows Domoticz' type codes and words (seen on Domoticz 2025.1) and the catalogue's keys; no value, no idx.
"""

from dataclasses import dataclass

BANK = "bank"
"""What all packs together are called where a pack's id is expected."""

GATEWAY = "gateway"
"""The same of the gateway itself: it has an Alert device, and no other."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A device type: `mapped` is 0xTTSS as createdevice takes it, `type` and `subtype` what getdevices says.

    `family` tells that every subtype of the type takes the same value.
    """

    mapped: str
    type: str
    subtype: str
    family: bool = False

    def fits(self, type_: str, subtype: str) -> bool:
        """Whether a device of this type and subtype takes the same values."""
        return self.type == type_ and (self.family or self.subtype == subtype)


VOLTAGE = Kind("0xF308", "General", "Voltage")
# Not "Current/CM113" (three phases): its history turns a negative current into 1.8e18 A.
CURRENT = Kind("0xF317", "General", "Current")
PERCENTAGE = Kind("0xF306", "General", "Percentage")
CUSTOM = Kind("0xF31F", "General", "Custom Sensor")
ELECTRIC = Kind("0xF801", "Usage", "Electric")
METER = Kind("0xF31D", "General", "kWh")
TEMPERATURE = Kind("0x5005", "Temp", "LaCrosse TX3", family=True)
ALERT = Kind("0xF316", "General", "Alert")
TEXT = Kind("0xF313", "General", "Text")


@dataclass(frozen=True, slots=True)
class Row:
    """One quantity: the type its device is made with, `options` (axis and label) for that, and other types it may use.

    `label` is the English phrase of its device name where the catalogue's label does not do. `each` tells that
    there is a device a number; `optional` that there is one only if the config asks for it. `pack` and `bank` tell
    who has such a device. `power` is the quantity whose W a meter shows beside its own kWh.
    """

    quantity: str
    kind: Kind
    also: tuple[Kind, ...] = (CUSTOM,)
    options: str = ""
    label: str = ""
    each: bool = False
    optional: bool = False
    pack: bool = True
    bank: bool = True
    power: str = ""

    def can_be(self, type_: str, subtype: str) -> bool:
        """Whether a device of this type and subtype can hold the quantity."""
        return any(kind.fits(type_, subtype) for kind in (self.kind, *self.also))


ROWS: tuple[Row, ...] = (
    Row("voltage", VOLTAGE),
    Row("current", CURRENT),
    Row("power", ELECTRIC),
    Row("charge_energy", METER, also=(), power="charge_power"),
    Row("discharge_energy", METER, also=(), power="discharge_power"),
    Row("soc", PERCENTAGE),
    Row("remaining_capacity", CUSTOM, options="1;Ah"),
    Row("cycle_count", CUSTOM, options="1;cycles", bank=False),
    Row("temperatures", TEMPERATURE, label="Temperature {number}", each=True, bank=False),
    Row("mean_temperature", TEMPERATURE, pack=False),
    Row("cell_lowest_voltage", VOLTAGE),
    Row("cell_highest_voltage", VOLTAGE),
    Row("cell_spread", CUSTOM, options="1;mV"),
    Row("cell_voltages", VOLTAGE, label="Cell {number}", each=True, optional=True, bank=False),
    Row("alarms", ALERT, also=(TEXT,), label="Alarms"),
    Row("state", TEXT, also=(), label="State"),
)
"""Every device there can be, in the order in which they are made."""

_BY_QUANTITY = {row.quantity: row for row in ROWS}


def device_key(owner: str, quantity: str, number: int = 0) -> str:
    """The name of one device among all: "battery1/voltage", "battery1/temperatures/2".

    `owner` is a pack's id, BANK or GATEWAY.
    """
    return f"{owner}/{quantity}/{number}" if number else f"{owner}/{quantity}"


def row_of(key: str) -> Row:
    """The row of a device key; KeyError for one that is none."""
    return _BY_QUANTITY[key.split("/")[1]]


def is_device_key(text: str) -> bool:
    """Whether a text such as "voltage" or "temperatures/2" names a device of a pack or of the bank."""
    quantity, slash, number = text.partition("/")
    row = _BY_QUANTITY.get(quantity)
    if row is None:
        return False
    return number.isdecimal() and int(number) > 0 if row.each else not slash
