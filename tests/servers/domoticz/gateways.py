"""The commands about hardware, as Domoticz calls the dummy or gateway that devices belong to."""

from tests.servers.domoticz.asking import Answer, Ask, Command, okay
from tests.servers.domoticz.house import ADMIN, DUMMY, USER, Hardware
from tests.servers.domoticz.sensors import to_int

TYPE_WORDS = {
    DUMMY: "Dummy (Does nothing, use for virtual switches only)",
    43: "MQTT Client Gateway with LAN interface",
    125: "MQTT Auto Discovery Client Gateway with LAN interface",
}


def _addhardware(ask: Ask) -> Answer | None:
    """A name that is there already makes a second one; MQTT needs an address and Mode1."""
    ask.require(ADMIN)
    if not ask.has("name", "enabled", "htype") or to_int(ask.text("htype")) not in TYPE_WORDS:
        return None
    if to_int(ask.text("htype")) != DUMMY and not ask.has("address", "Mode1"):
        return None
    enabled = ask.text("enabled") == "true"
    made = ask.house.add_hardware(ask.text("name"), to_int(ask.text("htype")), enabled=enabled, fields=_fields(ask))
    return okay("AddHardware", idx=str(made.idx))


def _gethardware(ask: Ask) -> Answer:
    """Rights 1 were seen to do; a viewer was not tried, and is refused here to be on the strict side."""
    ask.require(USER)
    answer = okay("gethardware")
    if ask.house.hardware:
        answer["result"] = [_record(one) for one in ask.house.hardware.values()]
    return answer


def _deletehardware(ask: Ask) -> Answer | None:
    ask.require(ADMIN)
    if not ask.has("idx"):
        return None
    ask.house.delete_hardware(to_int(ask.text("idx")))
    return okay("DeleteHardware")


def _fields(ask: Ask) -> dict[str, object]:
    """No loglevel means 0, a hardware that never logs."""
    numbers = {"DataTimeout": "datatimeout", "LogLevel": "loglevel", "Port": "port"}
    numbers |= {f"Mode{n}": f"Mode{n}" for n in range(1, 7)}
    texts = {"Address": "address", "Extra": "extra", "Password": "password", "Username": "username"}
    return {
        "SerialPort": "",
        **{column: to_int(ask.text(param)) for column, param in numbers.items()},
        **{column: ask.text(param) for column, param in texts.items()},
    }


def _record(one: Hardware) -> Answer:
    enabled = "true" if one.enabled else "false"
    return one.fields | {"Enabled": enabled, "Name": one.name, "Type": one.type, "idx": str(one.idx)}


COMMANDS: dict[str, Command] = {
    "addhardware": _addhardware,
    "gethardware": _gethardware,
    "deletehardware": _deletehardware,
}
