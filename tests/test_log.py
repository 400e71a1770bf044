"""Log lines as a person, a terminal and the journal read them."""

import io
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from topbms import log

LOG = logging.getLogger("topbms.somewhere")


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger("topbms")
    before = root.handlers, root.level, root.propagate
    yield
    root.handlers, root.level, root.propagate = before


def lines_of(*, journal: bool = True, debug: bool = False) -> io.StringIO:
    stream = io.StringIO()
    log.set_up(debug=debug, journal=journal, stream=stream)
    return stream


def test_the_message_comes_first_then_its_values() -> None:
    stream = lines_of()
    LOG.warning("no answer from pack at address %d", 2, extra={"link": "usr1", "pack": "battery2"})
    assert stream.getvalue() == "<4>warning topbms.somewhere no answer from pack at address 2 link=usr1 pack=battery2\n"


def test_outside_of_the_journal_a_line_begins_with_utc() -> None:
    record = logging.makeLogRecord({"msg": "up", "name": "topbms", "levelno": 20, "levelname": "INFO", "created": 0.5})
    assert log.LineFormatter().format(record) == "1970-01-01T00:00:00Z info topbms up"


@pytest.mark.parametrize(
    ("level", "priority"),
    [(logging.INFO, "<6>"), (logging.WARNING, "<4>"), (logging.ERROR, "<3>"), (logging.CRITICAL, "<2>"), (25, "<6>")],
)
def test_the_journal_is_told_the_priority(level: int, priority: str) -> None:
    stream = lines_of()
    LOG.log(level, "x")
    assert stream.getvalue().startswith(priority)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("usr1", "usr1"),
        ("", '""'),
        ("two words", '"two words"'),
        ("a=b", '"a=b"'),
        ('say "no"', "\"say 'no'\""),
        ("two\nlines", '"two lines"'),
        ("\x1b[2J~\x00", "\\x1b[2J~\\x00"),
        (7, "7"),
    ],
)
def test_a_value_is_one_word_or_stands_in_quotes(value: object, shown: str) -> None:
    stream = lines_of()
    LOG.info("x", extra={"frame": value})
    assert stream.getvalue() == f"<6>info topbms.somewhere x frame={shown}\n"


def test_a_message_stays_on_one_line_and_cannot_steer_a_terminal() -> None:
    stream = lines_of()
    LOG.info("garbage: %s", "one\r\ntwo\x1b]0;title\x07 é")
    assert stream.getvalue() == "<6>info topbms.somewhere garbage: one two\\x1b]0;title\\x07 é\n"


def test_each_line_of_a_traceback_has_its_head() -> None:
    stream = lines_of()
    try:
        int("x")
    except ValueError:
        LOG.exception("failed")
    lines = stream.getvalue().splitlines()
    assert lines[0] == "<3>error topbms.somewhere failed"
    assert lines[-1].startswith("<3>ValueError: ")
    assert all(line.startswith("<3>") for line in lines)


@pytest.mark.parametrize("debug", [True, False])
def test_debug_lines_only_when_asked_for(debug: bool) -> None:
    stream = lines_of(debug=debug)
    LOG.debug("quiet")
    assert ("quiet" in stream.getvalue()) is debug


def test_without_a_stream_lines_go_to_stderr_as_it_is_now(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up(journal=True)
    LOG.info("here")
    assert capsys.readouterr() == ("", "<6>info topbms.somewhere here\n")
    assert sys.stderr is not sys.__stderr__


def test_setting_up_again_does_not_double_the_lines() -> None:
    lines_of()
    stream = lines_of()
    LOG.info("once")
    assert stream.getvalue().count("once") == 1


def test_the_journal_is_known_by_device_and_inode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "journal").open("w", encoding="utf-8") as file, (tmp_path / "other").open("w") as other:
        found = (tmp_path / "journal").stat()
        monkeypatch.setenv("JOURNAL_STREAM", f"{found.st_dev}:{found.st_ino}")
        assert log.is_journal(file.fileno())
        assert not log.is_journal(other.fileno())
        monkeypatch.delenv("JOURNAL_STREAM")
        assert not log.is_journal(file.fileno())
    assert not log.is_journal(-1)
