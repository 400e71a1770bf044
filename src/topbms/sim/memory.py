"""What the simulated BMS knows beside this moment: its clock, its name, its logs. Knows no bytes and no cells.

The logs are what the pack lived through: a record of data each hour, and one of alarms whenever one begins or ends.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from topbms.dialects.memory import Log, Step
from topbms.model.alarms import Alarm
from topbms.model.fragment import (
    Accumulation,
    Analog,
    Barcode,
    Calibration,
    Capacities,
    Clock,
    Identity,
    PackCount,
    Record,
    Setting,
)
from topbms.sim.limits import Limit

IDLE = 0.1
"""A within which the BMS calls itself neither charging nor discharging."""

_BIRTH = datetime(2024, 3, 1)  # noqa: DTZ001 - a BMS knows no zone
_HOUR = 3600.0
_MOST_DATA, _MOST_ALARMS = 500, 200
_MOST_HUMIDITY = 255
_CALIBRATED = {
    "voltage_reference": ("V", 3.0),
    "zero_current": ("A", 0.0),
}


class Subject(Protocol):
    """The pack that remembers."""

    address: int
    seed: int
    time: float

    def analog(self) -> Analog:
        """What it measures now."""
        ...

    def capacity(self) -> float:
        """Ah when it was new."""
        ...

    def given(self) -> tuple[float, float]:
        """Ah and kWh that it gave in its life."""
        ...

    def settings(self) -> Mapping[str, Setting]:
        """Its parameters."""
        ...


class PackMemory:
    """What one pack knows; see `topbms.dialects.memory.Memory`."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._clock_runs_ahead = timedelta()
        self._hour = subject.time // _HOUR
        self._active: tuple[Alarm, ...] = ()
        self._logs = {"data": _Logbook(_MOST_DATA), "alarms": _Logbook(_MOST_ALARMS)}

    # --- the face that dialects ask ---

    def clock(self) -> Clock:
        """What its clock shows: the pack's own time, as it was set."""
        return Clock(self._subject.address, self._moment())

    def set_clock(self, clock: Clock) -> None:
        """Set it; raises ValueError for a time that no calendar has."""
        if clock.moment is None:
            message = f"no calendar has {clock.time}"
            raise ValueError(message)
        self._clock_runs_ahead = clock.moment - self._lived()

    def barcode(self) -> Barcode:
        """One that no real pack has."""
        subject = self._subject
        return Barcode(subject.address, f"TOPBMS-SIM-{subject.seed % 10**8:08d}-{subject.address:02d}")

    def identity(self) -> Identity:
        """Plainly a simulation."""
        return Identity(self._subject.address, "TOPBMS SIM", "0100", "topbms simulator")

    def pack_count(self) -> PackCount:
        """One: it knows of no other."""
        return PackCount(self._subject.address, 1)

    def capacities(self) -> Capacities:
        """When new, when full, now."""
        now = self._subject.analog()
        return Capacities(
            self._subject.address, self._subject.capacity(), now.full_capacity or 0, now.remaining_capacity or 0
        )

    def accumulation(self) -> Accumulation:
        """What it gave in its life."""
        return Accumulation(self._subject.address, *self._subject.given())

    def calibration(self, what: str, number: int | None) -> Calibration | None:
        """What it measures, once as such and once as corrected by nothing; None for a sensor that it does not have."""
        unit, value = _CALIBRATED.get(what) or self._measured(what, number)
        return None if value is None else Calibration(self._subject.address, what, number, (value, value), unit)

    def settings(self) -> Mapping[str, Setting]:
        """Its parameters."""
        return self._subject.settings()

    def record(self, log: Log, step: Step) -> Record | None:
        """A record of one of its logs, oldest first."""
        return self._logs[log].read(step)

    def blank_record(self) -> Record:
        """A record of now."""
        return self._record()

    # --- what it lives through ---

    def live(self) -> None:
        """Time has passed, less than an hour of it, or was moved."""
        before, self._hour = self._hour, self._subject.time // _HOUR
        if self._hour == before + 1:
            self._logs["data"].write(self._record())

    def watch(self, active: Iterable[Alarm | Limit]) -> None:
        """Write down which alarms began and which ended, whatever their cells."""
        before, self._active = self._active, tuple(dict.fromkeys(Alarm(each.code, each.level) for each in active))
        if before == self._active:
            return
        for alarm in self._active:
            if alarm not in before:
                self._logs["alarms"].write(self._record(alarm))
        for alarm in before:
            if alarm not in self._active:
                self._logs["alarms"].write(self._record(alarm, over=True))

    def reach(self, state: str) -> None:
        """Write down a state that was reached."""
        self._logs["alarms"].write(self._record(state=state))

    def _lived(self) -> datetime:
        return _BIRTH + timedelta(seconds=self._subject.time)

    def _moment(self) -> str:
        return (self._lived() + self._clock_runs_ahead).isoformat(timespec="seconds")

    def _measured(self, what: str, number: int | None) -> tuple[str, float | None]:
        now = self._subject.analog()
        if number is not None:
            return "°C", now.temperatures[number - 1] if number <= len(now.temperatures) else None
        if what == "voltage":
            return "V", now.voltage
        return "A", abs(now.current or 0)

    def _record(self, alarm: Alarm | None = None, *, over: bool = False, state: str | None = None) -> Record:
        now = self._subject.analog()
        current = now.current or 0.0
        return Record(
            pack=self._subject.address,
            unit=self._subject.address,
            time=self._moment(),
            mode="charge" if current > IDLE else "discharge" if current < -IDLE else "idle",
            current=current,
            voltage=now.voltage or 0.0,
            soc=int(now.soc or 0),
            remaining_capacity=now.remaining_capacity or 0.0,
            alarm=alarm,
            over=over,
            state=state,
            temperatures=now.temperatures,
            environment_temperature=now.environment_temperature,
            mosfet_temperature=now.mosfet_temperature,
            humidity=min(int(now.humidity or 0), _MOST_HUMIDITY),
            cell_voltages=now.cell_voltages,
        )


class _Logbook:
    """The newest records of one kind, and how far somebody has read."""

    def __init__(self, most: int) -> None:
        self._records: deque[Record] = deque(maxlen=most)
        self._read: tuple[Record, ...] = ()
        self._place = 0

    def write(self, record: Record) -> None:
        self._records.append(record)

    def read(self, step: Step) -> Record | None:
        """The record of a step; what is written while somebody reads is for the next who begins with the first."""
        if step == "first":
            self._read, self._place = tuple(self._records), 0
        elif step == "next":
            self._place += 1
        elif step == "stop":
            self._read = ()
        return self._read[self._place] if self._place < len(self._read) else None
