"""The database is away, killed, refuses, or is another: nothing is lost, nothing comes twice, all is told in words."""

import asyncio
import logging
import socket
from pathlib import Path

import pytest

from tests.servers.postgresql import Postgres
from tests.sinks.postgresql.bench import Bench, bench, in_order_of_arrival, kept, set_up
from tests.store.making import HOUR
from topbms.model.event import EventKind
from topbms.model.words import words


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


async def test_down_at_start(path: Path, server: Postgres) -> None:
    await server.stop()
    async with bench(path, server) as gateway:
        await gateway.live(60)
        assert "cannot be reached (Connection refused): is it running" in await gateway.fail()
        await server.start()
        await gateway.deliver()
        assert await kept(server) == list(range(1, gateway.maker.sequence + 1))


async def test_killed_while_writing_and_back(path: Path, server: Postgres) -> None:
    async with bench(path, server, batch=100) as gateway:
        await gateway.live(HOUR)
        await gateway.courier.turn()
        writing = asyncio.create_task(gateway.deliver())
        while len(await in_order_of_arrival(server)) < 200:
            assert not writing.done()
        await server.kill()
        with pytest.raises(AssertionError):
            await writing
        assert "PostgreSQL" in str(gateway.courier.attempts.last_error)
        await server.start()
        before = await kept(server)
        await gateway.deliver()
        assert 200 <= len(before) < gateway.maker.sequence
        assert await kept(server) == list(range(1, gateway.maker.sequence + 1))


async def test_six_hours_down_and_back(path: Path, server: Postgres) -> None:
    async with bench(path, server) as gateway:
        await gateway.live(600)
        await gateway.deliver()
        await server.kill()
        for _ in range(6):
            await gateway.live(HOUR)
            await gateway.fail()
        assert gateway.courier.health(words("en")).lag >= 6 * HOUR - 60
        await server.start()
        await gateway.deliver()
        assert await kept(server) == list(range(1, gateway.maker.sequence + 1))
        arrived = await in_order_of_arrival(server)
        assert len(arrived) == 2 * (6 * HOUR + 600) / 10
        assert arrived == sorted(arrived)
        assert gateway.courier.health(words("en")).lag == 0


