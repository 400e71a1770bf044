"""One pack as a real one stood: a reply of a 150 Ah TopBMS pack, with the values its vendor's program showed.

The cell voltages are read off the frame by hand (0D12 is 3346 mV and so on).
"""

from topbms.model.alarms import AlarmReport
from topbms.model.reading import Analog, Pack, PackReading, PackState, Reported

CELLS = (
    *(3.346, 3.349, 3.343, 3.341, 3.347, 3.350, 3.349, 3.361),
    *(3.347, 3.347, 3.347, 3.347, 3.344, 3.350, 3.351, 3.363),
)

ANALOG = Analog(
    pack=1,
    cell_voltages=CELLS,
    temperatures=(21, 22, 22, 22, 19, 19),
    current=3.84,
    voltage=53.58,
    remaining_capacity=132.35,
    full_capacity=150.0,
    cycle_count=2,
    soc=88,
    soh=100,
    humidity=0,
    environment_temperature=19,
    mosfet_temperature=19,
    balancing=(),
)


def reading(
    pack: str,
    values: dict[str, Reported],
    *,
    alarms: AlarmReport | None = None,
    smoothed_current: float | None = None,
) -> PackReading:
    """A reading of a pack named by its id."""
    return PackReading(
        pack=Pack(id=pack, name=pack.title(), link="usr1", address=1),
        sequence=1,
        at=1_700_000_000.0,
        monotonic=100.0,
        values=values,
        alarms=alarms,
        smoothed_current=smoothed_current,
    )


def fresh(pack_reading: PackReading) -> PackState:
    """The state of a pack that has just been read."""
    return PackState(pack_reading.pack, pack_reading, stale=False, since=pack_reading.at)


def stale(pack_reading: PackReading) -> PackState:
    """The state of a pack whose newest reading is too old to trust."""
    return PackState(pack_reading.pack, pack_reading, stale=True, since=pack_reading.at)
