"""The views: the newest reading of each pack, how each site is, and the sites that are in trouble."""

from pathlib import Path
from typing import Any

from tests.servers.postgresql import Postgres
from tests.sinks.postgresql.bench import bench
from tests.store.making import TWO
from topbms.model.reading import Pack

YEARS = 86_400 * 365


async def test_the_newest_reading_of_each_pack(tmp_path: Path, server: Postgres) -> None:
    assert await server.query("SELECT * FROM topbms.latest") == []
    async with bench(tmp_path / "a.db", server) as home, bench(tmp_path / "b.db", server, site="barn") as barn:
        await home.live(60)
        home.read(soc=77)
        home.read(TWO, soc=66)
        barn.read(Pack("battery9", "9", "usb", 1), soc=55)
        await home.deliver()
        await barn.deliver()
    found = await server.query("SELECT site, pack, soc, age > INTERVAL '1 day' FROM topbms.latest ORDER BY 1, 2")
    assert found == [
        ("barn", "battery9", 55.0, True),
        ("home", "battery1", 77.0, True),
        ("home", "battery2", 66.0, True),
    ]


async def troubles(server: Postgres) -> list[tuple[Any, ...]]:
    query = "SELECT site, is_silent, is_late, is_old, is_erring, last_error FROM topbms.troubled_sites ORDER BY 1"
    return await server.query(query)


async def shift_to_now(server: Postgres) -> None:
    """Turn what was read in the test's year into something of this moment."""
    await server.query("UPDATE topbms.reading SET at = now() - INTERVAL '10 s'")


async def test_a_site_that_is_well_is_in_no_trouble(tmp_path: Path, server: Postgres) -> None:
    async with bench(tmp_path / "history.db", server) as gateway:
        await gateway.live(60)
        await gateway.deliver()
    await shift_to_now(server)
    assert await troubles(server) == []
    (site,) = await server.query(
        "SELECT site, version, uptime, fresh_packs, silent_packs, lag, last_error, "
        "reading_age < INTERVAL '1 min', received_age < INTERVAL '1 min' FROM topbms.sites"
    )
    assert site == ("home", "0.2.0", 60.0, 2, 0, 0.0, None, True, True)


async def test_a_site_that_brings_old_readings_is_late(tmp_path: Path, server: Postgres) -> None:
    async with bench(tmp_path / "history.db", server) as gateway:
        await gateway.live(60)
        await gateway.deliver()
    assert await troubles(server) == [("home", False, True, False, False, None)]


async def test_a_site_that_brings_nothing_is_silent(tmp_path: Path, server: Postgres) -> None:
    async with bench(tmp_path / "history.db", server) as gateway:
        await gateway.live(60)
        await gateway.deliver()
    await shift_to_now(server)
    await server.query("UPDATE topbms.reading SET received_at = now() - INTERVAL '6 min'")
    await server.query("UPDATE topbms.health SET received_at = now() - INTERVAL '6 min'")
    assert await troubles(server) == []  # it has connected just now
    await server.query("UPDATE topbms.site SET claimed_at = now() - INTERVAL '6 min'")
    assert await troubles(server) == [("home", True, False, False, False, None)]


async def test_a_site_that_was_never_heard_of_again_is_silent(tmp_path: Path, server: Postgres) -> None:
    async with bench(tmp_path / "history.db", server) as gateway:
        gateway.happen()
        await gateway.deliver()
    await server.query("UPDATE topbms.site SET claimed_at = now() - INTERVAL '6 min'")
    assert await troubles(server) == [("home", True, None, None, None, None)]


async def test_sites_that_err_or_run_an_older_version(tmp_path: Path, server: Postgres) -> None:
    async with bench(tmp_path / "a.db", server) as home, bench(tmp_path / "b.db", server, site="barn") as barn:
        for gateway, version, error in ((home, "0.10.0", ""), (barn, "0.9.2.dev1", "no answer")):
            gateway.read()
            gateway.report(version=version, error=error, lag=12.5)
            await gateway.deliver()
    await shift_to_now(server)
    assert await troubles(server) == [("barn", False, False, True, True, "usr1: no answer")]
    assert await server.query("SELECT DISTINCT lag FROM topbms.sites") == [(12.5,)]


async def test_a_gateway_that_took_another_name_is_shown_by_that(tmp_path: Path, server: Postgres) -> None:
    for name in ("home", "house"):
        async with bench(tmp_path / "history.db", server, site=name) as gateway:
            gateway.read()
            await gateway.deliver()
    assert await server.query("SELECT site FROM topbms.sites") == [("house",)]
    assert await server.query("SELECT site FROM topbms.site ORDER BY 1") == [("home",), ("house",)]
