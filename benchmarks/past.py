"""Two packs' past out of the simulator, a reading of each every 10 s: what benchmarks of histories are filled with."""

from collections.abc import Iterator

from topbms.engine.assembly import Assembler, Moment
from topbms.engine.settings import PackSettings
from topbms.model.reading import Pack, PackReading
from topbms.sim.history import past
from topbms.sim.pack import SimulatedPack

PACKS = 2
INTERVAL = 10.0
DAY = 86_400.0
BEGIN = 1_735_689_600.0  # 2025-01-01 UTC


def rounds(days: float) -> Iterator[list[PackReading]]:
    """A reading of each pack, round after round; monotonic seconds count from BEGIN."""
    packs = [SimulatedPack(1, seed=number) for number in range(PACKS)]
    pasts = [past(pack, until=BEGIN + days * DAY, days=days, every=INTERVAL) for pack in packs]
    assemblers = [
        Assembler(Pack(f"battery{number}", f"Battery {number}", "bench", 1), PackSettings(address=1))
        for number in range(PACKS)
    ]
    sequence = iter(range(1, 1 << 62))
    for moments in zip(*pasts, strict=True):
        readings = []
        for pack, assembler, (at, analog, alarms) in zip(packs, assemblers, moments, strict=True):
            fragments = (analog, alarms, pack.product())
            reading = assembler.assemble(fragments, lambda: next(sequence), Moment(at - BEGIN, at))
            assert reading is not None
            readings.append(reading)
        yield readings
