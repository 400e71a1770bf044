"""`topbms postgresql setup` on a real server: everything once, nothing twice, and a role that can only insert."""

from pathlib import Path

import pytest
from psycopg import sql

from tests.servers.postgresql import OWNER, OWNER_PASSWORD, Postgres
from tests.sinks.postgresql.bench import PASSWORD, bench, kept, set_up, settings
from topbms.errors import SinkError
from topbms.model.quantities import CATALOGUE
from topbms.model.words import words
from topbms.sinks.postgresql import schema
from topbms.sinks.postgresql.setup import Owner, Wish, prove, setup


async def test_the_first_time_everything_is_made_and_told(bare: Postgres) -> None:
    found = await set_up(bare)
    assert found.changes == (
        "made: schema topbms with its tables and views",
        "made: role topbms_writer, which may insert and read nothing",
        "made: the rights of role topbms_writer",
    )
    assert (found.warnings, found.has_given_password) == ((), True)
    tables = await bare.query(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'topbms' ORDER BY 1"
    )
    names = "event health latest reading schema_version site sites troubled_sites"
    assert [name for (name,) in tables] == names.split()


async def test_the_second_time_nothing_changes(server: Postgres) -> None:
    everything = (
        "SELECT c.relname, c.oid, c.relacl::text, c.xmin::text FROM pg_class AS c JOIN pg_namespace AS n "
        "ON n.oid = c.relnamespace WHERE n.nspname = 'topbms' ORDER BY 1"
    )
    before = await server.query(everything)
    found = await set_up(server, Wish("another"))
    assert (found.changes, found.warnings, found.has_given_password) == ((), (), False)
    assert await server.query(everything) == before
    await prove(settings(server), PASSWORD)


async def test_the_table_has_a_column_for_each_quantity(server: Postgres) -> None:
    found = await server.query(
        "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute "
        "WHERE attrelid = 'topbms.reading'::regclass AND attnum > 0"
    )
    kinds = {False: "double precision", True: "real[]"}
    assert {(one.key, kinds[one.each]) for one in CATALOGUE} <= set(found)


async def test_a_quantity_that_is_new_gets_its_column(server: Postgres, tmp_path: Path) -> None:
    """As in a database that was set up before the quantity came; the view of newest readings shows it then."""
    for view in ("troubled_sites", "sites", "latest"):
        await server.query(f"DROP VIEW topbms.{view}")
    await server.query("ALTER TABLE topbms.reading DROP COLUMN humidity, DROP COLUMN temperatures")
    async with bench(tmp_path / "history.db", server) as gateway:
        gateway.read(humidity=41)
        error = await gateway.fail()
        assert 'column "humidity" of relation "reading" does not exist' in error
        found = await set_up(server)
        assert found.changes == (
            "made: columns of table reading: humidity, temperatures",
            "made: the rights of role topbms_writer",
        )
        await gateway.deliver()
    assert await server.query("SELECT humidity, temperatures FROM topbms.latest") == [(41.0, [21.0, 22.5])]


async def test_views_that_are_gone_come_back(server: Postgres) -> None:
    await server.query("DROP VIEW topbms.troubled_sites")
    await set_up(server)
    assert await server.query("SELECT * FROM topbms.troubled_sites") == []


async def test_another_schema(bare: Postgres, tmp_path: Path) -> None:
    await set_up(bare, schema_name="solar")
    async with bench(tmp_path / "history.db", bare, schema_name="solar") as gateway:
        gateway.read()
        await gateway.deliver()
    assert await bare.query("SELECT count(*) FROM solar.reading") == [(1,)]


async def test_a_schema_that_an_administrator_made(bare: Postgres) -> None:
    await bare.query(f"CREATE SCHEMA topbms AUTHORIZATION {OWNER}")
    await bare.query(f"REVOKE CREATE ON DATABASE topbms FROM {OWNER}")
    assert len((await set_up(bare)).changes) == 3


async def test_tables_of_a_later_release_are_left_alone(server: Postgres) -> None:
    await server.query("INSERT INTO topbms.schema_version (version) VALUES (99)")
    with pytest.raises(SinkError, match=r"are of a later topbms \(version 99, this one knows 1\): update topbms"):
        await set_up(server)


async def test_a_later_release_takes_the_steps_that_are_missing_in_their_order(server: Postgres) -> None:
    def second(schema: str) -> list[sql.Composed]:
        return [sql.SQL("CREATE TABLE {} (a int)").format(sql.Identifier(schema, "more"))]

    def third(schema: str) -> list[sql.Composed]:
        return [sql.SQL("ALTER TABLE {} ADD COLUMN b int").format(sql.Identifier(schema, "more"))]

    steps = (*schema.STEPS, second, third)
    owner = Owner(OWNER, OWNER_PASSWORD)
    found = await setup(settings(server), owner, Wish(PASSWORD), words("en"), steps)
    assert found.changes == ("made: schema topbms as it is in version 3",)
    assert await server.query("SELECT a, b FROM topbms.more") == []
    assert await server.query("SELECT version FROM topbms.schema_version ORDER BY 1") == [(1,), (2,), (3,)]
    assert (await setup(settings(server), owner, Wish(PASSWORD), words("en"), steps)).changes == ()


async def test_tables_that_are_gone_are_made_anew(server: Postgres) -> None:
    await server.query("DROP SCHEMA topbms CASCADE")
    found = await set_up(server)
    assert found.changes[0] == "made: schema topbms with its tables and views"
    assert found.changes[1:] == ("made: the rights of role topbms_writer",)


