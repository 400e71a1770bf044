"""What `topbms postgresql setup` makes, as statements: tables, views, the hypertable, the writer's rights. Pure.

The database's version is the number of steps that were taken; columns of new quantities are no step, but added when
they are missing. Everything belongs to who runs the setup.

The key of readings is gateway and sequence. TimescaleDB wants the time in every key of a hypertable, so there it is
gateway, sequence and time: the same reading sent again has the same time, unless the gateway's clock was put right
in between.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from psycopg import sql

from topbms.sinks.postgresql.columns import TABLES, Column, Table
from topbms.sinks.postgresql.statements import columns_of

Step: TypeAlias = Callable[[str], Sequence[sql.Composed]]
"""The statements that bring the tables of a schema one version further."""

SILENT_AFTER = "5 minutes"
"""A site is silent when nothing came from it for so long; its health comes every minute."""

CHUNK = "7 days"
"""How much time a chunk of the hypertable holds, as TimescaleDB has it by default."""

HAS_TIMESCALE = "SELECT count(*) > 0 FROM pg_extension WHERE extname = 'timescaledb'"
"""Whether the extension is in this database."""

IS_HYPERTABLE = (
    "SELECT count(*) > 0 FROM timescaledb_information.hypertables "
    "WHERE hypertable_schema = %s AND hypertable_name = 'reading'"
)
"""Whether the readings in a schema are one already; only where the extension is."""

_RECEIVED = sql.SQL("received_at timestamptz NOT NULL DEFAULT now()")
_ADMITTED = ("CONNECT", "TEMPORARY")


def _first(schema: str) -> Sequence[sql.Composed]:
    """Version 1: everything."""
    return (
        *(_table(schema, table) for table in TABLES),
        _in("CREATE INDEX reading_of_pack ON {}.reading (site, pack, at)", schema),
        _in(
            "CREATE TABLE {}.site (site text PRIMARY KEY, gateway uuid NOT NULL, "
            "claimed_at timestamptz NOT NULL DEFAULT now(), connected_at timestamptz NOT NULL DEFAULT now())",
            schema,
        ),
        _in(_CLAIM, schema),
        _in("REVOKE ALL ON FUNCTION {}.claim(text, uuid) FROM PUBLIC", schema),
    )


STEPS: tuple[Step, ...] = (_first,)
"""Each brings a database to the next version. Never changed once released."""

_CLAIM = """
CREATE FUNCTION {0}.claim(wanted text, by_gateway uuid) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO {0}.site AS known (site, gateway) VALUES (wanted, by_gateway)
    ON CONFLICT (site) DO UPDATE SET connected_at = now() WHERE known.gateway = excluded.gateway
    RETURNING TRUE
$$"""
"""Gives a site's name to who asks first; NULL for others. It has its owner's rights, so a writer needs none."""

_LATEST = """
CREATE OR REPLACE VIEW {0}.latest AS
WITH RECURSIVE known AS (
    (SELECT site, pack FROM {0}.reading ORDER BY site, pack LIMIT 1)
    UNION ALL
    SELECT following.site, following.pack FROM known, LATERAL (
        SELECT site, pack FROM {0}.reading WHERE (site, pack) > (known.site, known.pack) ORDER BY site, pack LIMIT 1
    ) AS following
)
SELECT now() - newest.at AS age, newest.* FROM known, LATERAL (
    SELECT * FROM {0}.reading WHERE (site, pack) = (known.site, known.pack) ORDER BY at DESC LIMIT 1
) AS newest"""
"""Goes from pack to pack by the index, so it costs the same however long the history is."""

_SITES = """
CREATE OR REPLACE VIEW {0}.sites AS
WITH named AS (SELECT DISTINCT ON (gateway) * FROM {0}.site ORDER BY gateway, connected_at DESC),
newest AS (
    SELECT named.*, reading.at AS last_reading, health.at AS last_health,
        greatest(reading.received_at, health.received_at, named.claimed_at) AS last_received,
        health.version, health.uptime, health.fresh AS fresh_packs, health.silent AS silent_packs, health.last_error,
        (SELECT (sink ->> 'lag')::double precision FROM jsonb_array_elements(health.sinks) AS sink
            WHERE sink ->> 'name' = 'postgresql' LIMIT 1) AS lag
    FROM named
    LEFT JOIN LATERAL (SELECT at, received_at FROM {0}.reading WHERE gateway = named.gateway
        ORDER BY sequence DESC LIMIT 1) AS reading ON TRUE
    LEFT JOIN LATERAL (SELECT * FROM {0}.health WHERE gateway = named.gateway
        ORDER BY sequence DESC LIMIT 1) AS health ON TRUE
),
release AS (
    SELECT site, string_to_array(substring(version FROM '^[0-9]+(?:[.][0-9]+)*'), '.')::integer[] AS number FROM newest
)
SELECT site, gateway, now() - last_reading AS reading_age, now() - last_received AS received_age, lag, version, uptime,
    fresh_packs, silent_packs, last_error,
    now() - last_received > INTERVAL {1} AS is_silent,
    now() - last_reading > INTERVAL {1} AS is_late,
    number < (SELECT max(number) FROM release) AS is_old,
    last_error IS NOT NULL OR silent_packs > 0 AS is_erring
