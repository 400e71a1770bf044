"""What arrives in a real InfluxDB 1, asked back from it: through the real history and a courier."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.servers.lineservers import Influxd
from tests.sinks.influxdb.rig import Rig, bring, powers, rigged, stamps
from tests.sinks.influxdb.samples import events, full_reading, health, mean, reading, sink
from tests.store.making import BEGIN, ONE, TWO
from topbms.engine.courier import Courier
from topbms.errors import StoreError
from topbms.model.event import EventKind, PastEvent
from topbms.model.reading import MeanReading, Pack, PackReading
from topbms.model.words import words

HOUR = 3600.0


@pytest.fixture
async def influxd(tmp_path: Path) -> AsyncIterator[Influxd]:
    folder = tmp_path / "influxd"
    folder.mkdir()
    server = Influxd(folder)
    await server.prepare()
    yield server
    await server.stop()


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with rigged(tmp_path) as one:
        yield one


async def kept(influxd: Influxd, pack: Pack) -> tuple[list[int], list[float]]:
    """Stamps and powers of a pack's readings, in the order in which InfluxDB has them."""
    rows = await influxd.ask(f"SELECT power FROM topbms_battery WHERE pack = '{pack.id}'")  # noqa: S608 - our ids
    return [row["time"] for row in rows], [row["power"] for row in rows]


async def check_all_is_there(influxd: Influxd, rig: Rig, *packs: Pack) -> None:
    """Each reading once, with its value, in order: nothing missing, nothing twice."""
    for pack in packs or (ONE, TWO):
        polled = [one for one in rig.readings if one.pack == pack]
        assert await kept(influxd, pack) == (stamps(polled), powers(polled))


async def test_every_kind_of_record_arrives_as_it_is(influxd: Influxd) -> None:
    target = sink(influxd.url)
    await target.write([full_reading(), *events(), health(), mean()])
    await target.close()
    first, second = await influxd.ask("SELECT * FROM topbms_battery")
    tags = {"site": "home", "pack": "battery1", "link": "usr1", "model": "TOPBMS 16S 100A"}
    assert tags.items() <= first.items()
    assert first["time"] == 1_735_689_600_000_007_000
    measured = {"voltage": 53.58, "current": -3.84, "soc": 88, "cell_voltage_02": 3.363, "temperature_01": 21}
    assert measured.items() <= first.items()
    assert {"alarms": 2, "alarm_level": 2, "state_charge_mosfet": 1, "seconds": None}.items() <= first.items()
    assert {"voltage": 53.5, "seconds": 60, "soc": None, "alarms": None}.items() <= second.items()
    happened = await influxd.ask("SELECT kind, subject, text FROM topbms_event")
    assert [(row["kind"], row["subject"], row["text"]) for row in happened] == [
        ("start", None, ""),
        ("alarm", "battery1", "cell_undervoltage protection cell 3"),
        ("alarm", "battery1", "soc_low warning"),
        ("link_down", "usr1", 'the port "/dev/ttyUSB0" is gone see C:\\temp'),
    ]
    (gateway,) = await influxd.ask("SELECT * FROM topbms_gateway")
    assert {"uptime": 3600.5, "version": "0.2.0", "last_error": "usr2: no route to host"}.items() <= gateway.items()
    links = await influxd.ask("SELECT link, up, last_error FROM topbms_link")
    assert [(row["link"], row["up"], row["last_error"]) for row in links] == [
        ("usr1", 1, ""),
        ("usr2", 0, "no route to host"),
    ]
    (written,) = await influxd.ask("SELECT * FROM topbms_sink")
    assert {"sink": "influxdb", "lag": 2.5, "errors": 1}.items() <= written.items()


async def test_all_numbers_are_floats(influxd: Influxd) -> None:
    target = sink(influxd.url)
    await target.write([full_reading(), *events(), health(), mean()])
    await target.close()
    fields = await influxd.ask("SHOW FIELD KEYS")
    texts = {"text", "version", "config", "last_error"}
    assert {row["fieldType"] for row in fields if row["fieldKey"] not in texts} == {"float"}


AWKWARD = "a b", "a,b", "a=b", 'a"b', "a\\b", "ab\\", "é°漢", "'a'", "a\nb"


async def test_awkward_words_arrive_in_tags_and_texts(influxd: Influxd) -> None:
    target = sink(influxd.url)
    records = [
        reading(pack=Pack(word, word, word, 1), sequence=number, at=BEGIN + number)
        for number, word in enumerate(AWKWARD, 1)
    ]
    said = [PastEvent(number, BEGIN + number, "link_down", word, word) for number, word in enumerate(AWKWARD, 100)]
    await target.write([*records, *said])
    await target.close()
    seen = [word.replace("\n", " ") for word in AWKWARD]
    packs = await influxd.ask("SELECT pack, link, soc FROM topbms_battery")
    assert [(row["pack"], row["link"]) for row in packs] == [(word.replace("\\", "/"),) * 2 for word in seen]
    assert [row["text"] for row in await influxd.ask("SELECT text FROM topbms_event")] == seen


