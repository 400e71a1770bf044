"""A battery that knows more than its values: exactly what a test tells it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.dialects.topbms.wire import SaidBattery
from topbms.dialects.memory import Log, Step
from topbms.dialects.topbms.parameters import FLAGS, ROWS, key_of
from topbms.model.fragment import (
    Accumulation,
    Barcode,
    Calibration,
    Capacities,
    Clock,
    Identity,
    PackCount,
    Record,
    Setting,
)

RECORD = Record(
    pack=1,
    unit=1,
    time="2026-11-23T08:15:30",
    mode="discharge",
    current=-12.5,
    voltage=52.8,
    soc=61,
    remaining_capacity=91.5,
    temperatures=(21, 22, -3, 19, 24),
    environment_temperature=19,
    mosfet_temperature=24,
    humidity=45,
    cell_voltages=(3.3, 3.301),
)


def every_setting() -> dict[str, Setting]:
    """A value for each parameter."""
    values: dict[str, Setting] = {row.key: 1 if row.words is None else row.words[1] for row in ROWS}
    return values | {key_of(name): False for names in FLAGS.values() for name in names.values()}


@dataclass
class SaidMemory:
    """Says exactly this."""

    said_clock: Clock = field(default_factory=lambda: Clock(1, "2026-11-23T08:15:30"))
    said_barcode: Barcode = field(default_factory=lambda: Barcode(1, "ABC 123"))
    said_identity: Identity = field(default_factory=lambda: Identity(1, "TOPBMS", "0123", "maker"))
    said_capacities: Capacities = field(default_factory=lambda: Capacities(1, 150, 148.5, 91.5))
    said_accumulation: Accumulation = field(default_factory=lambda: Accumulation(1, 12345.6, 654.32))
    said_calibration: Calibration | None = None
    said_settings: Mapping[str, Setting] = field(default_factory=every_setting)
    said_records: list[Record] = field(default_factory=list)
    asked: list[tuple[str, object]] = field(default_factory=list)

    def clock(self) -> Clock:
        return self.said_clock

    def set_clock(self, clock: Clock) -> None:
        if clock.moment is None:
            raise ValueError
        self.said_clock = clock

    def barcode(self) -> Barcode:
        return self.said_barcode

    def identity(self) -> Identity:
        return self.said_identity

    def pack_count(self) -> PackCount:
        return PackCount(1, 3)

    def capacities(self) -> Capacities:
        return self.said_capacities

    def accumulation(self) -> Accumulation:
        return self.said_accumulation

    def calibration(self, what: str, number: int | None) -> Calibration | None:
        self.asked.append((what, number))
        return self.said_calibration

    def settings(self) -> Mapping[str, Setting]:
        return self.said_settings

    def record(self, log: Log, step: Step) -> Record | None:
        self.asked.append((log, step))
        return self.said_records.pop(0) if self.said_records else None

    def blank_record(self) -> Record:
        return RECORD


@dataclass
class KnowingBattery(SaidBattery):
    """A battery with a memory."""

    memory: SaidMemory = field(default_factory=SaidMemory)
