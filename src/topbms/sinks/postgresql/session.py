"""One transaction of the setup: questions that are answered by yes or no, and statements. Knows no table."""

from psycopg import AsyncConnection, AsyncCursor, sql
from psycopg.rows import TupleRow


class Session:
    """Everything may raise psycopg's errors."""

    def __init__(self, connection: AsyncConnection[TupleRow], cursor: AsyncCursor[TupleRow]) -> None:
        self.connection = connection
        self.cursor = cursor

    async def ask(self, query: str, *values: object) -> bool:
        """A question whose answer is yes or no; NULL is no."""
        await self.cursor.execute(query, values)
        return await self.cursor.fetchone() == (True,)

    async def run(self, *statements: sql.Composed) -> None:
        """Statements, one after the other."""
        for statement in statements:
            await self.cursor.execute(statement)

    async def listed(self, query: str, *values: object) -> list[str]:
        """The first column of the answer."""
        await self.cursor.execute(query, values)
        return [str(row[0]) for row in await self.cursor.fetchall()]

    async def number(self, statement: sql.Composed) -> int:
        """A number."""
        await self.cursor.execute(statement)
        row = await self.cursor.fetchone()
        assert row is not None, statement  # noqa: S101 -- each of these statements has one row
        return int(row[0])
