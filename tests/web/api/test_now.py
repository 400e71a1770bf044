"""How things stand now, asked of a running gateway: packs, bank, links, health, overview, vocabulary, config."""

import asyncio
from pathlib import Path

import pytest

from tests.web.api.house import HIGH, House, living
from topbms.model.quantities import CATALOGUE
from topbms.model.words import words
from topbms.sim.faults import Cut


async def counted(house: House) -> None:
    """Wait until the bank's meter stands in the history."""
    async with asyncio.timeout(20):
        while not await house.gateway.store.standings("bank"):  # noqa: ASYNC110 - nothing would set an event
            await asyncio.sleep(0.05)


async def test_a_pack_is_told_with_what_it_said_and_how_old_that_is(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        said = house.packs[0].analog()
        pack = (await house.get("/packs/battery1")).json
        assert (pack["id"], pack["name"], pack["link"], pack["address"]) == ("battery1", "Battery 1", "usr1", 1)
        assert pack["values"]["soc"] == said.soc
        assert pack["values"]["cell_voltages"] == list(said.cell_voltages)
        assert pack["stale"] is False
        assert 0 <= pack["age"] < pack["limit"] == 30.0
        assert pack["states"]["charge_mosfet"] is True
        assert pack["limits"]["cells"] == ["normal"] * 16
        assert pack["identity"]["module"] == house.packs[0].product().module
        assert [one["id"] for one in (await house.get("/packs")).json["packs"]] == ["battery1", "battery2"]


async def test_nobody_keeps_an_answer_of_this_moment(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        answer = await house.get("/overview")
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["content-encoding"] == "gzip"
        assert "content-encoding" not in (await house.get("/states?lang=fr", {"Accept-Encoding": "identity"})).headers


async def test_the_overview_is_all_of_one_moment(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        await counted(house)
        seen = (await house.get("/overview?lang=fr")).json
        assert (seen["site"], seen["language"], seen["languages"], seen["setup"]) == ("home", "fr", ["en", "fr"], False)
        assert len(seen["packs"]) == len(seen["links"]) == 2
        assert seen["bank"]["present"] == ["battery1", "battery2"]
        assert set(seen["energy"]["today"]) == {"charged", "discharged"}


async def test_an_alarm_has_words_in_the_language_asked_for(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        house.packs[0].force(HIGH)
        await house.until(lambda: bool(house.gateway.feed.snapshot().bank.alarms))
        for language in ("en", "fr"):
            (alarm,) = (await house.get(f"/packs/battery1?lang={language}")).json["alarms"]
            said = words(language).alarms["cell_overvoltage"]
            assert (alarm["code"], alarm["level"], alarm["urgency"]) == ("cell_overvoltage", "protection", "today")
            assert (alarm["words"], alarm["meaning"], alarm["action"]) == (said.words, said.meaning, said.action)
        (alarm,) = (await house.get("/bank")).json["alarms"]
        assert (alarm["pack"], alarm["code"]) == ("battery1", "cell_overvoltage")


async def test_a_silent_pack_is_stale_and_leaves_the_bank(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        before = house.clock.utc()
        house.lines[0].faults.set(Cut())
        await house.until(lambda: not house.gateway.links[0].is_up)
        cut = house.clock.utc()
        house.clock.ahead += 31
        await house.until(lambda: house.gateway.feed.snapshot().bank.missing == ("battery1",))
        pack = (await house.get("/packs/battery1")).json
        assert (pack["stale"], pack["values"]["soc"]) == (True, 60)
        assert pack["age"] > pack["limit"]
        assert (await house.get("/bank")).json["missing"] == ["battery1"]
        link = (await house.get("/links")).json["links"][0]
        assert link["up"] is False
        assert before - 0.01 <= link["since"] <= cut + 0.01
        assert link["last_error"]
        assert link["last_error_age"] >= 0


async def test_links_tell_their_last_frames_the_newest_first(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        first, second = (await house.get("/links")).json["links"]
        assert (first["packs"], second["packs"]) == (["battery1"], ["battery2"])
        ages = [frame["age"] for frame in first["frames"]]
        assert ages == sorted(ages)
        assert {frame["direction"] for frame in first["frames"]} == {"request", "response"}
        assert all(frame["frame"].startswith("~") for frame in first["frames"])
        assert first["replies"] > 0
        assert first["answer_time"] >= 0


async def test_health_is_of_this_moment_though_no_minute_is_over(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        health = (await house.get("/health")).json
        assert (health["fresh"], health["silent"], health["sinks"]) == (2, 0, [])
        assert [link["id"] for link in health["links"]] == ["usr1", "usr2"]
        assert health["history"]["last_error"] == ""


async def test_the_vocabulary_is_the_catalogue_s(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        rows = (await house.get("/quantities?lang=fr")).json["quantities"]
        assert [row["key"] for row in rows] == [quantity.key for quantity in CATALOGUE]
        assert rows[0]["label"] == "Tension"
        assert (await house.get("/states")).json["states"] == dict(words("en").states)


async def test_the_config_is_told_without_its_secrets(tmp_path: Path) -> None:
    domoticz = {"url": "http://127.0.0.1:9", "user": "somebody", "password": "word2"}
    async with living(tmp_path, domoticz=domoticz) as house:
        answer = await house.get("/settings")
        assert b"word2" not in answer.body
        rows = {row["key"]: row for group in answer.json["groups"] for row in group["rows"]}
        assert (rows["poll.interval"]["value"], rows["poll.interval"]["default"]) == ("200ms", "10s")
        assert rows["poll.interval"]["meaning"] == "Time between two readings of a pack."
        assert (rows["domoticz.password"]["value"], rows["domoticz.password"]["secret"]) == ("•••", True)
        assert rows["link[usr1].pack[battery1].name"]["value"] == "Battery 1"


async def test_the_file_is_checked_as_it_is_now(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        assert (await house.get("/settings")).json["check"] == []
        (tmp_path / "topbms.toml").write_text('[poll]\nintervall = "10s"\n', encoding="utf-8")
        (found,) = (await house.get("/settings")).json["check"]
        assert found["level"] == "error"
        assert found["message"] == "poll.intervall is not a setting; did you mean interval?"


@pytest.mark.parametrize("path", ["/packs/none", "/packs/bank", "/nothing", "/energy?owner=none", "/packs/x/history"])
async def test_what_is_not_there_is_a_problem(tmp_path: Path, path: str) -> None:
    async with living(tmp_path) as house:
        answer = await house.get(f"{path}{'?quantity=soc' if path.endswith('history') else ''}")
        assert answer.status == 404
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json["status"] == 404
        assert answer.json["title"] == "Not Found"


async def test_energy_is_counted_by_local_days(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        await counted(house)
        for period, length in (("day", 1), ("month", 1), ("year", 1)):
            answer = (await house.get(f"/energy?period={period}")).json
            assert (answer["owner"], answer["period"]) == ("bank", period)
            assert len(answer["rows"]) == length
            assert len(answer["rows"][0]["start"]) == len("2026-11-25")
        assert (await house.get("/energy?owner=battery1&to=2000-01-01")).json["rows"] == []
        assert (await house.get("/energy?from=2999-01-01")).json["rows"] == []
        assert (await house.get("/energy?from=yesterday")).status == 422
