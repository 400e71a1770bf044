"""Which serial ports there are, without opening any. Knows the sticks that are no battery.

A Zigbee or Z-Wave stick that is opened and written to may hang its network, so known ones are marked.
"""

from dataclasses import dataclass

import serialx

_RADIOS: dict[tuple[int, int], str] = {
    (0x0658, 0x0200): "Z-Wave",
    (0x1CF1, 0x0030): "Zigbee",
    (0x0451, 0x16A8): "Zigbee",
    (0x10C4, 0x8A2A): "Zigbee, Z-Wave",
    (0x10C4, 0x8B34): "Zigbee",
    (0x303A, 0x831A): "Zigbee",
    (0x303A, 0x4001): "Z-Wave",
}
"""USB vendor and product numbers that only radios use. Others share theirs with plain adapters."""

_RADIO_WORDS = ("zigbee", "z-wave", "zwave", "conbee", "raspbee", "sonoff", "zooz", "aeotec", "thread", "skyconnect")


@dataclass(frozen=True, slots=True)
class Port:
    """One port: its lasting path, what it says it is, and which radio it is (None for a plain adapter)."""

    path: str
    description: str
    radio: str | None


def ports() -> tuple[Port, ...]:
    """The serial ports of this machine, by their lasting path where there is one."""
    return tuple(
        Port(info.device, _description(info), radio_of(info.vid, info.pid, _description(info) + info.device))
        for info in sorted(serialx.list_serial_ports(), key=lambda info: str(info.device))
    )


def radio_of(vendor: int | None, product: int | None, words: str) -> str | None:
    """Which radio a stick is, by its numbers or its own words; None when nothing says so."""
    if vendor is not None and product is not None and (vendor, product) in _RADIOS:
        return _RADIOS[vendor, product]
    found = next((word for word in _RADIO_WORDS if word in words.lower()), None)
    return None if found is None else "Z-Wave" if found in {"z-wave", "zwave", "zooz", "aeotec"} else "Zigbee"


def _description(info: serialx.SerialPortInfo) -> str:
    return " ".join(part for part in (info.manufacturer, info.product) if part)
