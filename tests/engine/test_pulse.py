"""Signs of life: a loop that hangs is overdue, one that rests or works is not."""

import asyncio
from collections.abc import Callable, Sequence

from tests.engine.handclock import HandClock
from tests.web.moments import reading
from topbms.engine.attempts import LONGEST_TURN
from topbms.engine.courier import Courier
from topbms.engine.outlet import Outlet
from topbms.engine.pulse import Pulse
from topbms.model.reading import Snapshot
from topbms.model.record import Record
from topbms.model.update import Update


def test_it_is_overdue_when_patience_is_at_an_end() -> None:
    clock = HandClock()
    pulse = Pulse(clock, patience=30.0)
    clock.now += 30.0
    assert pulse.overdue == 0.0
    clock.now += 5.0
    assert pulse.overdue == 5.0
    pulse.beat()
    assert pulse.overdue == 0.0


def test_a_rest_that_was_told_is_no_hanging() -> None:
    clock = HandClock()
    pulse = Pulse(clock, patience=30.0)
    pulse.beat(3600.0)
    clock.now += 3630.0
    assert pulse.overdue == 0.0
    clock.now += 1.0
    assert pulse.overdue == 1.0


class Hanging:
    """A target of either kind that never comes back from writing."""

    name, interval, resend, batch, backfill = "target", 60.0, 1800.0, 10, 0.0

    def __init__(self) -> None:
        self.is_asked = asyncio.Event()

    def attach(self, renew: Callable[[], None]) -> None:
        self.renew = renew

    def render(self, snapshot: Snapshot) -> Sequence[Update]:
        del snapshot
        return (Update("soc", 57.0),)

    async def write(self, what: Sequence[object]) -> None:
        del what
        self.is_asked.set()
        await asyncio.Event().wait()

    async def close(self) -> None:
        return


class OneReading:
    """A history with one record."""

    async def read_after(self, sequence: int, limit: int) -> Sequence[Record]:
        del sequence, limit
        return (reading(),)

    async def sequence_before(self, moment: float) -> int | None:
        del moment
        return None


async def _nothing() -> dict[str, str]:
    return {}


async def _forget(notes: object) -> None:
    del notes


async def overdue_after(feeder: Outlet | Courier, target: Hanging, clock: HandClock) -> float:
    """What the pulse says a second after the longest turn, with the target asked and silent."""
    running = asyncio.create_task(feeder.run())
    await target.is_asked.wait()
    assert feeder.pulse.overdue == 0.0
    clock.now += LONGEST_TURN + 1.0
    late = feeder.pulse.overdue
    running.cancel()
    return late


async def test_an_outlet_whose_target_never_returns_is_overdue() -> None:
    clock, target = HandClock(), Hanging()
    assert await overdue_after(Outlet(target, lambda: Snapshot(()), clock), target, clock) == 1.0


async def test_a_courier_whose_target_never_returns_is_overdue() -> None:
    clock, target = HandClock(), Hanging()
    courier = Courier(target, OneReading(), clock, lambda: 0, _nothing, _forget)
    assert await overdue_after(courier, target, clock) == 1.0
