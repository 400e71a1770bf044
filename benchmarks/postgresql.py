"""Catching up: readings a second from a filled history, through the courier, into a real PostgreSQL on this machine.

All that lies on this way takes part: the history's thread, the rows, the socket, and the server itself, which has to
share the machine with us. It runs with its own defaults (fsync and synchronous commits on, 128 MB of buffers), and the
tables have their key and their index. Readings have all that a pack tells: 16 cells, 6 temperatures, alarms, states.
"""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.servers.postgresql import OWNER, OWNER_PASSWORD, make_cluster, served

from benchmarks.catchup import COUNT, LEAST, ROUNDS, caught_up, fill, opened
from benchmarks.row import Row
from topbms.app.outlets import site
from topbms.cli.loop import runner
from topbms.model.words import words
from topbms.sinks.postgresql import Settings, build
from topbms.sinks.postgresql.setup import Owner, Wish, setup

WHAT = "catching up to PostgreSQL"
DEFAULTS = ("fsync=on", "shared_buffers=128MB")
PASSWORD = "of a server that lives for a minute"  # noqa: S105 -- as it says


def measure() -> Iterable[Row]:
    with TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as history, TemporaryDirectory() as cluster:
        try:
            raw = make_cluster(Path(cluster))
        except pytest.skip.Exception:
            yield Row(WHAT, "not installed", f"{LEAST} readings/s", met=False)
            return
        asyncio.run(fill(Path(history)))
        best = max(_measured(Path(history), raw) for _ in range(ROUNDS))
    yield Row(WHAT, f"{best:.0f} readings/s", f"{LEAST} readings/s", best >= LEAST)


def _measured(history: Path, cluster: Path) -> float:
    with runner() as loop:
        return loop.run(_caught_up(history, cluster))


async def _caught_up(history: Path, cluster: Path) -> float:
    """Readings a second, the server's work included."""
    async with served(cluster, *DEFAULTS) as server, opened(history) as store:
        await server.give_database()
        settings = Settings.model_validate({"host": "127.0.0.1", "port": server.port, "password": PASSWORD})
        await setup(settings, Owner(OWNER, OWNER_PASSWORD), Wish(PASSWORD), words("en"))
        (sink,) = build(settings, site("bench", [], "en", store, "postgresql"))
        effort = await caught_up(store, sink)
        assert await server.query("SELECT count(*) FROM topbms.reading") == [(COUNT,)]
    return COUNT / effort.wall