async def test_down_at_start(influxd: Influxd, rig: Rig) -> None:
    await influxd.stop()
    courier = rig.courier(influxd.url)
    await rig.poll(600)
    assert await courier.turn() == 1.0
    assert "cannot be reached" in str(courier.attempts.last_error)
    await influxd.start()
    await bring(courier)
    await check_all_is_there(influxd, rig)


async def test_six_hours_down_and_back_everything_arrives_once_and_in_order(influxd: Influxd, rig: Rig) -> None:
    courier = rig.courier(influxd.url)
    await rig.poll(600)
    rig.happen(EventKind.START)
    await bring(courier)
    await influxd.stop()
    for _ in range(36):
        await rig.poll(600)
        rig.report()
        assert await courier.turn() > 0
    rig.happen(EventKind.ALARM, "battery1", "soc_low warning")
    assert courier.health(words("en")).lag > 5.9 * HOUR
    await influxd.start()
    await bring(courier)
    assert len(rig.readings) == 2 * 37 * 60
    await check_all_is_there(influxd, rig)
    (counted,) = await influxd.ask("SELECT count(power), first(power), last(power) FROM topbms_battery")
    first, last = powers(rig.readings)[0], powers(rig.readings)[-1]
    assert (counted["count"], counted["first"], counted["last"]) == (len(rig.readings), first, last)
    assert len(await influxd.ask("SELECT value FROM topbms_event")) == 2
    assert len(await influxd.ask("SELECT uptime FROM topbms_gateway")) == 36
    assert (courier.health(words("en")).lag, courier.attempts.counters["rejected"]) == (0.0, 0)


async def test_killed_while_writing_and_back(influxd: Influxd, rig: Rig) -> None:
    await rig.poll(2 * HOUR)
    courier = rig.courier(influxd.url, batch=50)
    for _ in range(4):
        for _ in range(5):
            await courier.turn()
        writing = asyncio.create_task(courier.turn())
        await influxd.kill()
        await writing
        await influxd.start()
    assert courier.attempts.counters["records"] < len(rig.readings)
    await bring(courier)
    await check_all_is_there(influxd, rig)


async def test_a_gateway_that_was_killed_sends_some_again_and_nothing_is_twice(influxd: Influxd, rig: Rig) -> None:
    await rig.poll(HOUR)
    killed = rig.courier(influxd.url, batch=100)
    for _ in range(4):
        await killed.turn()
    again = rig.courier(influxd.url, batch=100)  # which knows only the cursor of the beginning
    await bring(again)
    assert killed.attempts.counters["records"] + again.attempts.counters["records"] > len(rig.readings)
    await check_all_is_there(influxd, rig)


async def test_the_gateway_s_own_disk_is_full_at_the_same_time(influxd: Influxd, rig: Rig) -> None:
    courier = rig.courier(influxd.url)
    await rig.poll(600)
    await bring(courier)
    await influxd.stop()
    await rig.limit_pages(1)
    for _ in range(300):
        rig.maker.clock.now += 10.0
        rig.append(ONE)
        rig.append(TWO)
    with pytest.raises(StoreError, match="is full; make room"):
        await rig.store.flush()
    assert await courier.turn() > 0
    await influxd.start()
    await bring(courier)  # out of memory, for the disk is still full
    await check_all_is_there(influxd, rig)
    await rig.limit_pages(1_000_000)
    await rig.store.flush()
    await bring(rig.courier(influxd.url))  # after a kill: from what was noted before
    await check_all_is_there(influxd, rig)


async def test_a_wrong_password_is_said_and_costs_no_record(tmp_path: Path, rig: Rig) -> None:
    folder = tmp_path / "influxd"
    folder.mkdir()
    influxd = Influxd(folder, auth=("gateway", "sesame-7"))
    await influxd.prepare()
    await rig.poll(60)
    nobody, wrong = rig.courier(influxd.url), rig.courier(influxd.url, user="gateway", password="sesame-8")
    for courier, told in ((nobody, "wants a login (HTTP 401"), (wrong, 'refuses user "gateway" (HTTP 401')):
        assert await courier.turn() > 0
        assert told in str(courier.attempts.last_error)
        assert "sesame" not in str(courier.attempts.last_error)
    await bring(rig.courier(influxd.url, user="gateway", password="sesame-7"))
    await check_all_is_there(influxd, rig)
    await influxd.stop()


