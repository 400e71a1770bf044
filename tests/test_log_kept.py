"""The log's last day in memory: what is kept of it, and what gives way."""

import logging

import pytest

from topbms.log import DAY, MOST_CHARACTERS, MOST_LINES, Kept


def said(kept: Kept, created: float, message: str, **more: object) -> None:
    kept.handle(
        logging.makeLogRecord(
            {"msg": message, "name": "topbms", "levelno": 20, "levelname": "INFO", "created": created, **more}
        )
    )


def test_lines_are_kept_with_their_time_and_values() -> None:
    kept = Kept()
    said(kept, 0.5, "link is up", link="usr1")
    assert kept.lines(1.0) == ["1970-01-01T00:00:00Z info topbms link is up link=usr1"]


def test_a_day_and_not_more() -> None:
    kept = Kept()
    for hour in range(30):
        said(kept, hour * 3600.0, f"hour {hour}")
    assert len(kept.lines(29 * 3600.0)) == 25
    assert kept.lines(29 * 3600.0)[0].endswith("hour 5")
    assert kept.lines(29 * 3600.0 + DAY + 1) == []


def test_the_newest_of_many() -> None:
    kept = Kept()
    for n in range(MOST_LINES + 500):
        said(kept, 1.0, f"line {n}")
    lines = kept.lines(1.0)
    assert len(lines) == MOST_LINES
    assert lines[-1].endswith(f"line {MOST_LINES + 499}")


@pytest.mark.parametrize("length", [1000, 3900, 1_000_000])
def test_long_ones_do_not_fill_the_memory(length: int) -> None:
    kept = Kept()
    for n in range(400):
        said(kept, 1.0, f"{n} " + "x" * length)
    lines = kept.lines(1.0)
    assert MOST_CHARACTERS / 2 < sum(map(len, lines)) <= MOST_CHARACTERS
    assert " 399 " in lines[-1]