FROM newest JOIN release USING (site)"""

_TROUBLED = """
CREATE OR REPLACE VIEW {0}.troubled_sites AS
SELECT * FROM {0}.sites WHERE is_silent OR is_late OR is_old OR is_erring ORDER BY received_age DESC"""


def foundation(schema: str) -> sql.Composed:
    """The schema itself."""
    return _in("CREATE SCHEMA {}", schema)


def version_table(schema: str) -> sql.Composed:
    """Where the version is kept, a row a step."""
    return _in(
        "CREATE TABLE {}.schema_version (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())",
        schema,
    )


def version(schema: str) -> sql.Composed:
    """Asks for it."""
    return _in("SELECT coalesce(max(version), 0) FROM {}.schema_version", schema)


def taken(schema: str, number: int) -> sql.Composed:
    """Notes a step."""
    return sql.SQL("INSERT INTO {} (version) VALUES ({})").format(
        sql.Identifier(schema, "schema_version"), sql.Literal(number)
    )


def added(schema: str, table: Table, columns: Iterable[Column]) -> sql.Composed:
    """Adds columns to a table."""
    parts = (
        sql.SQL("ADD COLUMN {} {}").format(sql.Identifier(column.name), sql.SQL(column.type)) for column in columns
    )
    return sql.SQL("ALTER TABLE {} {}").format(sql.Identifier(schema, table.name), sql.SQL(", ").join(parts))


def views(schema: str) -> Sequence[sql.Composed]:
    """The views, made or brought up to date with their tables' columns."""
    return _in(_LATEST, schema), _in(_SITES, schema, SILENT_AFTER), _in(_TROUBLED, schema)


def hypertable(schema: str) -> Sequence[sql.Composed]:
    """Makes the readings a hypertable of TimescaleDB, those that are there already included."""
    return (
        _in("ALTER TABLE {}.reading DROP CONSTRAINT reading_pkey", schema),
        _in("ALTER TABLE {}.reading ADD PRIMARY KEY (gateway, sequence, at)", schema),
        sql.SQL(
            "SELECT create_hypertable({}::regclass, 'at', chunk_time_interval => INTERVAL {}, migrate_data => TRUE)"
        ).format(sql.Literal(f'"{schema}".reading'), sql.Literal(CHUNK)),
    )


def rights(schema: str, role: str) -> Sequence[sql.Composed]:
    """What a writer may: insert, but not say when a row was received; and claim a name. It may read nothing."""
    who = sql.Identifier(role)
    return (
        sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(sql.Identifier(schema), who),
        *(_insertion(schema, table, who) for table in TABLES),
        sql.SQL("GRANT EXECUTE ON FUNCTION {} (text, uuid) TO {}").format(sql.Identifier(schema, "claim"), who),
    )


def admission(database: str, role: str) -> sql.Composed:
    """Connecting and temporary tables, which everybody may unless somebody took it away."""
    return sql.SQL("GRANT {} ON DATABASE {} TO {}").format(
        sql.SQL(", ").join(map(sql.SQL, _ADMITTED)), sql.Identifier(database), sql.Identifier(role)
    )


def _table(schema: str, table: Table) -> sql.Composed:
    return sql.SQL("CREATE TABLE {} ({}, {}, PRIMARY KEY (gateway, sequence))").format(
        sql.Identifier(schema, table.name), columns_of(table), _RECEIVED
    )


def _insertion(schema: str, table: Table, who: sql.Identifier) -> sql.Composed:
    names = sql.SQL(", ").join(map(sql.Identifier, table.names))
    return sql.SQL("GRANT INSERT ({}) ON {} TO {}").format(names, sql.Identifier(schema, table.name), who)


def _in(text: str, schema: str, *literals: str) -> sql.Composed:
    """A statement with the schema's name, and literals behind it."""
    return sql.SQL(text).format(sql.Identifier(schema), *map(sql.Literal, literals))
