"""A gateway whose packs have lived for a day already: what the history held is known, as the simulator said it."""

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.engine.forwardclock import QUICK, ForwardClock
from tests.servers.real import free_port
from tests.web.api.house import House, config, living, served
from topbms.app import Gateway
from topbms.engine.assembly import Assembler, Moment
from topbms.engine.settings import PackSettings
from topbms.model.reading import Analog, Pack
from topbms.sim.history import past
from topbms.sim.pack import SimulatedPack
from topbms.store.settings import Settings
from topbms.store.store import Store

DAYS = 1.1
EVERY = 120.0  # s between two readings

Said = tuple[float, Analog]
"""When, and what a pack said then."""


@dataclass
class Furnished:
    """`past` is, of each pack, what it said before the gateway was started."""

    house: House
    past: dict[str, list[Said]]

    @property
    def url(self) -> str:
        """Where the page is."""
        return page_of(self.house)


def page_of(house: House, prefix: str = "") -> str:
    """Where a house shows its page."""
    return house.url.removesuffix("/api/v1") + prefix + "/"


@asynccontextmanager
async def furnished(folder: Path, **sections: Any) -> AsyncIterator[Furnished]:
    said = await _live_through_a_day(folder / "history.db")
    async with living(folder, **sections) as house:
        yield Furnished(house, said)


@asynccontextmanager
async def empty(folder: Path) -> AsyncIterator[str]:
    """The page of a gateway to which nobody has told of a pack."""
    async with AsyncExitStack() as stack:
        port = free_port()
        gateway = Gateway(config(folder, port, [], {}), ForwardClock(), QUICK)
        await gateway.start()
        stack.push_async_callback(gateway.stop)
        await served(port)
        yield f"http://127.0.0.1:{port}/"


async def _live_through_a_day(path: Path) -> dict[str, list[Said]]:
    now, offset = time.time() - 60, time.time() - time.monotonic()
    store = Store(path, Settings(path=path), stamp=lambda monotonic: monotonic + offset, now=time.monotonic)
    await store.open()
    assemblers = [Assembler(_pack(number), PackSettings(address=1)) for number in (1, 2)]
    pasts = [past(SimulatedPack(1, seed=number + 10), until=now, days=DAYS, every=EVERY) for number in (1, 2)]
    said: dict[str, list[Said]] = {assembler.pack.id: [] for assembler in assemblers}
    sequence = iter(range(1, 1 << 62))
    for moments in zip(*pasts, strict=True):
        for assembler, (at, analog, alarms) in zip(assemblers, moments, strict=True):
            reading = assembler.assemble((analog, alarms), lambda: next(sequence), Moment(at - offset, at))
            assert reading is not None
            store.append(reading)
            said[assembler.pack.id].append((at, analog))
    await store.close()
    return said


def _pack(number: int) -> Pack:
    return Pack(f"battery{number}", f"Battery {number}", f"usr{number}", 1)


def between(said: Sequence[Said], begin: float, end: float) -> list[Said]:
    """What was said from `begin` to `end`, UTC seconds."""
    return [one for one in said if begin <= one[0] <= end]
