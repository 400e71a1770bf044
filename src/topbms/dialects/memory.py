"""What a pack knows beside this moment, and what it must be told to answer for that; for those dialects that ask.

Known here: fragments. Not known: links, clocks, who asks.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal, Protocol, TypeAlias, runtime_checkable

from topbms.dialects.contract import Conversation, Dialect
from topbms.errors import ConfigError
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
from topbms.protocol.frame import Frame

Log: TypeAlias = Literal["data", "alarms"]
Step: TypeAlias = Literal["first", "next", "again", "stop"]


class Memory(Protocol):
    """What a battery may be asked beside its values; see `topbms.dialects.contract.Battery`."""

    def clock(self) -> Clock:
        """What its clock shows."""
        ...

    def set_clock(self, clock: Clock) -> None:
        """Set its clock; raises ValueError for a time that no calendar has."""
        ...

    def barcode(self) -> Barcode:
        """Its bar code."""
        ...

    def identity(self) -> Identity:
        """What it calls itself."""
        ...

    def pack_count(self) -> PackCount:
        """How many packs it knows of."""
        ...

    def capacities(self) -> Capacities:
        """When new, when full, now."""
        ...

    def accumulation(self) -> Accumulation:
        """What it gave in its life."""
        ...

    def calibration(self, what: str, number: int | None) -> Calibration | None:
        """The values of one calibration; None for one that it does not have."""
        ...

    def settings(self) -> Mapping[str, Setting]:
        """Its parameters by key."""
        ...

    def record(self, log: Log, step: Step) -> Record | None:
        """A record of one of its logs, oldest first; None behind the last one and after "stop"."""
        ...

    def blank_record(self) -> Record:
        """A record of now, for a reply that must have the shape of one."""
        ...


@runtime_checkable
class Remembering(Protocol):
    """A battery that knows more than its values."""

    memory: Memory


class Topic(StrEnum):
    """What a pack can be asked beside its values."""

    IDENTITY = "identity"
    CAPACITIES = "capacities"
    PARAMETERS = "parameters"
    CLOCK = "clock"
    CALIBRATION = "calibration"
    DATA = "data"
    ALARMS = "alarms"


@runtime_checkable
class Inquiring(Dialect, Protocol):
    """A dialect that knows how to ask for more than values."""

    def inquiry(self, topic: Topic, address: int, version: int) -> Conversation:
        """What to ask a pack about a topic."""
        ...

    def clock_setting(self, clock: Clock, version: int) -> Frame:
        """The request that sets the clock of the pack `clock.pack`; raises ValueError for a time without calendar."""
        ...


def inquiring(dialect: Dialect) -> Inquiring:
    """The dialect as one that can be asked for more; raises ConfigError for one that knows values only."""
    if not isinstance(dialect, Inquiring):
        raise ConfigError(
            "packs of dialect {name} can be asked for their values only, as far as is known", name=dialect.name
        )
    return dialect