async def test_a_setup_that_fails_leaves_nothing(bare: Postgres) -> None:
    await bare.ask(f"ALTER ROLE {OWNER} NOCREATEROLE")
    with pytest.raises(SinkError, match=r"does not let installer do that \(permission denied to create role\).*OWNER"):
        await set_up(bare)
    assert await bare.query("SELECT count(*) FROM pg_namespace WHERE nspname = 'topbms'") == [(0,)]


async def test_an_owner_who_may_nothing(bare: Postgres) -> None:
    await bare.ask("CREATE ROLE guest LOGIN PASSWORD 'guest'")
    with pytest.raises(SinkError, match="does not let guest do that"):
        await setup(settings(bare), Owner("guest", "guest"), Wish(PASSWORD), words("en"))


async def test_the_owners_password_is_wrong(bare: Postgres) -> None:
    with pytest.raises(SinkError, match='does not let "installer" in'):
        await setup(settings(bare), Owner(OWNER, "wrong"), Wish(PASSWORD), words("en"))


async def test_a_setup_says_so_when_the_server_breaks_off(bare: Postgres) -> None:
    await bare.ask(f"ALTER ROLE {OWNER} SET statement_timeout = 200")
    async with bare.holding(f"SELECT pg_advisory_xact_lock({0x746F70626D73})"):
        with pytest.raises(
            SinkError, match=r"is stopping or starting \(canceling statement due to statement timeout\)"
        ):
            await set_up(bare)


# --- the role


async def test_no_log_holds_the_password(bare: Postgres) -> None:
    await bare.ask("ALTER SYSTEM SET log_statement = 'all'")
    await bare.ask("SELECT pg_reload_conf()")
    await set_up(bare)
    assert "CREATE ROLE" in bare.log()
    assert PASSWORD.replace("'", "''") not in bare.log()


async def test_a_new_password(server: Postgres) -> None:
    found = await set_up(server, Wish("a new one", is_new=True))
    assert found.changes == ("role topbms_writer has a new password",)
    await prove(settings(server), "a new one")
    with pytest.raises(SinkError, match="password authentication failed"):
        await prove(settings(server), PASSWORD)


async def test_a_database_that_lets_nobody_in_by_default(bare: Postgres, tmp_path: Path) -> None:
    await bare.ask("REVOKE ALL ON DATABASE topbms FROM PUBLIC")
    await set_up(bare)
    async with bench(tmp_path / "history.db", bare) as gateway:
        gateway.read()
        await gateway.deliver()
    assert await kept(bare) == [1]


async def test_a_role_that_may_more_is_told_of(bare: Postgres) -> None:
    found = await set_up(bare, user=OWNER)
    assert found.warnings == (
        "role installer may do more than insert: a gateway's password should not open the whole database",
    )


# --- site names


async def test_a_site_is_released_for_a_gateway_with_a_new_history(server: Postgres, tmp_path: Path) -> None:
    async with bench(tmp_path / "old.db", server) as gateway:
        gateway.read()
        await gateway.deliver()
    async with bench(tmp_path / "new.db", server) as gateway:
        gateway.read()
        assert "run `topbms postgresql setup --release`" in await gateway.fail()
        found = await set_up(server, Wish(PASSWORD, released="home"))
        assert found.changes == ("site home is free: the next gateway of that name gets it",)
        await gateway.deliver()
    assert await server.query("SELECT count(DISTINCT gateway), count(*) FROM topbms.reading") == [(2, 2)]
    assert (await set_up(server, Wish(PASSWORD, released="elsewhere"))).changes == ()


# --- TimescaleDB, which is not in Debian


GOLDEN = Path(__file__).parents[2] / "golden" / "postgresql"


def test_what_is_said_to_timescaledb() -> None:
    said = [statement.as_string() for statement in schema.hypertable("topbms")]
    lines = GOLDEN.joinpath("timescaledb.sql").read_text(encoding="utf-8").splitlines()
    assert [schema.HAS_TIMESCALE, schema.IS_HYPERTABLE, *said] == lines


STAND_IN = """
CREATE SCHEMA timescaledb_information;
CREATE TABLE timescaledb_information.hypertables (hypertable_schema name, hypertable_name name);
CREATE FUNCTION create_hypertable(relation regclass, time_column_name name, chunk_time_interval interval,
    migrate_data boolean) RETURNS void LANGUAGE sql AS $$
    INSERT INTO timescaledb_information.hypertables VALUES ('topbms', 'reading') $$;
GRANT ALL ON SCHEMA timescaledb_information TO PUBLIC;
GRANT ALL ON timescaledb_information.hypertables TO PUBLIC;
INSERT INTO pg_extension SELECT 99999, 'timescaledb', extowner, extnamespace, TRUE, '2.0', NULL, NULL
    FROM pg_extension LIMIT 1"""


async def test_where_timescaledb_is_there_the_readings_become_a_hypertable_once(
    server: Postgres, tmp_path: Path
) -> None:
    """A stand-in that only takes note: what is tested is that it is asked once, and that the key it needs works."""
    async with bench(tmp_path / "history.db", server) as gateway:
        await gateway.live(60)
        await gateway.deliver()
        await server.query("SET allow_system_table_mods = on; " + STAND_IN)
        assert (await set_up(server)).changes == ("made: table reading is a hypertable of TimescaleDB",)
        assert (await set_up(server)).changes == ()
        (key,) = await server.query(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'topbms.reading'::regclass"
        )
        assert key == ("PRIMARY KEY (gateway, sequence, at)",)
        await gateway.courier._sink.close()
        gateway.started()
        await gateway.live(60)
        await gateway.deliver()
        assert await kept(server) == list(range(1, gateway.maker.sequence + 1))
