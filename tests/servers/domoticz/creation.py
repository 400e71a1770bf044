"""The commands that make, rename and delete devices: for admins only."""

from tests.servers.domoticz.asking import Answer, Ask, Command, okay
from tests.servers.domoticz.house import ADMIN, Device
from tests.servers.domoticz.login import decode64
from tests.servers.domoticz.sensors import BY_MAPPED, BY_NUMBER, Sensor, to_int


def _createdevice(ask: Ask) -> Answer | None:
    ask.require(ADMIN)
    return _create(ask, _mapped_sensor(ask), "CreateSensor")


def _createvirtualsensor(ask: Ask) -> Answer | None:
    """The older way, by sensor number."""
    ask.require(ADMIN)
    return _create(ask, BY_NUMBER.get(to_int(ask.text("sensortype"))), "CreateVirtualSensor")


def _deletedevice(ask: Ask) -> Answer | None:
    """One idx or several, with `;` between; unknown ones are fine."""
    ask.require(ADMIN)
    if not ask.has("idx"):
        return None
    ask.house.delete_devices(to_int(part) for part in ask.text("idx").split(";"))
    return okay("DeleteDevice")


def _renamedevice(ask: Ask) -> Answer | None:
    """An unknown idx is fine too (source)."""
    ask.require(ADMIN)
    if not ask.has("idx", "name"):
        return None
    device = ask.house.devices.get(to_int(ask.text("idx")))
    if device is not None:
        device.name = ask.text("name")
    return okay("RenameDevice")


def _setused(ask: Ask) -> Answer | None:
    """Renames and sets options; `used=false` deletes the device."""
    ask.require(ADMIN)
    device = ask.house.devices.get(to_int(ask.text("idx")))
    if device is None or not ask.has("used"):
        return None
    if ask.text("used") == "true":
        _change(device, ask)
    else:
        ask.house.delete_devices([device.idx])
    return okay("SetUsed")


def _create(ask: Ask, sensor: Sensor | None, title: str) -> Answer | None:
    if sensor is None or not ask.has("idx", "sensorname"):
        return None
    if sensor.subtype == "Custom Sensor" and not ask.has("sensoroptions"):
        return None
    options = ask.text("sensoroptions")
    made = ask.house.create_device(to_int(ask.text("idx")), sensor, ask.text("sensorname"), options)
    return okay(title, idx=str(made.idx))


def _mapped_sensor(ask: Ask) -> Sensor | None:
    """0xTTSS in hex, or type and subtype as two decimal numbers."""
    if ask.has("devicetype", "devicesubtype"):
        return BY_MAPPED.get(to_int(ask.text("devicetype")) << 8 | to_int(ask.text("devicesubtype")))
    try:
        return BY_MAPPED.get(int(ask.text("sensormappedtype"), 16))
    except ValueError:
        return None


def _change(device: Device, ask: Ask) -> None:
    """An axis label comes in devoptions; sent as base64 in options it is wiped. Selector levels come there."""
    device.name = ask.text("name") or device.name
    if ask.has("devoptions"):
        device.options = ask.text("devoptions")
    elif ask.has("options"):
        device.options = "" if device.subtype == "Custom Sensor" else decode64(ask.text("options"))


COMMANDS: dict[str, Command] = {
    "createdevice": _createdevice,
    "createvirtualsensor": _createvirtualsensor,
    "deletedevice": _deletedevice,
    "renamedevice": _renamedevice,
    "setused": _setused,
}
