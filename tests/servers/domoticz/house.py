"""What a Domoticz keeps over a restart: hardware, devices, users, sessions. Knows no HTTP."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.servers.domoticz.sensors import Sensor, Shown, Stored, device_id, plain, to_float

VIEWER, USER, ADMIN = 0, 1, 2
FACTORY_PASSWORD = "domoticz"
DUMMY = 15
NO_BATTERY, NO_SIGNAL = 255, 12

_DEFAULT_LEVELS = "SelectorStyle:0;LevelNames:Off|Level1|Level2|Level3"


@dataclass(slots=True)
class Hardware:
    """One gateway or dummy; `fields` are its other columns, as gethardware shows them."""

    idx: int
    name: str
    type: int
    enabled: bool = True
    fields: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Device:
    """One device: nvalue and svalue as last sent, `last_update` in seconds of the house's clock."""

    idx: int
    name: str
    sensor: Sensor
    hardware_id: int
    device_id: str
    svalue: str
    last_update: float
    nvalue: int = 0
    options: str = ""
    battery: int = NO_BATTERY
    signal: int = NO_SIGNAL
    used: bool = True
    log: list[tuple[float, int, str]] = field(default_factory=list)

    @property
    def type(self) -> str:
        return self.sensor.type

    @property
    def subtype(self) -> str:
        return self.sensor.subtype

    def shown(self) -> Shown:
        stored = Stored(self.nvalue, self.svalue, self.options)
        return plain(stored) | self.sensor.show(stored)


@dataclass(slots=True)
class User:
    """`password` is its MD5; `devices` the only ones this user may see and write, or None for all."""

    name: str
    password: str
    rights: int
    devices: set[int] | None = None

    def may_touch(self, idx: int) -> bool:
        return self.rights == ADMIN or self.devices is None or idx in self.devices


@dataclass(slots=True)
class Session:
    """One login by cookie; `lifetime` and `expires` in seconds of the house's clock."""

    user: str
    token: str
    lifetime: float
    expires: float


@dataclass(slots=True)
class House:
    """The database and the settings, and a list of every update that was taken."""

    clock: Callable[[], float]
    trusted: bool = False
    allow_basic: bool = False
    hardware: dict[int, Hardware] = field(default_factory=dict)
    devices: dict[int, Device] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    updates: list[tuple[int, int, str]] = field(default_factory=list)
    rejected: set[int] = field(default_factory=set)
    log: list[tuple[float, int, str]] = field(default_factory=list)

    def add_user(self, name: str, password: str, rights: int) -> User:
        """`password` is its MD5 in hex, which is all that Domoticz ever keeps."""
        self.users[name] = User(name, password, rights)
        return self.users[name]

    def add_hardware(self, name: str, hardware_type: int, *, enabled: bool, fields: dict[str, object]) -> Hardware:
        """Always a new one, whatever the name."""
        idx = max(self.hardware, default=0) + 1
        self.hardware[idx] = Hardware(idx, name, hardware_type, enabled, fields)
        return self.hardware[idx]

    def delete_hardware(self, idx: int) -> None:
        """Its devices go with it (source)."""
        self.hardware.pop(idx, None)
        self.delete_devices([one.idx for one in self.devices.values() if one.hardware_id == idx])

    def create_device(self, hardware_id: int, sensor: Sensor, name: str, options: str) -> Device:
        """The hardware need not exist: then the device is an orphan."""
        # The highest there is, and one more: what was deleted at the end of the list is given out again.
        idx = max(self.devices, default=0) + 1
        identity = device_id(sensor, idx)
        device = Device(idx, name, sensor, hardware_id, identity, sensor.first, self.clock())
        device.options = _DEFAULT_LEVELS if sensor.subtype == "Selector Switch" else options
        self.devices[idx] = device
        return device

    def delete_devices(self, numbers: Iterable[int]) -> None:
        for idx in numbers:
            self.devices.pop(idx, None)

    def update(self, device: Device, nvalue: int, svalue: str) -> None:
        """Store what was sent, at the time of now."""
        self.updates.append((device.idx, nvalue, svalue))
        if device.subtype == "Counter Incremental":
            svalue = f"{to_float(device.svalue) + to_float(svalue):g}"
        if device.sensor.logged and (nvalue, svalue) != (device.nvalue, device.svalue):
            device.log.append((self.clock(), nvalue, svalue))
        device.nvalue, device.svalue, device.last_update = nvalue, svalue, self.clock()

    def is_hidden(self, device: Device) -> bool:
        """Devices of disabled hardware are not shown; orphans are (source)."""
        hardware = self.hardware.get(device.hardware_id)
        return hardware is not None and not hardware.enabled


def md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
