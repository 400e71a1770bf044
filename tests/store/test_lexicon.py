"""Numbers for what would be long to repeat."""

from pathlib import Path

import pytest

from topbms.model.alarms import AlarmReport
from topbms.store.database import connect
from topbms.store.lexicon import Lexicon
from topbms.store.migrations import prepare


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
