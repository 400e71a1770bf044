"""Numbers for what would be long to repeat."""

import gc
from pathlib import Path

import pytest

from tests.store.making import Clock, Maker
from topbms.model.alarms import AlarmReport
from topbms.store.database import connect
from topbms.store.lexicon import Lexicon
from topbms.store.migrations import prepare
from topbms.store.rows import Rows
from topbms.store.shapes import Shape


@pytest.fixture
def path(tmp_path: Path) -> Path:
    prepare(tmp_path / "history.db", lambda: None)
    return tmp_path / "history.db"


def test_words_keep_their_numbers_over_a_restart(path: Path) -> None:
    connection = connect(path)
    first = Lexicon(connection)
    numbers = [first.quantity(key) for key in ("voltage", "soc", "voltage")]
    again = Lexicon(connection)
    assert [again.quantity(key) for key in ("soc", "voltage", "soh")] == [numbers[1], numbers[0], max(numbers) + 1]
    assert numbers[0] == numbers[2]
    assert again.key(numbers[1]) == "soc"
    with pytest.raises(KeyError):
        again.key(99)
    connection.close()


def test_ever_new_reports_do_not_fill_the_memory(path: Path) -> None:
    connection = connect(path)
    connection.execute("BEGIN")
    lexicon = Lexicon(connection, most_reports=10)
    reports = [AlarmReport(1, short_circuit_count=count) for count in range(35)]
    numbers = [lexicon.report(report) for report in reports]
    assert [lexicon.report_of(number) for number in numbers] == reports
    assert [lexicon.report(report) for report in reports] == numbers
    assert len(lexicon._reports._numbers) <= 10
    assert len(lexicon._reports_by_number) <= 10
    connection.execute("COMMIT")
    connection.close()


def test_values_that_come_and_go_do_not_fill_the_memory(path: Path) -> None:
    """As where one is held back now and then."""
    connection = connect(path)
    connection.execute("BEGIN")
    rows, maker = Rows(connection, Lexicon(connection)), Maker(Clock())
    before = _shapes()
    for _ in range(20):
        rows.write(maker.reading(values={"voltage": 53.58, "soc": 88}), 0)
        rows.write(maker.reading(values={"voltage": 53.58}), 0)
    assert connection.execute("SELECT count(*) FROM shape").fetchone() == (2,)
    assert _shapes() - before == 2
    connection.execute("COMMIT")
    connection.close()


def _shapes() -> int:
    gc.collect()
    return sum(isinstance(each, Shape) for each in gc.get_objects())
