"""Readings as rows: what the table holds afterwards, as a real server reads it back."""

import struct
from pathlib import Path
from typing import Any

import pytest

from tests.servers.postgresql import Postgres
from tests.sinks.postgresql.bench import bench
from tests.store.making import ONE
from topbms.errors import RejectedError
from topbms.model.alarms import Alarm, AlarmReport, Level
from topbms.model.quantities import CATALOGUE
from topbms.model.reading import MeanReading, PackReading, Product, Reported
from topbms.sinks.postgresql.columns import TABLES
from topbms.sinks.postgresql.rows import Rows, alarm, array, scalars

GATEWAY = "0123456789abcdef0123456789abcdef"


def reading(values: dict[str, Reported] | None = None, **fields: Any) -> PackReading:
    return PackReading(ONE, 7, 1_735_689_600.1234, 0.0, values or {}, **fields)


async def read_back(server: Postgres, path: Path, one: PackReading, columns: str) -> tuple[Any, ...]:
    """What a reading became in the table."""
    async with bench(path, server) as gateway:
        await gateway.courier._sink.write([one])
    (row,) = await server.query("SELECT " + columns + " FROM topbms.reading")  # noqa: S608 -- the columns are the test's
    return row


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


async def test_who_and_when(server: Postgres, path: Path) -> None:
    columns = "sequence, extract(epoch FROM at), site, pack, link, seconds, received_at > at"
    row = await read_back(server, path, reading(), columns)
    assert (row[0], float(row[1]), *row[2:]) == (7, 1_735_689_600.123, "home", "battery1", "usr1", 0, True)


@pytest.mark.parametrize(
    ("product", "model"),
    [
        (Product(1, module="  TB-150 ", battery_type="LFP"), "TB-150"),
        (Product(1, battery_type="LFP"), "LFP"),
        (Product(1), None),
        (None, None),
    ],
)
async def test_what_the_pack_calls_itself(
    server: Postgres, path: Path, product: Product | None, model: str | None
) -> None:
    assert await read_back(server, path, reading(product=product), "model") == (model,)


async def test_every_quantity_in_its_column(server: Postgres, path: Path) -> None:
    numbers = [one.key for one in CATALOGUE if not one.each]
    values: dict[str, Reported] = {key: 0.1 + place for place, key in enumerate(numbers)}
    assert await read_back(server, path, reading(values), ", ".join(numbers)) == tuple(values.values())


async def test_what_is_unknown_or_not_reported_is_null(server: Postgres, path: Path) -> None:
    values: dict[str, Reported] = {"time_to_full": None, "soc": 0, "current": -3.84}
    columns = "time_to_full, soc, current, voltage, cell_voltages, balancing, alarms, states, alarms_age, held, extra"
    row = await read_back(server, path, reading(values), columns)
    assert row == (None, 0.0, -3.84, None, None, None, None, None, None, None, None)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
async def test_what_is_no_number_is_null(server: Postgres, path: Path, number: float) -> None:
    values: dict[str, Reported] = {"voltage": number, "soc": 5.0, "cell_voltages": (3.25, number)}
    row = await read_back(server, path, reading(values), "voltage, soc, cell_voltages")
    assert row == (None, 5.0, [3.25, None])


async def test_cells_and_temperatures_are_arrays(server: Postgres, path: Path) -> None:
    values: dict[str, Reported] = {"cell_voltages": (3.346, 3.345, 3.363), "temperatures": (21, -2.5)}
    row = await read_back(server, path, reading(values), "cell_voltages, cell_voltages[3]::text, temperatures")
    assert row == ([3.346, 3.345, 3.363], "3.363", [21.0, -2.5])


async def test_arrays_of_nothing_and_of_one(server: Postgres, path: Path) -> None:
    values: dict[str, Reported] = {"cell_voltages": (), "temperatures": (20,)}
    row = await read_back(server, path, reading(values, balancing=()), "cell_voltages, temperatures, balancing")
    assert row == ([], [20.0], [])


async def test_alarms_states_and_what_else_a_reading_has(server: Postgres, path: Path) -> None:
    alarms = (Alarm("cell_low", Level.WARNING, 3), Alarm("short_circuit", Level.PROTECTION))
    report = AlarmReport(1, alarms, {"charging": True, "heating": False})
    more: dict[str, Any] = {
        "alarms": report,
        "alarms_age": 0.25,
        "balancing": (1, 16),
        "held": ("soc", "voltage"),
        "extra": b"\x00\xff",
    }
    row = await read_back(server, path, reading(**more), "alarms, states, alarms_age, balancing, held, extra")
    assert row == (
        [
            {"code": "cell_low", "level": "warning", "cell": 3},
            {"code": "short_circuit", "level": "protection"},
        ],
        {"charging": True, "heating": False},
        0.25,
        [1, 16],
        ["soc", "voltage"],
        b"\x00\xff",
    )


async def test_a_mean_says_for_how_long_it_stands(server: Postgres, path: Path) -> None:
    mean = MeanReading(ONE, 9, 1_735_689_630.0, 0.0, {"soc": 88.5}, seconds=900.0)
    assert await read_back(server, path, mean, "sequence, seconds, soc") == (9, 900, 88.5)


async def test_a_text_that_is_no_text_is_kept_as_well_as_it_can_be(server: Postgres, path: Path) -> None:
    assert await read_back(server, path, reading(held=("a\udcff", "é")), "held") == (["a?", "é"],)


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
