"""The views: the newest reading of each pack, how each site is, and the sites that are in trouble."""

from pathlib import Path
from typing import Any

import pytest

from tests.servers.postgresql import Postgres
from tests.sinks.postgresql.bench import bench
from tests.store.making import TWO
from topbms.model.reading import Pack

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_newest_reading_of_each_pack(tmp_path: Path, emptied: Postgres) -> None:
    assert await emptied.query("SELECT * FROM topbms.latest") == []
    async with bench(tmp_path / "a.db", emptied) as home, bench(tmp_path / "b.db", emptied, site="barn") as barn:
        await home.live(60)
        home.read(soc=77)
        home.read(TWO, soc=66)
        barn.read(Pack("battery9", "9", "usb", 1), soc=55)
        await home.deliver()
        await barn.deliver()
    found = await emptied.query("SELECT site, pack, soc, age > INTERVAL '1 day' FROM topbms.latest ORDER BY 1, 2")
    assert found == [
        ("barn", "battery9", 55.0, True),
        ("home", "battery1", 77.0, True),
        ("home", "battery2", 66.0, True),
    ]


async def troubles(emptied: Postgres) -> list[tuple[Any, ...]]:
    query = "SELECT site, is_silent, is_late, is_old, is_erring, last_error FROM topbms.troubled_sites ORDER BY 1"
    return await emptied.query(query)


async def shift_to_now(emptied: Postgres) -> None:
    """Turn what was read in the test's year into something of this moment."""
    await emptied.query("UPDATE topbms.reading SET at = now() - INTERVAL '10 s'")


async def test_a_site_that_is_well_is_in_no_trouble(tmp_path: Path, emptied: Postgres) -> None:
    async with bench(tmp_path / "history.db", emptied) as gateway:
        await gateway.live(60)
        await gateway.deliver()
    await shift_to_now(emptied)
    assert await troubles(emptied) == []
    (site,) = await emptied.query(
        "SELECT site, version, uptime, fresh_packs, silent_packs, lag, last_error, "
        "reading_age < INTERVAL '1 min', received_age < INTERVAL '1 min' FROM topbms.sites"
    )
    assert site == ("home", "0.2.0", 60.0, 2, 0, 0.0, None, True, True)


async def test_a_site_that_brings_old_readings_is_late(tmp_path: Path, emptied: Postgres) -> None:
    async with bench(tmp_path / "history.db", emptied) as gateway:
        await gateway.live(60)
        await gateway.deliver()
    assert await troubles(emptied) == [("home", False, True, False, False, None)]


async def test_a_site_that_brings_nothing_is_silent(tmp_path: Path, emptied: Postgres) -> None:
    async with bench(tmp_path / "history.db", emptied) as gateway:
        await gateway.live(60)
        await gateway.deliver()
    await shift_to_now(emptied)
    await emptied.query("UPDATE topbms.reading SET received_at = now() - INTERVAL '6 min'")
    await emptied.query("UPDATE topbms.health SET received_at = now() - INTERVAL '6 min'")
    assert await troubles(emptied) == []  # it has connected just now
    await emptied.query("UPDATE topbms.site SET claimed_at = now() - INTERVAL '6 min'")
    assert await troubles(emptied) == [("home", True, False, False, False, None)]


async def test_a_site_that_was_never_heard_of_again_is_silent(tmp_path: Path, emptied: Postgres) -> None:
    async with bench(tmp_path / "history.db", emptied) as gateway:
        gateway.happen()
        await gateway.deliver()
    await emptied.query("UPDATE topbms.site SET claimed_at = now() - INTERVAL '6 min'")
    assert await troubles(emptied) == [("home", True, None, None, None, None)]


async def test_sites_that_err_or_run_an_older_version(tmp_path: Path, emptied: Postgres) -> None:
    async with bench(tmp_path / "a.db", emptied) as home, bench(tmp_path / "b.db", emptied, site="barn") as barn:
        for gateway, version, error in ((home, "0.10.0", ""), (barn, "0.9.2.dev1", "no answer")):
            gateway.read()
            gateway.report(version=version, error=error, lag=12.5)
            await gateway.deliver()
    await shift_to_now(emptied)
    assert await troubles(emptied) == [("barn", False, False, True, True, "usr1: no answer")]
    assert await emptied.query("SELECT DISTINCT lag FROM topbms.sites") == [(12.5,)]


async def test_a_gateway_that_took_another_name_is_shown_by_that(tmp_path: Path, emptied: Postgres) -> None:
    for name in ("home", "house"):
        async with bench(tmp_path / "history.db", emptied, site=name) as gateway:
            gateway.read()
            await gateway.deliver()
    assert await emptied.query("SELECT site FROM topbms.sites") == [("house",)]
    assert await emptied.query("SELECT site FROM topbms.site ORDER BY 1") == [("home",), ("house",)]
