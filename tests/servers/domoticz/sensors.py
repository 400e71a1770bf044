"""The sensor types a battery can use: their words, first values, and how Domoticz shows what was stored.

Knows no device and no idx. Nothing is ever refused here: a value that is no number reads as 0.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

Shown = dict[str, object]

_NUMBER = re.compile(r"\s*([+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|nan|inf))", re.IGNORECASE)
_WHOLE = re.compile(r"\s*([+-]?\d+)")


class Stored(NamedTuple):
    """What a device holds: nothing of it was checked. `options` is the axis label or the selector's levels."""

    nvalue: int
    svalue: str
    options: str


@dataclass(frozen=True, slots=True)
class Sensor:
    """One row of the table: `mapped` is 0xTTSS, `number` the old sensortype, `first` the svalue when new.

    `lasting` ones never time out. `logged` ones keep a change log instead of a curve: "text" or "light".
    """

    mapped: int
    number: int
    type: str
    subtype: str
    first: str
    image: str
    show: Callable[[Stored], Shown]
    lasting: bool = False
    logged: str = ""


def to_float(text: str) -> float:
    """The number a text begins with, else 0: `3,84` is 3, `1e1` is 10, `abc` is 0."""
    match = _NUMBER.match(text)
    return float(match[1]) if match else 0.0


def to_int(text: str) -> int:
    match = _WHOLE.match(text)
    return int(match[1]) if match else 0


def plain(stored: Stored) -> Shown:
    """How Domoticz shows what it cannot make sense of."""
    return {"Data": f"{stored.nvalue}, {stored.svalue}"}


def device_id(sensor: Sensor, idx: int) -> str:
    """The ID of a device made by createdevice: 82000 + idx, so a re-used idx brings a re-used ID (source).

    Seen on a running Domoticz is only "00082001", a Voltage. The other forms are a stand-in after the source.
    """
    number = 82000 + idx
    if sensor.type == "Light/Switch":
        return f"{number:08X}"
    if sensor.type in {"Temp", "RFXMeter", "Current"}:
        return f"{number:04X}"
    if sensor.subtype in {"Alert", "Counter Incremental", "Electric"}:
        return str(number)
    return f"{number:08d}"


def _voltage(stored: Stored) -> Shown:
    volts = to_float(stored.svalue)
    return {"Data": f"{volts:g} V", "Voltage": volts}


def _current(stored: Stored) -> Shown:
    amperes = to_float(stored.svalue)
    return {"Data": f"{amperes:g} A", "Current": amperes}


def _percentage(stored: Stored) -> Shown:
    return {"Data": f"{to_float(stored.svalue):g}%"}


def _custom(stored: Stored) -> Shown:
    kind, _, label = stored.options.partition(";")
    return {
        "Data": f"{to_float(stored.svalue):g} {label}",
        "SensorType": to_int(kind) or 1,
        "SensorUnit": label,
        "Image": "Custom",
    }


def _temperature(stored: Stored) -> Shown:
    celsius = to_float(stored.svalue)
    return {"Data": f"{celsius:.1f} C", "Temp": round(celsius, 2)}


def _alert(stored: Stored) -> Shown:
    level = min(stored.nvalue, 4)
    return {"Data": stored.svalue or f"Level: {level}", "Level": level}


def _text(stored: Stored) -> Shown:
    return {"Data": stored.svalue, "ShowNotifications": False}


def _energy(stored: Stored) -> Shown:
    parts = stored.svalue.split(";")
    if len(parts) != 2:
        return plain(stored)
    watts, watt_hours = (to_float(part) for part in parts)
    return {"Data": f"{watt_hours / 1000:.3f} kWh", "Usage": f"{watts:g} Watt", "CounterToday": "0 kWh"}


def _power(stored: Stored) -> Shown:
    return {"Data": f"{to_float(stored.svalue):g} Watt"}


def _switch(stored: Stored) -> Shown:
    word = "On" if stored.nvalue else "Off"
    return {"Data": word, "Status": word, "SwitchType": "On/Off", "SwitchTypeVal": 0}


def _selector(stored: Stored) -> Shown:
    level = to_int(stored.svalue) if stored.nvalue else 0
    names = dict(part.partition(":")[::2] for part in stored.options.split(";")).get("LevelNames", "").split("|")
    word = names[level // 10] if 0 <= level // 10 < len(names) else ""
    return {"Data": word, "Level": level, "SwitchType": "Selector", "SwitchTypeVal": 18}


def _counter(stored: Stored) -> Shown:
    kilowatt_hours = f"{to_float(stored.svalue) / 1000:.3f}"
    return {"Data": f"{kilowatt_hours} kWh", "Counter": kilowatt_hours}


def _managed_counter(stored: Stored) -> Shown:
    return _counter(stored._replace(svalue=(stored.svalue.split(";") * 2)[1]))


def _three_phases(stored: Stored) -> Shown:
    parts = stored.svalue.split(";")
    if len(parts) != 3:
        return plain(stored)
    return {"Data": ", ".join(f"{to_float(part):.1f} A" for part in parts)}


_TABLE = (
    Sensor(0xF308, 4, "General", "Voltage", "0.000", "current", _voltage),
    Sensor(0xF317, 19, "General", "Current", "6.4", "current", _current),
    Sensor(0xF306, 2, "General", "Percentage", "0.0", "hardware", _percentage),
    Sensor(0xF31F, 1004, "General", "Custom Sensor", "0.0", "Custom", _custom),
    Sensor(0x5005, 80, "Temp", "LaCrosse TX3", "0.0", "temperature", _temperature),
    Sensor(0xF316, 7, "General", "Alert", "No Alert!", "Alert", _alert, lasting=True, logged="text"),
    Sensor(0xF313, 5, "General", "Text", "Hello World", "text", _text, lasting=True, logged="text"),
    Sensor(0xF31D, 18, "General", "kWh", "0;0.0", "current", _energy),
    Sensor(0xF801, 248, "Usage", "Electric", "0", "current", _power),
    Sensor(0xF449, 6, "Light/Switch", "Switch", "100", "lightbulb", _switch, lasting=True, logged="light"),
    Sensor(0xF43E, 1002, "Light/Switch", "Selector Switch", "0", "dimmer", _selector, lasting=True, logged="light"),
    Sensor(0x7100, 113, "RFXMeter", "RFXMeter counter", "0", "counter", _counter),
    Sensor(0xF31C, 14, "General", "Counter Incremental", "0", "counter", _counter),
    Sensor(0xF321, 1005, "General", "Managed Counter", "0;0", "counter", _managed_counter),
    Sensor(0x5901, 9, "Current", "CM113", "0.0;0.0;0.0", "current", _three_phases),
)

BY_MAPPED = {sensor.mapped: sensor for sensor in _TABLE}
BY_NUMBER = {sensor.number: sensor for sensor in _TABLE}
