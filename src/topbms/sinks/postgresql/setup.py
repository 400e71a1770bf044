"""`topbms postgresql setup`: makes or migrates the tables, and the role that may only insert.

Idempotent, and all of it or nothing: one transaction. Acts as the owner of the tables, whom no gateway needs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import Error, sql

from topbms.errors import SinkError
from topbms.model.words import Words
from topbms.sinks.postgresql import schema as made
from topbms.sinks.postgresql.columns import TABLES
from topbms.sinks.postgresql.connection import connect
from topbms.sinks.postgresql.faults import Failure, fault_of_writing, reason_of
from topbms.sinks.postgresql.role import Role
from topbms.sinks.postgresql.session import Session
from topbms.sinks.postgresql.settings import Settings

_LOCK = 0x746F70626D73  # "topbms": two setups at once would both make what is missing
_FORBIDDEN = "42501"
_COLUMNS = "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped"


@dataclass(frozen=True, slots=True)
class Owner:
    """Who makes it. Without a role it is the system's own user, without a password what libpq finds."""

    user: str | None = None
    password: str | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted beside the tables.

    `password` is what the writer's role gets when it is made; with `is_new` one that is there already gets it, too.
    `released` is a site's name to be taken from its gateway.
    """

    password: str
    is_new: bool = False
    released: str | None = None


@dataclass(frozen=True, slots=True)
class SetupResult:
    """What came of it: a line for each change, a line for what is unwise, and whether the role got the password."""

    changes: tuple[str, ...]
    warnings: tuple[str, ...]
    has_given_password: bool


async def setup(
    settings: Settings, owner: Owner, wish: Wish, words: Words, steps: Sequence[made.Step] = made.STEPS
) -> SetupResult:
    """Make what is missing; raises SinkError when the server is away, or the owner may not.

    `steps` lead from an empty database to this release.
    """
    connection = await connect(settings, owner.user, owner.password, "topbms setup")
    try:
        async with connection.transaction(), connection.cursor() as cursor:
            return await _set_up(Session(connection, cursor), settings, wish, words, steps)
    except Failure as error:
        raise _fault(error, settings, owner) from error
    finally:
        await connection.close()


async def prove(settings: Settings, password: str) -> None:
    """Log in as the gateway will; raises SinkError when it will not get in."""
    connection = await connect(settings, settings.user, password, "topbms setup")
    await connection.close()


def _fault(error: Exception, settings: Settings, owner: Owner) -> SinkError:
    if isinstance(error, Error) and error.sqlstate == _FORBIDDEN:
        return SinkError(
            "PostgreSQL at {where} does not let {user} do that ({reason}): run `topbms postgresql setup --user OWNER` "
            "with the database's owner, who may also create roles",
            where=settings.target,
            user=owner.user or "you",
            reason=reason_of(error),
        )
    return fault_of_writing(error, settings.target, settings.timeout)


async def _set_up(
    session: Session, settings: Settings, wish: Wish, words: Words, steps: Sequence[made.Step]
) -> SetupResult:
    await session.ask("SELECT pg_advisory_xact_lock(%s) IS NOT NULL", _LOCK)
    tables = _Tables(session, settings.schema_name, words)
    role = Role(settings.user, settings.schema_name, words)
    changes = [
        *await tables.migrate(settings.target, steps),
        *await tables.add_columns(),
        *await tables.make_hypertable(),
    ]
    await tables.make_views(is_changed=bool(changes))
    about_role = await role.make(session, wish.password, is_new=wish.is_new)
    changes += [*about_role, *await role.grant(session)]
    if wish.released is not None:
        changes += await tables.release(wish.released)
    return SetupResult(tuple(changes), tuple(await role.warn(session)), bool(about_role))


class _Tables:
    """The tables in one schema; each method gives a line for what it has changed."""

    def __init__(self, session: Session, schema: str, words: Words) -> None:
        self._session = session
        self._schema = schema
        self._say = words.say

    async def migrate(self, place: str, steps: Sequence[made.Step]) -> list[str]:
        """Take the steps that are missing; SinkError for tables of a later release, which are left alone."""
        version, latest = await self._version(), len(steps)
        if version > latest:
            raise SinkError(
                "the tables in {where} are of a later topbms (version {found}, this one knows {known}): update topbms",
                where=place,
                found=version,
                known=latest,
            )
        for number in range(version, latest):
            await self._session.run(*steps[number](self._schema), made.taken(self._schema, number + 1))
        say, schema = self._say, self._schema
        if version == latest:
            return []
        if version:
            return [say("made: schema {schema} as it is in version {version}", schema=schema, version=latest)]
        return [say("made: schema {schema} with its tables and views", schema=schema)]

    async def add_columns(self) -> list[str]:
        """Columns that a table has not yet, such as those of new quantities."""
        say, lines = self._say, list[str]()
        for table in TABLES:
            known = await self._session.listed(_COLUMNS, self._place(table.name))
            missing = [column for column in table.columns if column.name not in known]
            if missing:
                await self._session.run(made.added(self._schema, table, missing))
                names = ", ".join(column.name for column in missing)
                lines.append(say("made: columns of table {table}: {columns}", table=table.name, columns=names))
        return lines

    async def make_hypertable(self) -> list[str]:
        """Where TimescaleDB is there."""
        session = self._session
        if not await session.ask(made.HAS_TIMESCALE) or await session.ask(made.IS_HYPERTABLE, self._schema):
            return []
        await session.run(*made.hypertable(self._schema))
        return [self._say("made: table reading is a hypertable of TimescaleDB")]

    async def make_views(self, *, is_changed: bool) -> None:
        """The views, if their tables have changed or they are gone."""
        if is_changed or await self._session.ask("SELECT to_regclass(%s) IS NULL", self._place("troubled_sites")):
            await self._session.run(*made.views(self._schema))

    async def release(self, site: str) -> list[str]:
        """Free a site's name, for a gateway whose history was begun anew."""
        statement = sql.SQL("DELETE FROM {} WHERE site = {}").format(
            sql.Identifier(self._schema, "site"), sql.Literal(site)
        )
        await self._session.run(statement)
        if not self._session.cursor.rowcount:
            return []
        return [self._say("site {site} is free: the next gateway of that name gets it", site=site)]

    async def _version(self) -> int:
        """The number of steps that were taken; makes where that is kept."""
        session = self._session
        if await session.ask("SELECT to_regnamespace(%s) IS NULL", f'"{self._schema}"'):
            await session.run(made.foundation(self._schema))
        if await session.ask("SELECT to_regclass(%s) IS NULL", self._place("schema_version")):
            await session.run(made.version_table(self._schema))
        return await session.number(made.version(self._schema))

    def _place(self, name: str) -> str:
        return f'"{self._schema}".{name}'
