"""What is known of a pack at one moment. Frozen; made once by the engine and shown by everyone.

`Analog`, `AlarmReport` and `Product` are fragments without time, as a dialect reads them; `PackReading` joins
them with the pack's identity, its sequence number and its clocks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from topbms.model.alarms import Alarm, AlarmReport
from topbms.model.fragment import Analog, Fragment, Product
from topbms.model.health import Health

__all__ = [
    "Analog",
    "BankReading",
    "Fragment",
    "Pack",
    "PackReading",
    "PackState",
    "Product",
    "Reported",
    "Snapshot",
]

Reported: TypeAlias = float | tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack's identity: `id` never changes and keys everything, `name` is only shown."""

    id: str
    name: str
    link: str
    address: int


@dataclass(frozen=True, slots=True)
class PackReading:
    """One reading of one pack.

    `values` holds the catalogue's quantities by key, measured and derived; a key is absent when the pack does not
    report it, and its value None when it is not known now (held back as implausible, or no time to tell).
    `at` is UTC seconds as the gateway's clock stood, `monotonic` the clock that ages are counted by. `alarms` is
    the newest report and `alarms_age` its age in seconds at the time of the reading; both None when the pack never
    answered. `held` names quantities held back from this reading. `smoothed_current` (A) is what times to full and
    empty are told by; None when the current was never known.
    """

    pack: Pack
    sequence: int
    at: float
    monotonic: float
    values: Mapping[str, Reported]
    balancing: tuple[int, ...] | None = None
    alarms: AlarmReport | None = None
    alarms_age: float | None = None
    product: Product | None = None
    held: tuple[str, ...] = ()
    smoothed_current: float | None = None
    extra: bytes = b""

    @property
    def active(self) -> tuple[Alarm, ...]:
        """The alarms that were active at the newest report; empty also when there never was one."""
        return self.alarms.alarms if self.alarms else ()

    def number(self, key: str) -> float | None:
        """The value of a single-number quantity; None when absent or not known."""
        value = self.values.get(key)
        return None if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class MeanReading(PackReading):
    """Stands for all readings of one bucket of `seconds`, because the single ones are pruned.

    `values` are means, `at` is the middle of the bucket, `sequence` the highest number among its readings; alarms,
    balancing and what was held back are not known any more, and the product is the pack's latest.
    """

    seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class PackState:
    """A pack as it stands now: its newest reading (None before the first), and whether that is too old to trust.

    A pack that has not answered yet is not `stale` until it has been waited for as long as for any reading.

    `since` is UTC seconds of the newest reading, None before the first.
    """

    pack: Pack
    reading: PackReading | None
    stale: bool
    since: float | None = None


@dataclass(frozen=True, slots=True)
class BankReading:
    """All packs together: `values` as in PackReading, counted over the packs that are fresh.

    `present` and `missing` name the packs' ids that are counted and left out. `alarms` are the fresh packs' alarms,
    each with its pack's id.
    """

    at: float
    values: Mapping[str, Reported]
    present: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    alarms: tuple[tuple[str, Alarm], ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that is known at one moment, for whoever shows the newest only.

    `health` is the gateway's own newest one, None in the first minute.
    """

    packs: tuple[PackState, ...]
    bank: BankReading = field(default_factory=lambda: BankReading(0.0, {}))
    health: Health | None = None
