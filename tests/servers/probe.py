"""Plain questions to a fake Domoticz, and a clock turned by hand: what the tests of the fake share."""

import base64
import json
import time
from dataclasses import dataclass
from typing import Any

import aiohttp
from multidict import CIMultiDictProxy

from tests.servers.domoticz import FakeDomoticz

FACTORY_PASSWORD = "domoticz"


@dataclass(frozen=True)
class Got:
    status: int
    headers: CIMultiDictProxy[str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Clock:
    """Begins at the true time, for cookies carry it, and moves only when it is turned."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


async def fetch(fake: FakeDomoticz, target: str, method: str = "GET", **more: Any) -> Got:
    """One request on a connection of its own, certificate unchecked; `more` goes to aiohttp."""
    async with (
        aiohttp.ClientSession(auto_decompress=False, skip_auto_headers=["Accept-Encoding"]) as session,
        session.request(method, fake.url + target, ssl=False, **more) as response,
    ):
        return Got(response.status, response.headers, await response.read())


async def ask(fake: FakeDomoticz, command: str, headers: dict[str, str] | None = None, /, **params: str) -> Got:
    """One API call; `headers` holds the only credentials that are sent."""
    query = {"type": "command", "param": command} | params
    return await fetch(fake, "/json.htm", params=query, headers=headers)


def basic(user: str = "admin", password: str = FACTORY_PASSWORD) -> dict[str, str]:
    credentials = base64.b64encode(f"{user}:{password}".encode()).decode()
    return {"Authorization": f"Basic {credentials}"}


async def add_hardware(fake: FakeDomoticz, **more: str) -> dict[str, Any]:
    params = {"htype": "15", "name": "Battery gateway", "enabled": "true", "datatimeout": "0", "loglevel": "7"}
    got: dict[str, Any] = (await ask(fake, "addhardware", **(params | more))).json
    return got


async def create(fake: FakeDomoticz, mapped: str = "0xF308", options: str = "", **more: str) -> str:
    params = {"idx": "1", "sensorname": "Pack voltage", "sensormappedtype": mapped, "sensoroptions": options}
    got = (await ask(fake, "createdevice", **(params | more))).json
    assert got["title"] == "CreateSensor"
    return str(got["idx"])


async def update(fake: FakeDomoticz, idx: str, **params: str) -> dict[str, Any]:
    got: dict[str, Any] = (await ask(fake, "udevice", idx=idx, **params)).json
    return got


async def read(fake: FakeDomoticz, idx: str) -> dict[str, Any]:
    (record,) = (await ask(fake, "getdevices", rid=idx)).json["result"]
    return dict(record)


async def listed(fake: FakeDomoticz, **filters: str) -> list[str]:
    return [one["idx"] for one in (await ask(fake, "getdevices", **filters)).json.get("result", [])]
