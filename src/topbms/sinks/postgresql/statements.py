"""What a running gateway says to PostgreSQL. Knows the columns; needs no right but to insert, and to claim a name."""

from psycopg import sql

from topbms.sinks.postgresql.columns import EVENT, HEALTH, READING, Table

_INCOMING = sql.Identifier("topbms_incoming")


class Statements:
    """The statements for tables in one schema."""

    def __init__(self, schema: str) -> None:
        self.claim = sql.SQL("SELECT coalesce({}(%s, %s), FALSE)").format(sql.Identifier(schema, "claim"))
        """Whether a site's name (first) is, or becomes, that of a gateway (second)."""

        self.temporary = sql.SQL("CREATE TEMPORARY TABLE {} ({}) ON COMMIT DELETE ROWS").format(
            _INCOMING, columns_of(READING)
        )
        """Makes where readings are copied to first: a copy itself has no way to pass over those that are there."""

        self.copy = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(_INCOMING, _names(READING))
        self.move = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {} ON CONFLICT DO NOTHING").format(
            sql.Identifier(schema, READING.name), _names(READING), _names(READING), _INCOMING
        )
        """Without naming the key, which would need the right to read it."""

        self.event = _insert(schema, EVENT)
        self.health = _insert(schema, HEALTH)


def columns_of(table: Table) -> sql.Composed:
    """The columns with their types, as a table is made of them."""
    needed = {True: sql.SQL(" NOT NULL"), False: sql.SQL("")}
    return sql.SQL(", ").join(
        sql.SQL("{} {}{}").format(sql.Identifier(column.name), sql.SQL(column.type), needed[column.needed])
        for column in table.columns
    )


def _names(table: Table) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, table.names))


def _insert(schema: str, table: Table) -> sql.Composed:
    places = sql.SQL(", ").join(sql.Placeholder() * len(table.columns))
    return sql.SQL("INSERT INTO {} ({}) VALUES ({}) ON CONFLICT DO NOTHING").format(
        sql.Identifier(schema, table.name), _names(table), places
    )
