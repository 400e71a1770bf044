"""A past for a simulated pack, so that a demonstration need not begin with empty charts. Knows no store."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from topbms.model.alarms import AlarmReport
from topbms.model.fragment import Clock
from topbms.model.reading import Analog
from topbms.sim.house import DAY
from topbms.sim.pack import COARSE_STEP, SimulatedPack


def past(
    pack: SimulatedPack, *, until: float, days: float, every: float
) -> Iterator[tuple[float, Analog, AlarmReport]]:
    """What the pack would have said every `every` s during the `days` before `until` (in the caller's clock, s).

    The pack lives through it: its clock goes back by that time at the first reading and is where it was at the last,
    which carries `until`; so the pack goes on from there without a gap. Make it with the time of day of `until`.
    """
    count = int(days * DAY / every)
    pack.time -= count * every
    for left in range(count - 1, -1, -1):
        pack.advance(every, coarse=every >= COARSE_STEP)
        yield until - left * every, pack.analog(), pack.alarms()


def settle(pack: SimulatedPack, now: datetime, soc: float) -> None:
    """Let a pack live a day before its first moment, so that its logs are not empty; its clock shows `now` then.

    It begins with `soc` % as if nothing had happened. `now` is local time without zone, as a pack's clock has none.
    """
    pack.time -= DAY
    pack.memory.set_clock(Clock(pack.address, (now - timedelta(seconds=DAY)).isoformat(timespec="seconds")))
    pack.advance(DAY)
    pack.set_soc(soc)
