"""Rows byte by byte, by the drawing in PostgreSQL's manual, and the columns as they were promised."""

import struct
from pathlib import Path

import pytest

from tests.store.making import ONE
from topbms.errors import RejectedError
from topbms.model.alarms import Alarm, AlarmReport, Level
from topbms.model.quantities import CATALOGUE
from topbms.model.reading import PackReading, Reported
from topbms.sinks.postgresql.columns import TABLES
from topbms.sinks.postgresql.rows import Rows, alarm, array, scalars

GATEWAY = "0123456789abcdef0123456789abcdef"


def reading(values: dict[str, Reported] | None = None, alarms: AlarmReport | None = None) -> PackReading:
    return PackReading(ONE, 7, 1_735_689_600.0, 0.0, values or {}, alarms=alarms)


def test_a_row_byte_by_byte() -> None:
    """The head of a row, by the manual's drawing; a day is 86400 s, and PostgreSQL counts from 2000-01-01."""
    one = PackReading(ONE, 258, 946_684_800.0 + 86_400.0, 0.0, {})
    row = Rows(GATEWAY, "home").row(one)
    assert row[:2] == struct.pack(">h", 3 + 1 + 4 + len(CATALOGUE) + 6)
    assert row[2:22] == b"\x00\x00\x00\x10" + bytes.fromhex(GATEWAY)
    assert row[22:34] == b"\x00\x00\x00\x08" + b"\x00\x00\x00\x00\x00\x00\x01\x02"
    assert row[34:46] == b"\x00\x00\x00\x08" + (86_400_000_000).to_bytes(8, "big")
    assert row[46:54] == b"\x00\x00\x00\x04home"
    assert row[-4:] == b"\xff\xff\xff\xff"


def test_an_array_byte_by_byte() -> None:
    assert array((1.0, -2.0)) == bytes.fromhex(
        "00000024 00000001 00000000 000002bc 00000002 00000001 00000004 3f800000 00000004 c0000000"
    )
    assert array(()) == bytes.fromhex("0000000c 00000000 00000000 000002bc")
    assert array(None) == bytes.fromhex("ffffffff")


def test_numbers_stand_between_what_is_missing() -> None:
    found = scalars({"voltage": 1.0, "time_to_empty": 2.0})
    count = sum(not one.each for one in CATALOGUE)
    assert found == b"\x00\x00\x00\x08\x3f\xf0" + bytes(6) + b"\xff" * 4 * (
        count - 2
    ) + b"\x00\x00\x00\x08\x40" + bytes(7)


def test_a_report_that_changes_is_told_anew() -> None:
    rows = Rows(GATEWAY, "home")
    first, second = AlarmReport(1), AlarmReport(1, (Alarm("cell_low", Level.WARNING, 3),))
    told = [b"cell_low" in rows.row(reading(alarms=report)) for report in (first, second, second, first)]
    assert told == [False, True, True, False]


@pytest.mark.parametrize(
    "values", [{"cell_voltages": (1e300, 1.0)}, {"voltage": "high"}, {"voltage": (1.0, 2.0)}, {"temperatures": 20.0}]
)
def test_a_value_that_fits_no_column_is_refused(values: dict[str, Reported]) -> None:
    with pytest.raises(RejectedError, match="battery1: a value fits no column of PostgreSQL"):
        Rows(GATEWAY, "home").row(reading(values))


def test_alarms_as_json() -> None:
    assert alarm(Alarm("soc_low", Level.WARNING)) == {"code": "soc_low", "level": "warning"}


GOLDEN = Path(__file__).parents[2] / "golden" / "postgresql" / "columns.txt"


def test_the_columns_are_those_that_were_promised() -> None:
    found = [f"{table.name}.{column.name} {column.type}" for table in TABLES for column in table.columns]
    assert found == GOLDEN.read_text(encoding="utf-8").splitlines()
