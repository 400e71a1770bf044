"""A house whose history has a past: readings to order, put in before the gateway starts."""

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from tests.store.making import VALUES
from tests.web.api.house import House, living
from topbms.model.alarms import Alarm, AlarmReport
from topbms.model.event import Event
from topbms.model.reading import Pack, PackReading
from topbms.store.settings import Settings
from topbms.store.store import Store

BEGIN = 1_735_689_600.0
"""2025-01-01 00:00:00 UTC."""

PACKS = {name: Pack(name, f"Battery {name[-1]}", f"usr{name[-1]}", 1) for name in ("battery1", "battery2")}

At = tuple[str, float, dict[str, float | tuple[float, ...] | None], tuple[Alarm, ...]]
"""A pack, seconds since BEGIN, what differs from the usual values, the alarms."""


def at(pack: str, seconds: float, *alarms: Alarm, **values: float | tuple[float, ...] | None) -> At:
    return pack, seconds, values, alarms


@asynccontextmanager
async def with_past(folder: Path, readings: Sequence[At], events: Sequence[Event] = ()) -> AsyncIterator[House]:
    """A house that has lived through this."""
    path = folder / "history.db"
    store = Store(path, Settings(path=path), stamp=lambda monotonic: BEGIN + monotonic, now=time.monotonic)
    await store.open()
    for number, (pack, seconds, values, alarms) in enumerate(readings, 1):
        report = AlarmReport(1, alarms)
        store.append(
            PackReading(
                PACKS[pack], number, BEGIN + seconds, seconds, {**VALUES, **values}, alarms=report, alarms_age=0.0
            )
        )
    for event in events:
        store.record(event)
    await store.close()
    async with living(folder) as house:
        yield house
