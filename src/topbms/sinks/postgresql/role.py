"""The role that gateways write as: made, given a password, granted what it lacks. Knows nothing of tables' making."""

from psycopg import sql

from topbms.model.words import Words
from topbms.sinks.postgresql import schema as made
from topbms.sinks.postgresql.columns import TABLES
from topbms.sinks.postgresql.session import Session

_MORE = "SELECT has_table_privilege(%s, %s, 'SELECT, UPDATE, DELETE, TRUNCATE')"
_TEMPORARY = "SELECT has_database_privilege(%s, current_database(), 'TEMPORARY')"
_USES = "SELECT has_schema_privilege(%s, %s, 'USAGE') AND has_function_privilege(%s, %s, 'EXECUTE')"
_INSERTS = (
    "SELECT bool_and(has_column_privilege(%s, wanted.place, wanted.name, 'INSERT')) "
    "FROM unnest(%s::text[], %s::text[]) AS wanted (place, name)"
)


class Role:
    """The role of that name, for the tables of one schema. What it does is told in the words given."""

    def __init__(self, name: str, schema: str, words: Words) -> None:
        self.name = name
        self._schema = schema
        self._say = words.say

    async def make(self, session: Session, password: str, *, is_new: bool) -> list[str]:
        """Make it; with `is_new` one that is there gets the password too. A line if that was done."""
        exists = await session.ask("SELECT count(*) > 0 FROM pg_roles WHERE rolname = %s", self.name)
        if exists and not is_new:
            return []
        statement = sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(
            sql.SQL("ALTER" if exists else "CREATE"),
            sql.Identifier(self.name),
            sql.Literal(self._scrambled(session, password)),
        )
        await session.run(statement)
        say = self._say
        if exists:
            return [say("role {role} has a new password", role=self.name)]
        return [say("made: role {role}, which may insert and read nothing", role=self.name)]

    async def grant(self, session: Session) -> list[str]:
        """Give it the rights that it lacks. A line if that was done."""
        if not await session.ask(_TEMPORARY, self.name):
            await session.run(made.admission(session.connection.info.dbname, self.name))
        if await self._has_rights(session):
            return []
        await session.run(*made.rights(self._schema, self.name))
        return [self._say("made: the rights of role {role}", role=self.name)]

    async def warn(self, session: Session) -> list[str]:
        """A line if it may do more than it should."""
        if not await session.ask(_MORE, self.name, self._place("reading")):
            return []
        template = "role {role} may do more than insert: a gateway's password should not open the whole database"
        return [self._say(template, role=self.name)]

    async def _has_rights(self, session: Session) -> bool:
        claim = self._place("claim(text, uuid)")
        wanted = [(self._place(table.name), name) for table in TABLES for name in table.names]
        places, names = zip(*wanted, strict=True)
        return await session.ask(_USES, self.name, self._schema, self.name, claim) and await session.ask(
            _INSERTS, self.name, list(places), list(names)
        )

    def _place(self, name: str) -> str:
        return f'"{self._schema}".{name}'

    def _scrambled(self, session: Session, password: str) -> str:
        """What proves the password and does not tell it (SCRAM), so that no log of the server can hold it."""
        encrypt = session.connection.pgconn.encrypt_password
        return encrypt(password.encode(), self.name.encode(), b"scram-sha-256").decode()
