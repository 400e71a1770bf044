"""The other ends for a benchmark, in a process of their own so that their work does not count as the gateway's.

python -m benchmarks.peers         prints one line of JSON when ready, and goes on until it is killed
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass

import aiohttp
from tests.servers.domoticz import FakeDomoticz

from topbms.model.alarms import AlarmReport
from topbms.model.reading import Analog, Product
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp

STEP = 10.0

FIVE = {
    "voltage": "0xF308",
    "current": "0xF317",
    "soc": "0xF306",
    "remaining_capacity": "0xF31F&sensoroptions=1;Ah",
    "cycle_count": "0xF31F&sensoroptions=1;",
}
"""The devices of the old scripts, with the types that Domoticz maps them to."""


@dataclass(frozen=True, slots=True)
class Peers:
    """Where they are: a Domoticz with the five devices' idx, and two lines with one pack each."""

    domoticz: str
    idx: dict[str, int]
    lines: list[str]


class SteppedPack:
    """A pack that lives ten seconds at each reading, however fast it is read."""

    address = 1

    def __init__(self, seed: int) -> None:
        self._pack = SimulatedPack(1, seed=seed, time=0.0)

    def analog(self) -> Analog:
        self._pack.advance(STEP)
        return self._pack.analog()

    def alarms(self) -> AlarmReport:
        return self._pack.alarms()

    def product(self) -> Product:
        return self._pack.product()

    def advance(self, seconds: float) -> None:
        """Time passes by reading only."""


@contextmanager
def peers(*, baud: int = 9600, pace: bool = True) -> Iterator[Peers]:
    """Start them, and end them afterwards."""
    command = [sys.executable, "-m", "benchmarks.peers", str(baud), "paced" if pace else "at-once"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield Peers(**json.loads(process.stdout.readline()))
        finally:
            process.kill()


async def _serve(baud: int, *, pace: bool) -> None:
    async with AsyncExitStack() as stack:
        domoticz = await stack.enter_async_context(FakeDomoticz(trusted=True))
        lines = [
            await stack.enter_async_context(serve_tcp(SimulatedLine([pack], baud=baud, pace=pace)))
            for pack in (SteppedPack(1), SteppedPack(2))
        ]
        found = Peers(domoticz.url, await _devices(domoticz.url), [line.url for line in lines])
        print(json.dumps({"domoticz": found.domoticz, "idx": found.idx, "lines": found.lines}), flush=True)
        await asyncio.Event().wait()


async def _devices(url: str) -> dict[str, int]:
    async with aiohttp.ClientSession() as client:
        hardware = await _ask(client, url, "addhardware&htype=15&name=old&enabled=true&loglevel=7&datatimeout=0")
        return {
            key: int(await _ask(client, url, f"createdevice&idx={hardware}&sensorname={key}&sensormappedtype={kind}"))
            for key, kind in FIVE.items()
        }


async def _ask(client: aiohttp.ClientSession, url: str, command: str) -> str:
    async with client.get(f"{url}/json.htm?type=command&param={command}") as answer:
        return str((await answer.json())["idx"])


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), pace=sys.argv[2] == "paced"))
