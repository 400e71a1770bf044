"""A real broker, and somebody who listens to it."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import aiomqtt

from tests.servers.real import RealServer, free_port, program

_PATIENCE = 20.0


class Got(NamedTuple):
    """One message as it came; `was_kept` for one that the broker had before it was asked."""

    topic: str
    payload: str
    was_kept: bool

    @property
    def json(self) -> Any:
        return json.loads(self.payload)


class Mosquitto(RealServer):
    """Mosquitto with these lines in its config; keeps nothing over a restart unless they say so."""

    def __init__(self, folder: Path, *lines: str, port: int | None = None) -> None:
        where = free_port() if port is None else port
        config = folder / "mosquitto.conf"
        plain = ("allow_anonymous true",) if not lines else ()
        # As root it would become the user of its package, who may not read the folder.
        user = ("user root",) if os.geteuid() == 0 else ()
        config.write_text("\n".join([f"listener {where} 127.0.0.1", *user, *plain, *lines, ""]), encoding="utf-8")
        super().__init__([program("mosquitto", "mosquitto"), "-v", "-c", config], folder, where)

    @property
    def url(self) -> str:
        return f"mqtt://127.0.0.1:{self.port}"


@asynccontextmanager
async def running(folder: Path, *lines: str) -> AsyncIterator[Mosquitto]:
    broker = Mosquitto(folder, *lines)
    await broker.start()
    try:
        yield broker
    finally:
        await broker.stop()


@dataclass
class Ear:
    """What came on all topics, in order."""

    client: aiomqtt.Client
    got: list[Got] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def of(self, topic: str) -> list[Got]:
        return [one for one in self.got if one.topic == topic]

    def last(self, topic: str) -> Got:
        return self.of(topic)[-1]

    def topics(self) -> list[str]:
        return [one.topic for one in self.got]

    def forget(self) -> None:
        self.got.clear()

    async def until(self, what: Callable[[], bool]) -> None:
        """Wait for something that messages bring about."""
        async with asyncio.timeout(_PATIENCE):
            while not what():
                self._news.clear()
                await self._news.wait()

    async def until_quiet(self) -> None:
        """Until everything that was published before has come: a message of our own is the last."""
        await self.client.publish("quiet", b"", qos=1)
        await self.until(lambda: "quiet" in self.topics())
        self.got = [one for one in self.got if one.topic != "quiet"]

    async def say(self, topic: str, payload: str, *, retain: bool = False) -> None:
        await self.client.publish(topic, payload, qos=1, retain=retain)

    async def listen(self) -> None:
        with suppress(aiomqtt.MqttError):
            async for message in self.client.messages:
                self.got.append(Got(str(message.topic), bytes(message.payload).decode(), bool(message.retain)))
                self._news.set()


@asynccontextmanager
async def listening(port: int, **more: Any) -> AsyncIterator[Ear]:
    """Hears everything, what the broker has kept included."""
    async with AsyncExitStack() as stack:
        client = aiomqtt.Client("127.0.0.1", port, **more)
        ear = Ear(client)
        await client.__aenter__()
        task = asyncio.create_task(ear.listen())
        stack.push_async_callback(asyncio.wait, [task], timeout=_PATIENCE)  # it ends with its connection
        stack.push_async_exit(client)
        await client.subscribe("#", qos=1)
        await ear.until_quiet()
        yield ear