async def test_a_gateway_that_died_sends_again_what_is_there_already(
    path: Path, server: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with bench(path, server) as gateway:
        await gateway.live(600)
        await gateway.deliver()
        before = await server.query("SELECT gateway, sequence, received_at FROM topbms.reading ORDER BY sequence")
        await gateway.courier._sink.close()
        gateway.started()
        await gateway.live(60)
        await gateway.deliver()
        assert await kept(server) == list(range(1, gateway.maker.sequence + 1))
        after = await server.query("SELECT gateway, sequence, received_at FROM topbms.reading ORDER BY sequence")
        assert after[: len(before)] == before
        told = [line.message for line in caplog.records if "already" in line.message]
        assert told == ["readings that were there already: 120"]


async def test_a_server_that_restarts_between_two_writings(path: Path, server: Postgres) -> None:
    async with bench(path, server) as gateway:
        await gateway.live(60)
        await gateway.deliver()
        await server.stop()
        await server.start()
        await gateway.live(60)
        error = await gateway.fail()
        assert "is stopping or starting (terminating connection" in error or "was cut" in error
        await gateway.deliver()
        assert await kept(server) == list(range(1, gateway.maker.sequence + 1))


TWICE = """
SELECT pack, date_trunc('minute', at) FROM topbms.reading WHERE seconds = 60 GROUP BY 1, 2 HAVING count(*) > 1"""
MIXED = """
SELECT 1 FROM topbms.reading AS mean JOIN topbms.reading AS one ON one.pack = mean.pack AND one.seconds = 0
AND one.at BETWEEN mean.at - INTERVAL '25 s' AND mean.at + INTERVAL '25 s' WHERE mean.seconds = 60"""


async def test_an_outage_longer_than_single_readings_are_kept(
    path: Path, server: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    async with bench(path, server, raw=2 * HOUR) as gateway:
        await gateway.live(600)
        await gateway.deliver()
        await server.stop()
        await gateway.live(6 * HOUR)
        await gateway.store.flush()
        await gateway.store.tidy()
        await gateway.fail()
        await server.start()
        await gateway.deliver()
        rows = await server.query(
            "SELECT seconds, count(*), min(at), max(at) FROM topbms.reading GROUP BY 1 ORDER BY 1"
        )
        (single, singles, *_), (mean, means, *_) = rows
        assert (single, mean) == (0, 60)
        assert singles >= 2 * (2 * HOUR + 600) / 10
        assert means >= 2 * 3 * 60
        assert "goes on with means of 60 s" in caplog.text
        assert await server.query(TWICE) == []
        assert await server.query(MIXED) == []
        assert await server.query("SELECT count(*) FROM topbms.event") == [(6,)]


async def test_wrong_password(path: Path, server: Postgres) -> None:
    async with bench(path, server, password="wrong") as gateway:
        gateway.read()
        error = await gateway.fail()
        assert 'does not let "topbms_writer" in (password authentication failed for user "topbms_writer")' in error
        assert "wrong" not in error


async def test_a_database_that_is_not_there(path: Path, server: Postgres) -> None:
    async with bench(path, server, database="elsewhere") as gateway:
        gateway.read()
        assert 'in (database "elsewhere" does not exist): ' in await gateway.fail()


async def test_a_host_that_is_not_there(path: Path, server: Postgres) -> None:
    async with bench(path, server, host="nowhere.invalid") as gateway:
        gateway.read()
        assert "nowhere.invalid" in await gateway.fail()


async def test_a_server_that_says_nothing(path: Path, server: Postgres) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        async with bench(path, server, port=port, timeout=0.2) as gateway:
            gateway.read()
            assert "did not answer within 0.2 s" in await gateway.fail()


async def test_a_server_that_hangs_while_writing(path: Path, server: Postgres) -> None:
    async with bench(path, server, timeout=1.0) as gateway:
        gateway.read()
        await gateway.deliver()
        gateway.read()
        async with server.holding("LOCK TABLE topbms.reading"):
            assert "did not answer within 1 s" in await gateway.fail()
        await gateway.deliver()
        assert await kept(server) == [1, 2]


async def test_tables_that_were_never_made(path: Path, bare: Postgres) -> None:
    await bare.ask("CREATE ROLE topbms_writer LOGIN PASSWORD 'gateway''s own'")
    async with bench(path, bare) as gateway:
        gateway.read()
        error = await gateway.fail()
        assert 'lacks a table, a column or a right (schema "topbms" does not exist): run' in error
        assert error.endswith("run `topbms postgresql setup`")
        await set_up(bare)
        await gateway.deliver()
        assert await kept(bare) == [1]


async def test_a_right_that_was_taken_away(path: Path, server: Postgres) -> None:
    async with bench(path, server) as gateway:
        gateway.read()
        await server.query("REVOKE ALL ON topbms.reading FROM topbms_writer")
        assert "(permission denied for table reading): run `topbms postgresql setup`" in await gateway.fail()
        await set_up(server)
        await gateway.deliver()
        assert await kept(server) == [1]


async def test_a_batch_with_one_row_that_is_refused(
    path: Path, server: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    await server.query("ALTER TABLE topbms.reading ADD CONSTRAINT sober CHECK (voltage < 60)")
    async with bench(path, server) as gateway:
        await gateway.live(200)
        refused = gateway.read(voltage=66.0).sequence
        await gateway.live(200)
        await gateway.deliver()
        everything = set(range(1, gateway.maker.sequence + 1))
        assert await kept(server) == sorted(everything - {refused})
        assert gateway.courier.health(words("en")).rejected == 1
        (line,) = [record.message for record in caplog.records if record.levelno == logging.WARNING]
        assert line.startswith(f"record {refused} is left out: PostgreSQL at 127.0.0.1:{server.port}/topbms refuses")
        assert 'check constraint "sober"' in line


async def test_a_text_that_no_database_can_hold(path: Path, server: Postgres) -> None:
    async with bench(path, server) as gateway:
        gateway.read()
        refused = gateway.happen(text="half\0of it")
        gateway.report()
        await gateway.deliver()
        assert await kept(server) == [1, 3]
        assert (refused, gateway.courier.health(words("en")).rejected) == (2, 1)


async def test_a_value_that_fits_no_column(path: Path, server: Postgres) -> None:
    async with bench(path, server) as gateway:
        gateway.read()
        gateway.read(cell_voltages=(1e300, 3.3))
        gateway.read()
        await gateway.deliver()
        assert await kept(server) == [1, 3]
        assert gateway.courier.health(words("en")).rejected == 1


FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'could not extend file "base/5/16384": No space left on device' USING ERRCODE = '53100';
END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON topbms.reading EXECUTE FUNCTION full_disk()
"""


async def test_the_disk_of_the_database_is_full(path: Path, server: Postgres) -> None:
    """PostgreSQL's own words and code for it, raised by a trigger."""
    async with bench(path, server) as gateway:
        await gateway.live(60)
        await server.query(FULL)
        error = await gateway.fail()
        assert "has no room left (could not extend file" in error
        assert await kept(server) == []
        await server.query("DROP TRIGGER full_disk ON topbms.reading")
        await gateway.deliver()
        assert await kept(server) == list(range(1, gateway.maker.sequence + 1))


async def test_the_disk_of_the_gateway_is_full_and_the_database_is_down(path: Path, server: Postgres) -> None:
    async with bench(path, server) as gateway:
        await gateway.live(60)
        await gateway.store.flush()
        await server.stop()
        await _limit(gateway, 1)
        await gateway.live(HOUR - 120)
        await gateway.fail()
        await server.start()
        await gateway.deliver()
        assert await kept(server) == list(range(1, gateway.maker.sequence + 1))
        await _limit(gateway, 1_000_000)
        await gateway.live(60)
        await gateway.store.flush()
        await gateway.deliver()
        assert await kept(server) == list(range(1, gateway.maker.sequence + 1))


async def _limit(gateway: Bench, pages: int) -> None:
    """The size that the history's file may have: what is more finds the disk full."""
    statement = f"PRAGMA max_page_count = {pages}"
    await gateway.store._ask(lambda session, _: session.connection.execute(statement).fetchone())


async def test_two_gateways_with_one_site_name(tmp_path: Path, server: Postgres) -> None:
    async with bench(tmp_path / "a.db", server) as first, bench(tmp_path / "b.db", server) as second:
        first.read()
        second.read()
        await first.deliver()
        error = await second.fail()
        assert f'site "home" belongs to another gateway in PostgreSQL at 127.0.0.1:{server.port}/topbms' in error
        assert await server.query("SELECT DISTINCT gateway FROM topbms.reading") == [
            (await server.query("SELECT gateway FROM topbms.site"))[0]
        ]
        first.read()
        await first.deliver()
        assert await kept(server) == [1, 2]
    async with bench(tmp_path / "b.db", server, site="barn") as second:
        await second.deliver()
        assert await server.query("SELECT site, count(*) FROM topbms.reading GROUP BY 1 ORDER BY 1") == [
            ("barn", 1),
            ("home", 2),
        ]


async def test_many_gateways_write_at_once(tmp_path: Path, server: Postgres) -> None:
    async with bench(tmp_path / "a.db", server, batch=50) as one, bench(tmp_path / "b.db", server, site="barn") as two:
        await one.live(HOUR)
        await two.live(HOUR)
        await asyncio.gather(one.deliver(), two.deliver())
        found = await server.query("SELECT site, count(*) FROM topbms.reading GROUP BY 1 ORDER BY 1")
        assert found == [("barn", 720), ("home", 720)]


async def test_events_and_healths_arrive(path: Path, server: Postgres) -> None:
    async with bench(path, server) as gateway:
        gateway.maker.clock.now = 1.25
        gateway.happen(EventKind.LINK_DOWN, "usr1", "no answer")
        gateway.happen(EventKind.START, "")
        gateway.report(error="usr1 is cut", lag=2.5)
        await gateway.deliver()
        events = await server.query(
            "SELECT sequence, site, kind, subject, text, extract(epoch FROM at) FROM topbms.event"
        )
        moment = float(gateway.maker.clock.begin + 1.25)
        assert [(*row[:5], float(row[5])) for row in events] == [
            (1, "home", "link_down", "usr1", "no answer", moment),
            (2, "home", "start", None, None, moment),
        ]
        (health,) = await server.query(
            "SELECT version, config, uptime, fresh, silent, clock_offset, waiting, dropped, history_size, disk_free, "
            "last_error, links, sinks FROM topbms.health"
        )
        assert health[:11] == ("0.2.0", "abc", 1.25, 2, 0, None, 0, 0, None, None, "usr1: usr1 is cut")
        assert health[11][0]["answer_time"] == 0.05
        assert health[12][1] == {
            "name": "postgresql",
            "lag": 2.5,
            "written": 5,
            "rejected": 0,
            "errors": 0,
            "last_error": "",
        }
