"""What the role of the gateways may: insert, and claim a name nobody has. Tried on a real server, as that role."""

from pathlib import Path

import psycopg
import pytest

from tests.servers.postgresql import Postgres
from tests.sinks.postgresql.bench import PASSWORD, bench

pytestmark = pytest.mark.asyncio(loop_scope="module")

WRITER = "topbms_writer"
DENIED = psycopg.errors.InsufficientPrivilege


async def as_writer(server: Postgres, statement: str, *values: object) -> object:
    """What comes of something that the gateway's role tries."""
    where = f"host=127.0.0.1 port={server.port} user={WRITER} dbname=topbms"
    async with await psycopg.AsyncConnection.connect(where, password=PASSWORD, autocommit=True) as connection:
        cursor = await connection.execute(statement, values or None)
        return await cursor.fetchall() if cursor.description else cursor.rowcount


@pytest.mark.parametrize("table", ["reading", "event", "health", "site", "schema_version", "latest", "sites"])
async def test_the_role_cannot_read(emptied: Postgres, table: str) -> None:
    with pytest.raises(DENIED):
        await as_writer(emptied, f"TABLE topbms.{table}")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE topbms.reading SET soc = 1",
        "DELETE FROM topbms.reading",
        "TRUNCATE topbms.reading",
        "DELETE FROM topbms.site",
        "INSERT INTO topbms.site (site, gateway) VALUES ('x', gen_random_uuid())",
        "INSERT INTO topbms.schema_version (version) VALUES (9)",
        "DROP TABLE topbms.event",
        "CREATE TABLE topbms.mine (a int)",
        "ALTER TABLE topbms.reading ADD COLUMN mine int",
        "INSERT INTO topbms.event (received_at) VALUES ('2000-01-01')",
        "INSERT INTO topbms.event (site) VALUES ('x') RETURNING site",
        "CREATE ROLE mine",
    ],
)
async def test_the_role_cannot_change_anything(emptied: Postgres, statement: str) -> None:
    with pytest.raises(DENIED):
        await as_writer(emptied, statement)


async def test_the_role_can_take_no_site_from_its_gateway(emptied: Postgres, tmp_path: Path) -> None:
    async with bench(tmp_path / "history.db", emptied) as gateway:
        gateway.read()
        await gateway.deliver()
    thief = "00000000-0000-0000-0000-000000000001"
    before = await emptied.query("SELECT site, gateway FROM topbms.site")
    assert await as_writer(emptied, "SELECT topbms.claim('home', %s)", thief) == [(None,)]
    assert await emptied.query("SELECT site, gateway FROM topbms.site") == before


async def test_others_can_claim_nothing(emptied: Postgres) -> None:
    await emptied.ask("CREATE ROLE guest")
    assert await emptied.query("SELECT has_function_privilege('guest', 'topbms.claim(text, uuid)', 'EXECUTE')") == [
        (False,)
    ]
