"""Many packs for the scale benchmark, in a process of their own: 16 a line, each line on a TCP port.

python -m benchmarks.crowd PACKS     prints the lines' URLs as JSON when ready, and goes on until it is killed
"""

import asyncio
import json
import resource
import sys
from contextlib import AsyncExitStack

from topbms.model.alarms import AlarmReport
from topbms.model.reading import Analog, Product
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp

A_LINE = 16
_BACKLOG = 4096
_STEP = 10.0
_SCRIPT = 256


class ScriptedPack:
    """Answers with what a simulated pack lived through beforehand: ten thousand batteries would need their own core."""

    def __init__(self, address: int, script: list[Analog], alarms: AlarmReport, begin: int) -> None:
        self.address = address
        self._script = script
        self._alarms = alarms
        self._at = begin

    def analog(self) -> Analog:
        self._at = (self._at + 1) % len(self._script)
        return self._script[self._at]

    def alarms(self) -> AlarmReport:
        return self._alarms

    def product(self) -> Product:
        return Product(self.address, company="topbms simulator")

    def advance(self, seconds: float) -> None:
        """Time passes by reading only."""


async def _serve(packs: int) -> None:
    scripts = [_script(address) for address in range(1, A_LINE + 1)]
    async with AsyncExitStack() as stack:
        urls = []
        for first in range(0, packs, A_LINE):
            members = [ScriptedPack(address, *scripts[address - 1], begin=first) for address in range(1, A_LINE + 1)][
                : packs - first
            ]
            urls.append((await stack.enter_async_context(serve_tcp(SimulatedLine(members, pace=False)))).url)
        print(json.dumps(urls), flush=True)
        await asyncio.Event().wait()


def _script(address: int) -> tuple[list[Analog], AlarmReport]:
    """What one pack tells over three quarters of an hour, there and back, so that nothing jumps."""
    pack = SimulatedPack(address, seed=address, time=43_200.0)
    told = []
    for _ in range(_SCRIPT):
        pack.advance(_STEP)
        told.append(pack.analog())
    return [*told, *reversed(told)], pack.alarms()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (_BACKLOG, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    asyncio.run(_serve(int(sys.argv[1])))
