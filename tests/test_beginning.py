"""Where a target begins that the gateway never fed: with its start, or the moment when it was put into the config."""

import asyncio
from pathlib import Path

from tests.engine.forwardclock import QUICK, ForwardClock
from tests.servers.endpoint import Endpoint
from topbms.app import Gateway
from topbms.config import Loaded, parse
from topbms.engine.courier import Courier


def config(folder: Path, target: Endpoint | None = None) -> Loaded:
    sections = {} if target is None else {"influxdb": {"url": f"{target.url}/write", "interval": "1s"}}
    settings = parse(
        {
            "history": {"path": str(folder / "history.db"), "commit": "1s"},
            "web": {"enabled": False},
            "link": [{"id": "usr1", "url": "/dev/no-such-port", "packs": "auto"}],
            **sections,
        }
    )
    return Loaded(settings, folder / "topbms.toml", folder)


async def started(loaded: Loaded) -> Gateway:
    gateway = Gateway(loaded, ForwardClock(), QUICK)
    await gateway.start()
    return gateway


async def until_brought(gateway: Gateway) -> None:
    """Wait until the targets have all that there is, 20 s at most."""
    async with asyncio.timeout(20):
        while not all(_has_all(gateway, feeder) for feeder in gateway.feeders):  # noqa: ASYNC110 - nothing tells a test
            await asyncio.sleep(0.01)


def _has_all(gateway: Gateway, feeder: object) -> bool:
    return isinstance(feeder, Courier) and feeder.cursor == gateway.feed.newest()


def happened(endpoint: Endpoint, kind: str) -> int:
    return sum(f"kind={kind}" in line or f'kind="{kind}"' in line for line in endpoint.lines)


async def test_the_first_start_of_all_is_told(tmp_path: Path) -> None:
    async with Endpoint() as endpoint:
        gateway = await started(config(tmp_path, endpoint))
        await until_brought(gateway)
        await gateway.stop()
    assert happened(endpoint, "start") == 1


async def test_a_target_that_is_new_at_a_start_is_told_of_that_start_only(tmp_path: Path) -> None:
    for _ in range(2):
        await (await started(config(tmp_path))).stop()
    async with Endpoint() as endpoint:
        gateway = await started(config(tmp_path, endpoint))
        await until_brought(gateway)
        await gateway.stop()
    assert happened(endpoint, "start") == 1
    assert happened(endpoint, "stop") == 0


async def test_a_target_that_is_new_in_a_running_gateway_is_not_told_of_what_was(tmp_path: Path) -> None:
    async with Endpoint() as endpoint:
        gateway = await started(config(tmp_path))
        await gateway.reload(config(tmp_path, endpoint))
        await until_brought(gateway)
        await gateway.stop()
    assert happened(endpoint, "start") == 0
