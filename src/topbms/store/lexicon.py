"""Numbers for what would be long to repeat in each row: packs, quantities, shapes, alarm reports.

Knows the tables pack, quantity, shape and report. A new word is written at once, in the transaction that is open;
after a rollback a new Lexicon is needed, because numbers given in it stand for nothing.
"""

import sqlite3

from topbms.model.alarms import AlarmReport
from topbms.model.reading import Pack, Product
from topbms.store.reports import product_from, product_text, report_from, report_text
from topbms.store.shapes import Shape, shape_from

MOST_REPORTS = 10_000
"""Reports remembered: a dialect with an ever new report must not fill the memory."""


class Lexicon:
    """Looks up numbers and what they stand for, and remembers both."""

    def __init__(self, connection: sqlite3.Connection, most_reports: int = MOST_REPORTS) -> None:
        self._most_reports = most_reports
        self._quantities = _Words(connection, "quantity", "key")
        self._layouts = _Words(connection, "shape", "layout")
        self._reports = _Words(connection, "report", "content")
        self._packs = _Packs(connection)
        self._shape_numbers: dict[Shape, int] = {}
        self._shapes: dict[int, Shape] = {}
        self._reports_by_number: dict[int, AlarmReport] = {}

    def quantity(self, key: str) -> int:
        """The number of a quantity."""
        return self._quantities.number(key)

    def key(self, quantity: int) -> str:
        """The key of a quantity; raises KeyError for a number never given."""
        return self._quantities.word(quantity)

    def shape(self, shape: Shape) -> int:
        """The number of a shape; quick for those of `shape_of`, the only ones that are kept in memory."""
        known = self._shape_numbers.get(shape)
        if known is not None:
            return known
        number = self._layouts.number(shape.text(self.quantity))
        self._shape_numbers[self.shape_of(number)] = number
        return number

    def shape_of(self, number: int) -> Shape:
        """The shape of a number, always the same object."""
        if number not in self._shapes:
            self._shapes[number] = shape_from(self._layouts.word(number), self.key)
        return self._shapes[number]

    def report(self, report: AlarmReport) -> int:
        """The number of an alarm report, but for its `extra`."""
        self._reports.keep_below(self._most_reports)
        return self._reports.number(report_text(report))

    def report_of(self, number: int) -> AlarmReport:
        """The alarm report of a number."""
        if number not in self._reports_by_number:
            if len(self._reports_by_number) >= self._most_reports:
                self._reports_by_number.clear()
            self._reports_by_number[number] = report_from(self._reports.word(number))
        return self._reports_by_number[number]

    def pack(self, pack: Pack, product: Product | None) -> int:
        """The number of a pack; its name, link, address and product are kept as they are now."""
        return self._packs.number(pack, product)

    def pack_of(self, number: int) -> tuple[Pack, Product | None]:
        """The pack of a number, as it was last known."""
        return self._packs.pack(number)

    def find_pack(self, pack_id: str) -> int | None:
        """The number of the pack with this id; None when it never had a reading."""
        return self._packs.find(pack_id)


class _Words:
    """One table of words and numbers."""

    def __init__(self, connection: sqlite3.Connection, table: str, column: str) -> None:
        self._connection = connection
        self._numbers: dict[str, int] = {}
        self._words: dict[int, str] = {}
        self._find = f"SELECT id FROM {table} WHERE {column} = ?"  # noqa: S608 - names of our own tables
        self._read = f"SELECT {column} FROM {table} WHERE id = ?"  # noqa: S608
        self._add = f"INSERT INTO {table} ({column}) VALUES (?) RETURNING id"  # noqa: S608

    def number(self, word: str) -> int:
        if word not in self._numbers:
            row = self._connection.execute(self._find, (word,)).fetchone()
            (number,) = row or self._connection.execute(self._add, (word,)).fetchone()
            self._numbers[word] = number
        return self._numbers[word]

    def word(self, number: int) -> str:
        if number not in self._words:
            row = self._connection.execute(self._read, (number,)).fetchone()
            if row is None:
                raise KeyError(number)
            (self._words[number],) = row
        return self._words[number]

    def keep_below(self, most: int) -> None:
        if len(self._numbers) >= most:
            self._numbers.clear()
            self._words.clear()


class _Packs:
    """The table of packs."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._numbers: dict[str, int] = {}
        self._known: dict[int, tuple[Pack, Product | None]] = {}

    def number(self, pack: Pack, product: Product | None) -> int:
        number = self.find(pack.id) or self._add(pack)
        before, known = self.pack(number)
        if before != pack or (product is not None and product != known):
            self._update(number, pack, product or known)
        return number

    def find(self, pack_id: str) -> int | None:
        if pack_id not in self._numbers:
            row = self._connection.execute("SELECT id FROM pack WHERE key = ?", (pack_id,)).fetchone()
            if row is None:
                return None
            (self._numbers[pack_id],) = row
        return self._numbers[pack_id]

    def pack(self, number: int) -> tuple[Pack, Product | None]:
        if number not in self._known:
            key, name, link, address, product = self._connection.execute(
                "SELECT key, name, link, address, product FROM pack WHERE id = ?", (number,)
            ).fetchone()
            self._known[number] = Pack(key, name, link, address), None if product is None else product_from(product)
        return self._known[number]

    def _add(self, pack: Pack) -> int:
        row = (pack.id, pack.name, pack.link, pack.address)
        added = self._connection.execute(
            "INSERT INTO pack (key, name, link, address) VALUES (?, ?, ?, ?) RETURNING id", row
        )
        number: int = added.fetchone()[0]
        self._numbers[pack.id] = number
        return number

    def _update(self, number: int, pack: Pack, product: Product | None) -> None:
        text = None if product is None else product_text(product)
        self._connection.execute(
            "UPDATE pack SET name = ?, link = ?, address = ?, product = ? WHERE id = ?",
            (pack.name, pack.link, pack.address, text, number),
        )
        self._known[number] = pack, product
