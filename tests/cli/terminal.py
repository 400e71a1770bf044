"""Batteries for verbs that run an event loop of their own: the simulator, in a thread with its loop."""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager

from topbms.sim.faults import Fault
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp


@contextmanager
def batteries(
    count: int = 1, *faults: Fault, soc: float = 60.0, packs: Sequence[SimulatedPack] = (), dialect: str = "topbms"
) -> Iterator[str]:
    """The URL of a line with that many packs, or with these, which answer at once."""
    packs = packs or [SimulatedPack(address, seed=1, soc=soc) for address in range(1, count + 1)]
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    stack = AsyncExitStack()

    async def begin() -> str:
        line = SimulatedLine(packs, dialect=dialect, pace=False, speed=0, faults=faults)
        return (await stack.enter_async_context(serve_tcp(line))).url

    try:
        yield asyncio.run_coroutine_threadsafe(begin(), loop).result()
    finally:
        asyncio.run_coroutine_threadsafe(stack.aclose(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
