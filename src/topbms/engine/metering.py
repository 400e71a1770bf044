"""Keeps the meters: one a pack, and one of the bank. Knows readings, and who keeps meters; no disk and no SQL.

What is shown of a meter is what was committed last, never what was counted since: so whatever happens to the gateway,
no counter that anybody has seen goes back.

The bank's meter is no sum of the others: it counts the bank's own power, so that what one pack lends another does not
count, and a pack that comes or goes does not make it jump. It is sampled once a round, when every pack that answers
has been read again; so it costs the same a pack however many there are, and counts nothing while one is silent and
not yet known to be.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from topbms.model.bank import BANK
from topbms.model.energy import KeptMeter, Meter, Sample, lapsed, metered, published, sample_of
from topbms.model.reading import PackReading, PackState, Reported

Keep = Callable[[str, Meter, float], None]
"""Take an owner's meter and the moment (monotonic) that it is of; what is safe comes back by `Metering.committed`."""

Stamp = Callable[[float], float | None]
"""UTC seconds of a monotonic moment; None while that is not known."""


class Packs(Protocol):
    """What the meters need of the feed."""

    def states(self) -> tuple[PackState, ...]:
        """All packs as they stand now."""
        ...

    def is_silent(self, pack_id: str) -> bool:
        """Whether nothing is to be expected of a pack at present."""
        ...

    def limit(self, link: str) -> float:
        """Seconds after which a reading over this link is too old to trust."""
        ...


@dataclass(slots=True)
class _Counting:
    """A meter and its newest sample.

    Until the gap since the last run is told, `kept` is where the meter stood then; `first` is the first sample of now.
    """

    meter: Meter = field(default_factory=Meter)
    before: Sample | None = None
    kept: KeptMeter | None = None
    first: Sample | None = None


