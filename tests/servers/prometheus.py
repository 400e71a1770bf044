"""A real Prometheus that scrapes one target each second."""

import asyncio
from pathlib import Path
from typing import Any

import aiohttp

from tests.servers.real import RealServer, free_port, program

_CONFIG = """\
global:
  scrape_interval: 1s
  scrape_timeout: 1s
scrape_configs:
  - job_name: topbms
    static_configs:
      - targets: ["127.0.0.1:{target}"]
"""

_OK = 200
_LOOK = 0.05


class Prometheus(RealServer):
    """Prometheus as Debian has it, with its data in the folder."""

    def __init__(self, folder: Path, target: int) -> None:
        port, config = free_port(), folder / "prometheus.yml"
        config.write_text(_CONFIG.format(target=target), encoding="utf-8")
        listen = f"--web.listen-address=127.0.0.1:{port}"
        data = f"--storage.tsdb.path={folder / 'data'}"
        super().__init__([program("prometheus", "prometheus"), f"--config.file={config}", data, listen], folder, port)

    async def start(self) -> None:
        """Start it, and wait until it answers questions."""
        await super().start()
        async with asyncio.timeout(30), aiohttp.ClientSession() as session:
            while (await session.get(f"http://127.0.0.1:{self.port}/-/ready")).status != _OK:  # noqa: ASYNC110
                await asyncio.sleep(_LOOK)

    async def query(self, expression: str) -> dict[str, float]:
        """The value of each series that an expression has now, by its labels as Prometheus writes them."""
        found = await self._get("query", query=expression)
        return {_written(series["metric"]): float(series["value"][1]) for series in found["result"]}

    async def target(self) -> tuple[str, str]:
        """The health of the target, "up" or "down", and the error of the last scrape."""
        (found,) = (await self._get("targets"))["activeTargets"]
        return found["health"], found["lastError"]

    async def names(self) -> set[str]:
        """Every name that has ever been scraped."""
        found = await self._get("label/__name__/values")
        return set(found)

    async def _get(self, path: str, **query: str) -> Any:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{self.port}/api/v1/{path}", params=query) as response,
        ):
            answer = await response.json()
        assert answer["status"] == "success", answer
        return answer["data"]


def _written(labels: dict[str, str]) -> str:
    shown = {key: value for key, value in labels.items() if key not in {"instance", "job", "site"}}
    name = shown.pop("__name__", "")
    return f"{name}{{{','.join(f'{key}={value}' for key, value in sorted(shown.items()))}}}"
