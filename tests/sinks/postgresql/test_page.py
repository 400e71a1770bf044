"""The page for installers: its statements can be run as they stand."""

import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.servers.postgresql import Postgres
from tests.sinks.postgresql.bench import bench
from tests.store.making import DAY, ONE

pytestmark = pytest.mark.asyncio(loop_scope="module")

PAGE = Path(__file__).parents[3] / "docs" / "postgresql.md"
BLOCKS = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
MACROS = {"$__timeGroup(at, $__interval)": "date_trunc('minute', at)", "$__timeFilter(at)": "at < now()"}


def plain(block: str) -> str:
    """As Grafana sends it."""
    for macro, meaning in MACROS.items():
        block = block.replace(macro, meaning)
    return block


@pytest.mark.parametrize("block", [plain(one) for one in BLOCKS if "timescaledb" not in one])
async def test_a_statement_can_be_run(emptied: Postgres, tmp_path: Path, block: str) -> None:
    async with bench(tmp_path / "history.db", emptied) as gateway:
        await gateway.live(60)
        await gateway.deliver()
    for statement in filter(str.strip, block.split(";")):
        await emptied.query(statement)


async def test_the_energy_of_a_day(emptied: Postgres, tmp_path: Path) -> None:
    (block,) = (one for one in BLOCKS if "charged_kwh" in one)
    async with bench(tmp_path / "history.db", emptied) as gateway:
        for charged, discharged in ((1.0, 5.0), (4.5, 5.25), (4.75, 9.25)):
            gateway.read(ONE, charge_energy=charged, discharge_energy=discharged)
            gateway.maker.clock.now += DAY
        await gateway.deliver()
    await emptied.query(
        "UPDATE topbms.reading SET at = at + (date_trunc('day', now()) - INTERVAL '5 days' - '2025-01-01')"
    )
    moments = [at for (at,) in await emptied.query("SELECT at FROM topbms.reading ORDER BY at")]
    rows = await emptied.query(block)
    assert [row[2] for row in rows] == [at.astimezone(ZoneInfo("Europe/Paris")).date() for at in moments]
    assert [row[3:] for row in rows] == [(None, None), (3.5, 0.25), (0.25, 4.0)]


async def test_the_writer_has_the_name_that_the_page_gives_it(emptied: Postgres) -> None:
    assert await emptied.query("SELECT count(*) FROM pg_roles WHERE rolname = 'topbms_writer'") == [(1,)]
    assert "`topbms_writer`" in PAGE.read_text(encoding="utf-8")
