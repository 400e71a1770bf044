"""A whole gateway on simulated packs, with its doors open; ages are turned by hand, all else is real."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.engine.forwardclock import QUICK, ForwardClock
from tests.servers.real import free_port
from tests.web.visiting import get
from topbms.app import Gateway
from topbms.config import Loaded, parse
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp


@dataclass
class Scene:
    """Two packs on two lines, and the gateway; `port` is where it answers."""

    gateway: Gateway
    clock: ForwardClock
    lines: list[SimulatedLine]
    packs: list[SimulatedPack]
    port: int
    loaded: Loaded

    async def page(self, path: str) -> tuple[int, Mapping[str, Any]]:
        """The status and the JSON of a page."""
        answer = await get(self.port, path)
        return answer.status, json.loads(answer.text)

    async def metrics(self) -> str:
        return (await get(self.port, "/metrics")).text

    async def until(self, what: Callable[[], bool]) -> None:
        """Wait for something that happens in the gateway, 20 s at most."""
        async with asyncio.timeout(20):
            while not what():  # noqa: ASYNC110 - nothing in the gateway would set an event for a test
                await asyncio.sleep(0.01)

    async def until_page(self, path: str, status: int) -> Mapping[str, Any]:
        """The JSON of a page when it has this status, 20 s at most."""
        async with asyncio.timeout(20):
            while True:
                found, content = await self.page(path)
                if found == status:
                    return content


@asynccontextmanager
async def playing(folder: Path, **sinks: Any) -> AsyncIterator[Scene]:
    packs = [SimulatedPack(1, seed=1, soc=60), SimulatedPack(1, seed=2, soc=70)]
    lines = [SimulatedLine([pack], pace=False, speed=0) for pack in packs]
    async with AsyncExitStack() as stack:
        urls = [(await stack.enter_async_context(serve_tcp(line))).url for line in lines]
        port, clock = free_port(), ForwardClock()
        loaded = _config(urls, port, folder, sinks)
        gateway = Gateway(loaded, clock, QUICK)
        await gateway.start()
        stack.push_async_callback(gateway.stop)
        scene = Scene(gateway, clock, lines, packs, port, loaded)
        await scene.until(lambda: all(state.reading for state in gateway.feed.snapshot().packs))
        await _until_open(port)
        yield scene


async def _until_open(port: int) -> None:
    async with asyncio.timeout(20):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.01)
            else:
                writer.close()
                return


def _config(urls: list[str], port: int, folder: Path, sinks: Mapping[str, Any]) -> Loaded:
    settings = parse(
        {
            "language": "en",
            "poll": {"interval": "200ms", "deadline": "100ms", "spacing": "0ms"},
            "history": {"path": str(folder / "history.db"), "commit": "1s"},
            "web": {"listen": f"127.0.0.1:{port}"},
            "link": [
                {"id": f"usr{i}", "url": url, "pack": [{"address": 1, "id": f"battery{i}", "name": f"Battery {i}"}]}
                for i, url in enumerate(urls, 1)
            ],
            **sinks,
        }
    )
    return Loaded(settings, folder / "topbms.toml", folder)