class Metering:
    """All meters of one gateway."""

    def __init__(self, packs: Packs, keep: Keep, stamp: Stamp) -> None:
        self._packs = packs
        self._keep = keep
        self._stamp = stamp
        self._countings: dict[str, _Counting] = {}
        self._published: dict[str, Mapping[str, Reported]] = {}
        self._untold: set[str] = set()
        self._awaited: set[str] = set()

    def resume(self, meters: Mapping[str, KeptMeter]) -> None:
        """Go on from where meters stood at the last commit before the start."""
        for owner, kept in meters.items():
            self._countings[owner] = _Counting(kept.meter, kept=kept)
        self.committed({owner: kept.meter for owner, kept in meters.items()})

    def offset(
        self, owner: str, charge: float | None, discharge: float | None, now: float
    ) -> tuple[float, float] | None:
        """Count in an older meter's kWh, None for those that stay; what is shown of both then, None for no change."""
        counting = self._countings.setdefault(owner, _Counting())
        before = counting.meter
        meter = before._replace(
            charge_offset=before.charge_offset if charge is None else charge,
            discharge_offset=before.discharge_offset if discharge is None else discharge,
        )
        if meter == before:
            return None
        counting.meter = meter
        self._keep(owner, meter, now)
        return meter.charge_energy + meter.charge_offset, meter.discharge_energy + meter.discharge_offset

    def committed(self, meters: Mapping[str, Meter]) -> None:
        """These meters are safe, and shown from now on."""
        self._published |= {owner: published(meter) for owner, meter in meters.items()}

    def counted(self, owner: str) -> Mapping[str, Reported]:
        """What is shown of an owner's meter, a pack's or BANK's, by the catalogue's keys; zeros before the first."""
        return self._published.get(owner, _NOTHING)

    def take(self, reading: PackReading) -> None:
        """Meter a reading."""
        self._awaited.discard(reading.pack.id)
        sample = sample_of(reading)
        if sample is not None:
            self._count(reading.pack.id, sample, self._packs.limit(reading.pack.link))

    def watch(self) -> None:
        """Look whether the bank's round is complete, and whether gaps of unknown length can be told now.

        To be called about every second.
        """
        for owner in list(self._untold):
            self._tell_late(owner, self._stamp)
        self._awaited = {pack for pack in self._awaited if not self._packs.is_silent(pack)}
        if not self._awaited:
            self._end_round()

    def end(self) -> None:
        """Tell what is still to be told, before the gateway ends: a gap of unknown length is a gap all the same."""
        for owner in list(self._untold):
            self._tell_late(owner, lambda _: -math.inf)

    def _end_round(self) -> None:
        """Sample the bank, unless a pack is still to be read for the first time, and await everyone anew."""
        states = self._packs.states()
        unread = {state.pack.id for state in states if state.reading is None and not state.stale}
        if unread:
            self._awaited = unread
            return
        fresh = [state.reading for state in states if state.reading is not None and not state.stale]
        self._awaited = {reading.pack.id for reading in fresh}
        sample = _joined([self._newest(reading) for reading in fresh]) if fresh else None
        if sample is not None:
            limit = max(self._packs.limit(link) for link in {reading.pack.link for reading in fresh})
            self._count(BANK, sample if len(fresh) == len(states) else _partial(sample), limit)

    def _newest(self, reading: PackReading) -> Sample | None:
        """The sample that this reading, its pack's newest, was; None when it was none."""
        counting = self._countings.get(reading.pack.id)
        before = None if counting is None else counting.before
        return before if before is not None and before.at == reading.monotonic else None

    def _count(self, owner: str, sample: Sample, limit: float) -> None:
        counting = self._countings.get(owner)
        if counting is None:
            counting = self._countings[owner] = _Counting()
        if counting.before is None and counting.kept is not None:
            counting.first = sample
            self._tell_gap(owner, counting, self._stamp)
        counting.meter = metered(counting.meter, counting.before, sample, limit)
        counting.before = sample
        self._keep(owner, counting.meter, sample.at)

    def _tell_late(self, owner: str, stamp: Stamp) -> None:
        counting = self._countings[owner]
        self._tell_gap(owner, counting, stamp)
        if counting.kept is None and counting.before is not None:
            self._keep(owner, counting.meter, counting.before.at)

    def _tell_gap(self, owner: str, counting: _Counting, stamp: Stamp) -> None:
        """The gap from the last commit before the start to the first sample after it, as soon as UTC is known."""
        kept, first = counting.kept, counting.first
        begin = None if first is None else stamp(first.at)
        if kept is None or first is None or begin is None:
            self._untold.add(owner)
            return
        self._untold.discard(owner)
        seconds = begin - kept.at
        current = max(abs(kept.meter.current), abs(first.current))
        counting.meter = lapsed(counting.meter, seconds if seconds >= 0 else None, current)
        counting.kept = counting.first = None


def _partial(sample: Sample) -> Sample:
    """The bank without all of its packs: its power is that of those that answer, but how full it is nobody knows."""
    return sample._replace(full_capacity=None, soc=None, stored=None, is_full=False, is_whole=False)


def _joined(samples: list[Sample | None]) -> Sample | None:
    """All packs as one; None when one of them lacks its part."""
    if len(samples) == 1:
        return samples[0]
    parts = [sample for sample in samples if sample is not None]
    if len(parts) < len(samples):
        return None
    fulls = [part.full_capacity for part in parts if part.full_capacity is not None]
    stores = [part.stored for part in parts if part.stored is not None]
    return Sample(
        at=sum(part.at for part in parts) / len(parts),
        power=sum(part.power for part in parts),
        current=sum(part.current for part in parts),
        full_capacity=sum(fulls) if len(fulls) == len(parts) else None,
        soc=_lowest_soc(parts),
        stored=sum(stores) if len(stores) == len(parts) else None,
        is_full=all(part.is_full for part in parts),
    )


def _lowest_soc(parts: list[Sample]) -> float | None:
    socs = [part.soc for part in parts if part.soc is not None]
    return min(socs) if len(socs) == len(parts) else None


_NOTHING = published(Meter())
