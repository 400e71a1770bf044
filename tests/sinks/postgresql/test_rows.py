"""Readings as rows: what the table holds afterwards, as a real server reads it back."""

from pathlib import Path
from typing import Any

import pytest

from tests.servers.postgresql import Postgres
from tests.sinks.postgresql.bench import bench
from tests.store.making import ONE
from topbms.model.alarms import Alarm, AlarmReport, Level
from topbms.model.quantities import CATALOGUE
from topbms.model.reading import MeanReading, PackReading, Product, Reported

pytestmark = pytest.mark.asyncio(loop_scope="module")


def reading(values: dict[str, Reported] | None = None, **fields: Any) -> PackReading:
    return PackReading(ONE, 7, 1_735_689_600.1234, 0.0, values or {}, **fields)


async def read_back(emptied: Postgres, path: Path, one: PackReading, columns: str) -> tuple[Any, ...]:
    """What a reading became in the table."""
    async with bench(path, emptied) as gateway:
        await gateway.courier._sink.write([one])
    (row,) = await emptied.query("SELECT " + columns + " FROM topbms.reading")  # noqa: S608 -- the columns are the test's
    return row


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


async def test_who_and_when(emptied: Postgres, path: Path) -> None:
    columns = "sequence, extract(epoch FROM at), site, pack, link, seconds, received_at > at"
    row = await read_back(emptied, path, reading(), columns)
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
    emptied: Postgres, path: Path, product: Product | None, model: str | None
) -> None:
    assert await read_back(emptied, path, reading(product=product), "model") == (model,)


async def test_every_quantity_in_its_column(emptied: Postgres, path: Path) -> None:
    numbers = [one.key for one in CATALOGUE if not one.each]
    values: dict[str, Reported] = {key: 0.1 + place for place, key in enumerate(numbers)}
    assert await read_back(emptied, path, reading(values), ", ".join(numbers)) == tuple(values.values())


async def test_what_is_unknown_or_not_reported_is_null(emptied: Postgres, path: Path) -> None:
    values: dict[str, Reported] = {"time_to_full": None, "soc": 0, "current": -3.84}
    columns = "time_to_full, soc, current, voltage, cell_voltages, balancing, alarms, states, alarms_age, held, extra"
    row = await read_back(emptied, path, reading(values), columns)
    assert row == (None, 0.0, -3.84, None, None, None, None, None, None, None, None)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
async def test_what_is_no_number_is_null(emptied: Postgres, path: Path, number: float) -> None:
    values: dict[str, Reported] = {"voltage": number, "soc": 5.0, "cell_voltages": (3.25, number)}
    row = await read_back(emptied, path, reading(values), "voltage, soc, cell_voltages")
    assert row == (None, 5.0, [3.25, None])


async def test_cells_and_temperatures_are_arrays(emptied: Postgres, path: Path) -> None:
    values: dict[str, Reported] = {"cell_voltages": (3.346, 3.345, 3.363), "temperatures": (21, -2.5)}
    row = await read_back(emptied, path, reading(values), "cell_voltages, cell_voltages[3]::text, temperatures")
    assert row == ([3.346, 3.345, 3.363], "3.363", [21.0, -2.5])


async def test_arrays_of_nothing_and_of_one(emptied: Postgres, path: Path) -> None:
    values: dict[str, Reported] = {"cell_voltages": (), "temperatures": (20,)}
    row = await read_back(emptied, path, reading(values, balancing=()), "cell_voltages, temperatures, balancing")
    assert row == ([], [20.0], [])


async def test_alarms_states_and_what_else_a_reading_has(emptied: Postgres, path: Path) -> None:
    alarms = (Alarm("cell_low", Level.WARNING, 3), Alarm("short_circuit", Level.PROTECTION))
    report = AlarmReport(1, alarms, {"charging": True, "heating": False})
    more: dict[str, Any] = {
        "alarms": report,
        "alarms_age": 0.25,
        "balancing": (1, 16),
        "held": ("soc", "voltage"),
        "extra": b"\x00\xff",
    }
    row = await read_back(emptied, path, reading(**more), "alarms, states, alarms_age, balancing, held, extra")
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


async def test_a_mean_says_for_how_long_it_stands(emptied: Postgres, path: Path) -> None:
    mean = MeanReading(ONE, 9, 1_735_689_630.0, 0.0, {"soc": 88.5}, seconds=900.0)
    assert await read_back(emptied, path, mean, "sequence, seconds, soc") == (9, 900, 88.5)


async def test_a_text_that_is_no_text_is_kept_as_well_as_it_can_be(emptied: Postgres, path: Path) -> None:
    assert await read_back(emptied, path, reading(held=("a\udcff", "é")), "held") == (["a?", "é"],)
