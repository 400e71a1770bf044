"""Parameters: reply to 47H, 166 bytes without a pack byte.

    ROWS from first to last, then six bytes of switches (FLAGS)

Temperatures are °C + 40 in one byte, cell voltages mV, pack voltages 2 mV, currents 10 mA, delays 10 ms.

Source: the vendor's Windows monitor; 90 values were checked against what it exports. Only its tables name bytes 161
and 164, bit 6. A value that has no name there and follows a warning is taken for that warning's recovery, by its
place. The second values of overcurrents have the caption of the first there; what sets them apart is not known.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from topbms.dialects.topbms.enumeration import raw, word
from topbms.model.fragment import Parameter, Parameters, Setting
from topbms.protocol.payload import Field, Number, Table


class Row(NamedTuple):
    """One parameter: what it is called, its size in bytes, unit and scale; `words` are those of an enumeration."""

    name: str
    size: int = 2
    unit: str = ""
    divisor: int = 1
    offset: int = 0
    words: Mapping[int, str] | None = None

    @property
    def key(self) -> str:
        """What it is called in JSON and in the history."""
        return key_of(self.name)


_MODES = {0: "off", 1: "charge", 2: "charge and idle", 3: "charge, idle and discharge"}
_SHORT_CIRCUITS = {step: f"{100 * (step + 1)} mV" for step in range(9)} | {9: "off"}
_RS485 = {
    0: "no protocol",
    1: "ZDAF",
    2: "Darfon",
    3: "Growatt",
    4: "SOLAX",
    5: "LTW",
    7: "Srne",
    8: "PYLONTECH",
    9: "VoltronicPower",
    11: "SOLAR",
    12: "EasunPower",
    13: "FelicitySolar",
}
_CAN = {
    0: "no protocol",
    1: "ZDAF",
    2: "GOODWE",
    3: "Growatt",
    4: "SOLAX",
    5: "SOFAR",
    6: "LUXPower",
    7: "PV1800F",
    8: "LTW",
    9: "Victron",
    10: "PYLONTECH",
    11: "SOROTEC",
    13: "Megarevo",
    14: "GrowattSPH1",
}


def _cell(*names: str) -> tuple[Row, ...]:
    return tuple(Row(name, 2, "mV") for name in names)


def _pack(*names: str) -> tuple[Row, ...]:
    return tuple(Row(name, 2, "V", 500) for name in names)


def _current(*names: str) -> tuple[Row, ...]:
    return tuple(Row(name, 2, "A", 100) for name in names)


def _celsius(*names: str) -> tuple[Row, ...]:
    return tuple(Row(name, 1, "°C", 1, 40) for name in names)


def _delay(*names: str) -> tuple[Row, ...]:
    return tuple(Row(name, 2, "s", 100) for name in names)


def _minutes(*names: str) -> tuple[Row, ...]:
    return tuple(Row(name, 2, "min") for name in names)


def _protected(name: str) -> tuple[Row, ...]:
    """A voltage protection: where it begins, after how long, where it ends."""
    voltage = _pack if name.startswith("pack") else _cell
    begin, end = voltage(f"{name} protection", f"{name} recovery")
    return (begin, *_delay(f"{name} delay"), end)


def _overcurrent(name: str, *, twice: bool) -> tuple[Row, ...]:
    second = _current(f"{name} protection second value") if twice else ()
    return (
        *_current(f"{name} protection"),
        *second,
        *_delay(f"{name} delay", f"{name} recovery delay"),
        Row(f"{name} automatic locks"),
        *_delay(f"{name} lock time"),
    )


ROWS: tuple[Row, ...] = (
    Row("RS485 address", 1),
    Row("battery node number", 1),
    Row("current limiting start", 2, "A", 10),
    Row("sampling resistance", 2, "mΩ", 100),
    Row("self depletion", 2, "mAh"),
    Row("balance mode", 1, words=_MODES),
    *_celsius("balancing forbidden above", "balancing forbidden below"),
    *_cell("balancing start voltage", "balancing start difference", "balancing difference"),
    *_cell("cell high voltage warning", "cell high voltage warning recovery"),
    *_cell("cell low voltage warning", "cell low voltage warning recovery"),
    *_pack("pack high voltage warning", "pack high voltage warning recovery"),
    *_pack("pack low voltage warning", "pack low voltage warning recovery"),
    *_celsius("cell high temperature warning", "cell low temperature warning"),
    *_celsius("charge high temperature warning", "charge high temperature warning recovery"),
    *_celsius("discharge high temperature warning", "discharge high temperature warning recovery"),
    *_celsius("charge low temperature warning", "charge low temperature warning recovery"),
    *_celsius("discharge low temperature warning", "discharge low temperature warning recovery"),
    *_celsius("environment high temperature warning", "environment low temperature warning"),
    *_celsius("MOSFET high temperature warning", "MOSFET low temperature warning"),
    *_current("discharge current warning", "discharge current warning recovery"),
    *_current("charge current warning", "charge current warning recovery"),
    *_cell("cell difference warning", "cell difference warning recovery", "cell difference protection"),
    *_protected("cell overvoltage"),
    *_protected("cell undervoltage"),
    *_cell("cell shutdown voltage"),
    *_minutes("cell shutdown time"),
    *_protected("pack overvoltage"),
    *_protected("pack undervoltage"),
    *_celsius("charge high temperature protection", "charge high temperature recovery"),
    *_celsius("charge low temperature protection", "charge low temperature recovery"),
    *_celsius("discharge high temperature protection", "discharge high temperature recovery"),
    *_celsius("discharge low temperature protection", "discharge low temperature recovery"),
    *_celsius("environment high temperature protection", "environment high temperature recovery"),
    *_celsius("environment low temperature protection", "environment low temperature recovery"),
    *_celsius("MOSFET high temperature protection", "MOSFET high temperature recovery"),
    *_celsius("MOSFET low temperature protection", "MOSFET low temperature recovery"),
    *_overcurrent("charge overcurrent", twice=True),
    *_overcurrent("discharge overcurrent 1", twice=True),
    *_overcurrent("discharge overcurrent 2", twice=False),
    Row("short circuit protection", 1, words=_SHORT_CIRCUITS),
    Row("precharge time", 2, "s"),
    Row("short circuit delay", 2, "µs"),
    Row("short circuit recovery delay", 2, "s"),
    Row("short circuit automatic locks"),
    Row("short circuit lock time", 2, "s"),
    *_celsius("cooling start", "cooling end", "heating start", "heating end"),
    *_minutes("automatic shutdown", "automatic wake up"),
    Row("RS485 protocol", 1, words=_RS485),
    Row("CAN protocol", 1, words=_CAN),
)
"""The parameters before the switches, in the order of the wire."""

_TEMPERATURES = (
    "discharge high temperature",
    "discharge low temperature",
    "environment high temperature",
    "environment low temperature",
    "MOSFET high temperature",
    "MOSFET low temperature",
)
_OTHERS = (
    "cell overvoltage",
    "cell undervoltage",
    "pack overvoltage",
    "pack undervoltage",
    "discharge overcurrent 1",
    "charge overcurrent",
    "charge high temperature",
    "charge low temperature",
)
FLAGS: Mapping[int, Mapping[int, str]] = {
    160: dict(
        enumerate(
            (
                "heating enabled",
                "cooling enabled",
                "shutdown enabled",
                "buzzer enabled",
                "LED enabled",
                "discharge MOSFET enabled",
                "charge MOSFET enabled",
                "charge current limiting enabled",
            )
        )
    ),
    161: {0: "precharge enabled", 3: "security enabled"},
    162: dict(enumerate(f"{name} warning enabled" for name in _TEMPERATURES)),
    163: dict(enumerate(f"{name} warning enabled" for name in _OTHERS)),
    164: dict(enumerate(f"{name} protection enabled" for name in (*_TEMPERATURES, "discharge overcurrent 2"))),
    165: dict(enumerate(f"{name} protection enabled" for name in _OTHERS)),
}
"""Byte to its bits: what the switches are called. A bit that is set and not named here is reported by its place."""

_Values: TypeAlias = list[int | float]


def key_of(name: str) -> str:
    """The key of what is called so."""
    return name.lower().replace(" ", "_")


TABLE = Table(
    *(Number(row.key, row.size, divisor=row.divisor, offset=row.offset) for row in ROWS),
    *(Number(f"flags_{byte}") for byte in FLAGS),
)
"""The payload, both ways."""

_ROWS: Mapping[str, Row] = {row.key: row for row in ROWS}


def decode_parameters(info: bytes) -> Parameters:
    """All parameters, of pack 0, since the payload names none; raises FrameError "payload" when INFO is too short."""
    values, end = TABLE.decode(info)
    return Parameters(0, (*_rows(values), *_flags(values)), info[end:])


def encode_parameters(settings: Mapping[str, Setting]) -> bytes:
    """INFO of a 47H reply; raises ValueError for a parameter that is missing, or does not fit."""
    missing = [row.key for row in ROWS if row.key not in settings]
    if missing:
        message = f"parameters are missing: {', '.join(missing)}"
        raise ValueError(message)
    numbers = [_number(row, settings[row.key]) for row in ROWS]
    return TABLE.encode([*numbers, *(_byte(byte, settings) for byte in FLAGS)])


def worded(field: Field) -> Field:
    """A field of the payload with its unit, and the word of its enumeration as its value."""
    row = _ROWS.get(field.name)
    if row is None:
        return field
    value = field.value if row.words is None else word(row.words, int.from_bytes(field.raw, "big"))
    return field._replace(value=value, unit=row.unit)


def _rows(values: _Values) -> Iterator[Parameter]:
    for row, value in zip(ROWS, values, strict=False):
        said: Setting = value if row.words is None else word(row.words, int(value))
        yield Parameter(row.key, said, row.unit)


def _flags(values: _Values) -> Iterator[Parameter]:
    for byte, value in zip(FLAGS, values[len(ROWS) :], strict=True):
        for bit in range(8):
            is_set = bool(int(value) >> bit & 1)
            if bit in FLAGS[byte] or is_set:
                yield Parameter(key_of(_switch(byte, bit)), is_set)


def _switch(byte: int, bit: int) -> str:
    return FLAGS[byte].get(bit, f"byte {byte} bit {bit}")


def _number(row: Row, value: Setting) -> Setting:
    return value if row.words is None else raw(row.words, value)


def _byte(byte: int, settings: Mapping[str, Setting]) -> int:
    return sum(1 << bit for bit in range(8) if settings.get(key_of(_switch(byte, bit))))