async def test_a_database_that_is_not_there_is_named(influxd: Influxd, rig: Rig) -> None:
    await rig.poll(60)
    courier = rig.courier(influxd.url.replace("topbms", "other"))
    assert await courier.turn() > 0
    assert 'is there a database or bucket "other"' in str(courier.attempts.last_error)
    await influxd.ask("CREATE DATABASE other")
    await bring(courier)
    assert len(await influxd.ask("SELECT power FROM other.autogen.topbms_battery")) == len(rig.readings)


async def test_an_address_without_its_database_loses_nothing(influxd: Influxd, rig: Rig) -> None:
    await rig.poll(60)
    courier = rig.courier(influxd.url.partition("?")[0])
    assert await courier.turn() > 0
    assert "(HTTP 400: database is required)" in str(courier.attempts.last_error)
    assert courier.cursor == 0


async def test_of_a_batch_with_one_refused_row_all_others_arrive(
    influxd: Influxd, rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    made_by_others = f'topbms_battery,pack=battery3 alarm_level="none" {int(BEGIN)}000000000'
    assert await influxd.write(made_by_others) == 204
    await rig.poll(300)
    refused = rig.alarmed(ONE)
    await rig.poll(300)
    courier = rig.courier(influxd.url)
    await bring(courier)
    rig.readings.remove(refused)
    await check_all_is_there(influxd, rig)
    counters = courier.attempts.counters
    assert (counters["records"], counters["rejected"], counters["errors"]) == (len(rig.readings), 1, 0)
    (told,) = (record.getMessage() for record in caplog.records if record.levelno == logging.WARNING)
    assert told.startswith(f"record {refused.sequence} is left out: ")
    assert 'input field "alarm_level"' in told


async def test_an_outage_longer_than_the_raw_retention_goes_on_with_means(influxd: Influxd, tmp_path: Path) -> None:
    async with rigged(tmp_path, raw=2 * HOUR) as rig:
        courier = rig.courier(influxd.url)
        await rig.poll(300)
        await bring(courier)
        single = len(rig.readings)
        await influxd.stop()
        await rig.poll(6 * HOUR)
        assert await courier.turn() > 0
        await influxd.start()
        expected = await served_after(rig, courier)
        await bring(courier)
        means = [one for one in expected if isinstance(one, MeanReading)]
        assert len(means) > 2 * 180
        for pack in (ONE, TWO):
            wanted = [*rig.readings[:single], *expected]
            wanted = sorted((one for one in wanted if one.pack == pack), key=lambda one: stamps([one]))
            times, values = await kept(influxd, pack)
            assert times == stamps(wanted)
            assert values == pytest.approx(powers(wanted))
        marked = await influxd.ask("SELECT seconds FROM topbms_battery")
        assert [row["seconds"] for row in marked] == [60.0] * len(means)
        assert len(await influxd.ask("SHOW SERIES FROM topbms_battery")) == 2  # means go on in the packs' own series


async def served_after(rig: Rig, courier: Courier) -> list[PackReading]:
    """What the history has behind the cursor of a courier."""
    assert courier.cursor is not None
    found: list[PackReading] = []
    cursor = courier.cursor
    while records := await rig.store.read_after(cursor, 10_000):
        found += [one for one in records if isinstance(one, PackReading)]
        cursor = records[-1].sequence
    return found


async def test_readings_older_than_the_database_keeps_hold_nothing_up(
    influxd: Influxd, rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    await influxd.ask("CREATE RETENTION POLICY short ON topbms DURATION 1h REPLICATION 1")
    await rig.poll(600)  # of January 2025
    courier = rig.courier(f"{influxd.url}&rp=short", batch=50)
    await bring(courier)
    assert (courier.attempts.counters["rejected"], courier.cursor) == (0, rig.maker.sequence)
    assert caplog.text.count("keeps no data so old") == 1


async def test_what_a_step_back_of_the_clock_brings_together_stays_apart(influxd: Influxd, rig: Rig) -> None:
    await rig.poll(60, ONE)
    await rig.store.flush()
    rig.maker.clock.begin -= 60
    await rig.poll(60, ONE)
    await bring(rig.courier(influxd.url))
    times, _ = await kept(influxd, ONE)
    assert (len(times), len(set(times))) == (12, 12)
    assert len({time // 1_000_000 for time in times}) == 6


async def test_two_gateways_with_one_site_name_lose_nothing_and_can_be_told(influxd: Influxd) -> None:
    for gateway in ("0" * 32, "1" * 32):
        target = sink(influxd.url, gateway=gateway)
        await target.write([health()])
        await target.close()
    found = await influxd.ask("SHOW TAG VALUES FROM topbms_gateway WITH KEY = gateway WHERE site = 'home'")
    assert [row["value"] for row in found] == ["0" * 32, "1" * 32]
    assert len(await influxd.ask("SELECT uptime FROM topbms_gateway")) == 2
