"""Real databases that take the line protocol: InfluxDB 1 and VictoriaMetrics, as Debian has them."""

import json
from pathlib import Path
from typing import Any

import aiohttp

from tests.servers.real import RealServer, free_port, program

_CONFIG = """\
reporting-disabled = true
bind-address = "127.0.0.1:0"
[meta]
dir = "{folder}/meta"
[data]
dir = "{folder}/data"
wal-dir = "{folder}/wal"
[http]
bind-address = "127.0.0.1:{port}"
auth-enabled = {auth}
log-enabled = false
"""


class Influxd(RealServer):
    """InfluxDB 1; its database is `topbms`. With `auth`, it has an administrator of this name and password."""

    def __init__(self, folder: Path, auth: tuple[str, str] | None = None) -> None:
        port = free_port()
        config = folder / "influxd.conf"
        config.write_text(_CONFIG.format(folder=folder, port=port, auth=str(auth is not None).lower()))
        super().__init__((program("influxd", "influxdb"), "-config", config), folder, port)
        self._auth = auth

    @property
    def url(self) -> str:
        """The write endpoint."""
        return f"http://127.0.0.1:{self.port}/write?db=topbms"

    async def prepare(self) -> None:
        """Start it for the first time."""
        await self.start()
        if self._auth is not None:
            await self.ask("CREATE USER {} WITH PASSWORD '{}' WITH ALL PRIVILEGES".format(*self._auth))
        await self.ask("CREATE DATABASE topbms")

    async def ask(self, query: str) -> list[dict[str, Any]]:
        """The rows of a query as column and value, all series one after the other; times in nanoseconds."""
        parameters = {"db": "topbms", "epoch": "ns", "q": query}
        if self._auth is not None:
            parameters["u"], parameters["p"] = self._auth
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"http://127.0.0.1:{self.port}/query", params=parameters) as response,
        ):
            (result,) = (await response.json())["results"]
        assert "error" not in result, result
        return [
            dict(zip(series["columns"], row, strict=True)) | series.get("tags", {})
            for series in result.get("series", ())
            for row in series.get("values", ())
        ]

    async def write(self, lines: str) -> int:
        """Write lines as somebody else would; the status."""
        async with aiohttp.ClientSession() as session, session.post(self.url, data=lines) as response:
            return response.status


class VictoriaMetrics(RealServer):
    """VictoriaMetrics, single node."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        command = (
            program("victoria-metrics", "victoria-metrics"),
            f"-storageDataPath={folder / 'metrics'}",
            f"-httpListenAddr=127.0.0.1:{port}",
            "-retentionPeriod=100y",
        )
        super().__init__(command, folder, port)

    async def prepare(self) -> None:
        """Start it for the first time."""
        await self.start()

    @property
    def url(self) -> str:
        """The write endpoint."""
        return f"http://127.0.0.1:{self.port}/write"

    async def series(self, selector: str) -> list[dict[str, Any]]:
        """All series of a selector, with all their samples: `metric`, `timestamps` (ms), `values`."""
        base = f"http://127.0.0.1:{self.port}"
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{base}/internal/force_flush") as flushed:
                assert flushed.ok
            async with session.get(f"{base}/api/v1/export", params={"match[]": selector}) as response:
                return [json.loads(line) for line in (await response.text()).splitlines()]
