"""Energy counted over a simulated year against what truly went through the pack's terminals.

The simulator sums up its own energy at each of its steps; the meter sees what a BMS tells, 10 mA and 10 mV fine, every
10 s or so, at moments that have nothing to do with those at which the current changes.

The target is half a percent: a BMS's shunt is one percent off when it is a good one, and what we add to that should not
be worth a word. What there is comes of the current that changes between two samples, which evens out, and of voltages
that are cut to 10 mV.
"""

from collections.abc import Iterable, Iterator
from random import Random

from benchmarks.row import Row
from topbms.model.derived import energy, power
from topbms.model.energy import Meter, Sample, metered
from topbms.sim.pack import SimulatedPack

DAYS = 365
INTERVAL = 10.0
JITTER = 0.3  # s by which a poll comes early or late
LIMIT = 30.0
SEED = 1
MOST = 0.5  # %

_DAY = 86_400.0


def measure() -> Iterable[Row]:
    pack = SimulatedPack(1, seed=SEED)
    meter = counted(pack, DAYS)
    yield _row("charged", meter.charge_energy, pack.charged_energy)
    yield _row("discharged", meter.discharge_energy, pack.discharged_energy)


def counted(pack: SimulatedPack, days: float) -> Meter:
    """What a meter makes of so many days of this pack, which lives through them."""
    meter, before = Meter(), None
    for sample in _samples(pack, days):
        meter = metered(meter, before, sample, LIMIT)
        before = sample
    return meter


def error(measured: float, true: float) -> float:
    """% by which it is off."""
    return 100 * (measured - true) / true


def _samples(pack: SimulatedPack, days: float) -> Iterator[Sample]:
    chance = Random(SEED)  # noqa: S311 - the same year each time
    now, end = 0.0, days * _DAY
    while now < end:
        seconds = INTERVAL + chance.uniform(-JITTER, JITTER)
        pack.advance(seconds)
        now += seconds
        told = pack.analog()
        watts, current = power(told.voltage, told.current), told.current
        if watts is not None and current is not None:
            yield Sample(now, watts, current, stored=energy(told.voltage, told.remaining_capacity))


def _row(what: str, measured: float, true: float) -> Row:
    off = error(measured, true)
    shown = f"{off:+.4f} % ({measured:.3f} of {true:.3f} kWh)"
    return Row(f"energy {what} in a year, error", shown, f"{MOST} %", abs(off) <= MOST)
