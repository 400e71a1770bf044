"""The commands that write and read the values of devices."""

import time

from tests.servers.domoticz.asking import VERSION, Answer, Ask, Command, RefusalError, okay
from tests.servers.domoticz.gateways import TYPE_WORDS
from tests.servers.domoticz.house import NO_BATTERY, NO_SIGNAL, USER, VIEWER, Device, House
from tests.servers.domoticz.sensors import to_int

# The factory's sensor timeout: older than that, a device is said to be lost.
SENSOR_TIMEOUT = 3600.0

_CONSTANT: Answer = {
    "AddjMulti": 1.0,
    "AddjValue": 0.0,
    "CustomImage": 0,
    "Description": "",
    "Favorite": 0,
    "Notifications": "false",
    "PlanID": "0",
    "PlanIDs": [0],
    "Protected": False,
    "ShowNotifications": True,
    "Timers": "false",
    "Unit": 1,
    "XOffset": "0",
    "YOffset": "0",
}


def _udevice(ask: Ask) -> Answer | None:
    """Takes any value for any device. A date, a time or a stamp in the request is not looked at."""
    ask.require(USER)
    user = ask.caller.user
    if user is not None and not user.may_touch(to_int(ask.text("idx"))):
        raise RefusalError(403, "ERR")
    device = _meant(ask)
    if device is None or device.idx in ask.house.rejected or not (ask.has("nvalue") or ask.has("svalue")):
        return None
    ask.house.update(device, to_int(ask.text("nvalue")), ask.text("svalue"))
    # What does not come with this update is unknown from now on.
    device.battery = to_int(ask.text("battery")) if ask.has("battery") else NO_BATTERY
    device.signal = to_int(ask.text("rssi")) if ask.has("rssi") else NO_SIGNAL
    return okay("Update Device")


def _getdevices(ask: Ask) -> Answer:
    """Nothing found, nothing visible: OK, and no `result`."""
    ask.require(VIEWER)
    answer = okay("Devices", ActTime=int(ask.house.clock()), app_version=VERSION)
    records = [_record(ask.house, device) for device in ask.house.devices.values() if _is_wanted(device, ask)]
    if records:
        answer["result"] = records
    return answer


def _gettextlog(ask: Ask) -> Answer:
    ask.require(VIEWER)
    return _log(ask, okay("TextLog"))


def _getlightlog(ask: Ask) -> Answer | None:
    ask.require(VIEWER)
    device = ask.house.devices.get(to_int(ask.text("idx")))
    if device is None or device.sensor.logged != "light":
        return None
    return _log(ask, okay("LightLog"))


def _meant(ask: Ask) -> Device | None:
    """The device by its idx or, without one, by all five parts of its raw form."""
    devices = ask.house.devices
    if ask.has("idx"):
        return devices.get(int(ask.text("idx"))) if ask.text("idx").isdecimal() else None
    if not ask.has("hid", "did", "dunit", "dtype", "dsubtype"):
        return None
    mapped = to_int(ask.text("dtype")) << 8 | to_int(ask.text("dsubtype"))
    wanted = (to_int(ask.text("hid")), ask.text("did"), mapped)
    return next((one for one in devices.values() if wanted == _raw(one) and ask.text("dunit") == "1"), None)


def _raw(device: Device) -> tuple[int, str, int]:
    return device.hardware_id, device.device_id, device.sensor.mapped


def _is_wanted(device: Device, ask: Ask) -> bool:
    """Filters: rid, hwidx, used. There is none by name, and `hwid` is not looked at."""
    user = ask.caller.user
    if ask.house.is_hidden(device) or (user is not None and not user.may_touch(device.idx)):
        return False
    if ask.has("rid") and ask.text("rid") != str(device.idx):
        return False
    if ask.has("hwidx") and ask.text("hwidx") != str(device.hardware_id):
        return False
    return ask.text("used") not in {"true", "false"} or (ask.text("used") == "true") == device.used


def _record(house: House, device: Device) -> Answer:
    age = house.clock() - device.last_update
    return {
        **_CONSTANT,
        **_hardware_columns(house, device),
        "BatteryLevel": device.battery,
        "HaveTimeout": not device.sensor.lasting and age >= SENSOR_TIMEOUT,
        "ID": device.device_id,
        "LastUpdate": _moment(device.last_update),
        "Name": device.name,
        "SignalLevel": "-" if device.signal >= NO_SIGNAL else device.signal,
        "SubType": device.subtype,
        "Type": device.type,
        "TypeImg": device.sensor.image,
        "Used": int(device.used),
        "idx": str(device.idx),
        **device.shown(),
    }


def _hardware_columns(house: House, device: Device) -> Answer:
    hardware = house.hardware.get(device.hardware_id)
    return {
        "HardwareDisabled": hardware is None or not hardware.enabled,
        "HardwareID": device.hardware_id,
        "HardwareName": hardware.name if hardware else "Unknown?",
        "HardwareType": TYPE_WORDS[hardware.type] if hardware else "Unknown?",
        "HardwareTypeVal": hardware.type if hardware else 0,
    }


def _log(ask: Ask, answer: Answer) -> Answer:
    """Every change, the newest first."""
    device = ask.house.devices.get(to_int(ask.text("idx")))
    lines = list(enumerate(device.log, 1))[::-1] if device else []
    if lines:
        answer["result"] = [
            {"idx": str(row), "Date": _moment(at), "Data": svalue, "Level": nvalue}
            for row, (at, nvalue, svalue) in lines
        ]
    return answer


def _moment(at: float) -> str:
    """The server's local time, without a zone."""
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(at))


COMMANDS: dict[str, Command] = {
    "udevice": _udevice,
    "getdevices": _getdevices,
    "gettextlog": _gettextlog,
    "getlightlog": _getlightlog,
}
