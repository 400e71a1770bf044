"""A real gateway between two simulated packs, with its web server, and a visitor who asks its API."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from tests.engine.forwardclock import QUICK, ForwardClock
from tests.servers.real import free_port
from topbms.app import Gateway
from topbms.config import Loaded, parse
from topbms.model.alarms import Alarm, Level
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp

HIGH = Alarm("cell_overvoltage", Level.PROTECTION)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class House:
    """`battery1` at link `usr1`, `battery2` at `usr2`."""

    gateway: Gateway
    clock: ForwardClock
    lines: list[SimulatedLine]
    packs: list[SimulatedPack]
    session: aiohttp.ClientSession
    url: str

    async def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        return await self.ask("GET", path, headers=headers)

    async def post(self, path: str, content: object) -> Answer:
        return await self.ask("POST", path, json=content)

    async def ask(self, method: str, path: str, **more: Any) -> Answer:
        async with self.session.request(method, self.url + path, **more) as response:
            headers = {key.lower(): value for key, value in response.headers.items()}
            return Answer(response.status, headers, await response.read())

    def stream(self, last: str | None = None) -> Any:
        """An open stream, as a context."""
        return self.session.get(self.url + "/stream", headers={} if last is None else {"Last-Event-ID": last})

    async def until(self, what: Callable[[], bool]) -> None:
        """Wait for something that happens in the gateway, 20 s at most."""
        async with asyncio.timeout(20):
            while not what():  # noqa: ASYNC110 - nothing in the gateway would set an event for a test
                await asyncio.sleep(0.01)

    def newest(self) -> int:
        return self.gateway.feed.newest()


@dataclass
class Told:
    """One event of a stream; `id` None where it has none."""

    event: str
    id: int | None
    data: Any


async def told(response: aiohttp.ClientResponse) -> AsyncIterator[Told]:
    """The events of a stream, as a browser takes them."""
    fields: dict[str, str] = {}
    async for raw in response.content:
        line = raw.decode().rstrip("\n")
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
            continue
        if "event" in fields:
            yield Told(fields["event"], int(fields["id"]) if "id" in fields else None, json.loads(fields["data"]))
        fields = {}


@asynccontextmanager
async def living(folder: Path, **sections: Any) -> AsyncIterator[House]:
    """The house, with a reading of each pack at least."""
    packs = [SimulatedPack(1, seed=1, soc=60), SimulatedPack(1, seed=2, soc=70)]
    lines = [SimulatedLine([pack], pace=False, speed=0) for pack in packs]
    async with AsyncExitStack() as stack:
        urls = [(await stack.enter_async_context(serve_tcp(line))).url for line in lines]
        port, clock = free_port(), ForwardClock()
        gateway = Gateway(config(folder, port, urls, sections), clock, QUICK)
        await gateway.start()
        stack.push_async_callback(gateway.stop)
        session = await stack.enter_async_context(aiohttp.ClientSession())
        house = House(gateway, clock, lines, packs, session, f"http://127.0.0.1:{port}/api/v1")
        await house.until(lambda: all(state.reading for state in gateway.feed.snapshot().packs))
        await served(port)
        yield house


def config(folder: Path, port: int, urls: list[str], sections: dict[str, Any]) -> Loaded:
    links = [
        {"id": f"usr{i}", "url": url, "pack": [{"address": 1, "id": f"battery{i}", "name": f"Battery {i}"}]}
        for i, url in enumerate(urls, 1)
    ]
    web = {"listen": "127.0.0.1:{port}", **sections.get("web", {})}
    content = {
        "language": "en",
        "poll": {"interval": "200ms", "deadline": "100ms", "spacing": "0ms"},
        "history": {"path": str(folder / "history.db"), "commit": "1s"},
        "link": links,
        **sections,
        "web": {**web, "listen": web["listen"].format(port=port)},
    }
    return Loaded(parse(content), folder / "topbms.toml", folder)


async def served(port: int) -> None:
    """Wait until something listens there, 20 s at most."""
    async with asyncio.timeout(20):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.01)
                continue
            writer.close()
            return
