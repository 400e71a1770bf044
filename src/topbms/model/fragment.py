"""What a pack says in one reply, without time: what dialects make and the engine joins into readings.

Apart from `topbms.model.reading`, so that who only explains frames need not load readings, banks and clocks.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, TypeAlias

from topbms.model.alarms import Alarm, AlarmReport
from topbms.model.frozen import quickly_made

MOST_CELLS = 48
"""The most cells of any dialect's alarm bits."""

_ABBREVIATIONS = {word.lower(): word for word in ("BMS", "CAN", "LED", "MOSFET", "RS485", "SOC")}
_TIME = re.compile(r"\d{4,5}(-\d{2,3}){2}T\d{2,3}(:\d{2,3}){2}")


@quickly_made
@dataclass(frozen=True, slots=True)
class Analog:
    """Measured values of one pack; a quantity that the pack did not report is None.

    Voltages in V, `current` in A (charge positive), capacities in Ah, temperatures in °C in the order of the frame
    (environment and MOSFET among them, and once more by name where the dialect knows them), `soc`, `soh` and
    `humidity` in %. `balancing` are the 1-based numbers of the cells being balanced. `extra` are trailing bytes
    that no source explains. `further` are numbers that only this BMS family reports, by the name of their field,
    which is no quantity of the catalogue: flags, life-time counters, a port's voltage.
    """

    pack: int
    cell_voltages: tuple[float, ...] = ()
    temperatures: tuple[float, ...] = ()
    current: float | None = None
    voltage: float | None = None
    remaining_capacity: float | None = None
    full_capacity: float | None = None
    design_capacity: float | None = None
    cycle_count: int | None = None
    soc: float | None = None
    soh: float | None = None
    humidity: float | None = None
    environment_temperature: float | None = None
    mosfet_temperature: float | None = None
    balancing: tuple[int, ...] | None = None
    extra: bytes = b""
    further: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.cell_voltages) > MOST_CELLS:
            message = f"{len(self.cell_voltages)} cells, at most {MOST_CELLS} are possible"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Product:
    """What a pack says it is; texts are empty when the pack left them blank."""

    pack: int
    company: str = ""
    production_date: str = ""
    module: str = ""
    version: str = ""
    battery_type: str = ""
    serial_number: str = ""
    remarks: str = ""
    extra: bytes = b""


@dataclass(frozen=True, slots=True)
class Clock:
    """The time that a pack believes: "2026-11-23T08:15:00", whatever zone it was set in, as the wire has none.

    It is what the pack said even where no calendar has such a day; raises ValueError for a text of another form.
    """

    pack: int
    time: str
    extra: bytes = b""

    def __post_init__(self) -> None:
        if not _TIME.fullmatch(self.time):
            message = f"{self.time!r} is no time of the form 2026-11-23T08:15:00"
            raise ValueError(message)

    @property
    def moment(self) -> datetime | None:
        """The same as a moment without zone; None where no calendar has it."""
        return calendar_moment(self.time)


@dataclass(frozen=True, slots=True)
class Barcode:
    """The bar code on a pack; empty when it was left blank."""

    pack: int
    barcode: str
    extra: bytes = b""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a BMS calls itself: its name, the version of its software and its maker, empty where left blank."""

    pack: int
    name: str
    version: str
    vendor: str
    extra: bytes = b""


@dataclass(frozen=True, slots=True)
class PackCount:
    """How many packs the one that was asked knows of, itself among them."""

    pack: int
    packs: int
    extra: bytes = b""


@dataclass(frozen=True, slots=True)
class Capacities:
    """Ah when new, when full now, and now."""

    pack: int
    design_capacity: float
    full_capacity: float
    remaining_capacity: float
    extra: bytes = b""


@dataclass(frozen=True, slots=True)
class Accumulation:
    """What a pack gave in its life by its own count: Ah and kWh."""

    pack: int
    discharged_capacity: float
    discharge_energy: float
    extra: bytes = b""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The two values of one calibration, in V, A or °C as `unit` says; what sets them apart no source tells.

    `number` is the 1-based sensor of `what` = "temperature", None elsewhere.
    """

    pack: int
    what: str
    number: int | None
    values: tuple[float, float]
    unit: str
    extra: bytes = b""


Setting: TypeAlias = float | str | bool
"""The value of a parameter: a number in its unit, the word of an enumeration, or a switch."""


class Parameter(NamedTuple):
    """One parameter, its `unit` "" where it has none.

    An enumeration whose number no source explains has that number as its word.
    """

    key: str
    value: Setting
    unit: str = ""

    @property
    def label(self) -> str:
        """What it is called, in English: a phrase of `topbms.model.words`."""
        return label_of(self.key)


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a BMS goes by, in the order of its reply."""

    pack: int
    parameters: tuple[Parameter, ...]
    extra: bytes = b""

    @property
    def settings(self) -> Mapping[str, Setting]:
        """The values by key."""
        return {parameter.key: parameter.value for parameter in self.parameters}


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a pack's own log: what it measured at a time of its own clock, and why it wrote that down.

    `time` as in `Clock`, `mode` "idle", "charge" or "discharge" (or a number that no source explains), units as in
    `Analog`. `alarm` is the alarm that began, or ended where `over`; `state` is the state that was reached instead of
    an alarm. `number` is what the pack calls it, 0 for a record of data; where no source explains that number, both are
    None. `unit` is the pack's number inside the record.
    """

    pack: int
    unit: int
    time: str
    mode: str
    current: float
    voltage: float
    soc: int
    remaining_capacity: float
    number: int = 0
    alarm: Alarm | None = None
    over: bool = False
    state: str | None = None
    temperatures: tuple[float, ...] = ()
    environment_temperature: float | None = None
    mosfet_temperature: float | None = None
    humidity: int | None = None
    cell_voltages: tuple[float, ...] = ()
    extra: bytes = b""

    @property
    def moment(self) -> datetime | None:
        """When, without zone; None where no calendar has it."""
        return calendar_moment(self.time)


def label_of(key: str) -> str:
    """What a key is called in English, in lower case but for abbreviations."""
    return " ".join(_ABBREVIATIONS.get(word, word) for word in key.split("_"))


def calendar_moment(time: str) -> datetime | None:
    """The moment of a time of the form 2026-11-23T08:15:00; None where no calendar has it."""
    try:
        return datetime.fromisoformat(time)
    except ValueError:
        return None


Fragment: TypeAlias = (
    Analog
    | AlarmReport
    | Product
    | Clock
    | Barcode
    | Identity
    | PackCount
    | Capacities
    | Accumulation
    | Calibration
    | Parameters
    | Record
)
