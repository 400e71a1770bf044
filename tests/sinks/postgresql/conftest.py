"""A cluster made once, a server for each test, and its tables."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.servers.postgresql import Postgres, make_cluster, served
from tests.sinks.postgresql.bench import set_up


@pytest.fixture(scope="session")
def cluster() -> Iterator[Path]:
    """With an owner and an empty database of his; where the server's user may go, which pytest's folders are not."""
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        raw = make_cluster(Path(first))
        yield asyncio.run(_prepared(raw, Path(second)))


async def _prepared(raw: Path, folder: Path) -> Path:
    server = Postgres(raw, folder)
    await server.start()
    await server.give_database()
    await server.stop()
    return folder / "data"


@pytest.fixture
async def bare(cluster: Path) -> AsyncIterator[Postgres]:
    """A server whose database is empty."""
    async with served(cluster) as server:
        yield server


@pytest.fixture
async def server(bare: Postgres) -> Postgres:
    """A server with the tables of `topbms postgresql setup`."""
    await set_up(bare)
    return bare


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(cluster: Path) -> AsyncIterator[Postgres]:
    """One server with its tables for all tests of a module, whose loop it shares."""
    async with served(cluster) as one:
        await set_up(one)
        yield one


@pytest_asyncio.fixture(loop_scope="module")
async def emptied(shared: Postgres) -> Postgres:
    """The module's server, with nothing in its tables."""
    await shared.query("TRUNCATE topbms.reading, topbms.event, topbms.health, topbms.site")
    return shared
