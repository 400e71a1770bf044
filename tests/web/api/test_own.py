"""What a pack knows of itself, asked of a running gateway: parameters, limits, its own log."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.web.api.house import HIGH, House, living, served
from topbms.app.packlogs import PackLogs
from topbms.config import Loaded
from topbms.errors import LinkError
from topbms.model.alarms import Alarm, Level
from topbms.model.dossier import Dossier
from topbms.model.fragment import Parameter, Parameters
from topbms.model.words import words
from topbms.sim.faults import Cut, ErrorCode, Mute, Slow, WrongChecksum
from topbms.web.api.ownview import memory_shape, parameters_shape, thresholds_shape

DATA_RECORD, ALARM_RECORD = 0x4B, 0x4C
HOUR = 3600.0
THIN = "\N{NARROW NO-BREAK SPACE}"


async def asked(house: House) -> None:
    """Wait until both packs have told their parameters, and the clock, which is asked last."""
    of = house.gateway.dossiers.of
    await house.until(lambda: all(of(pack).clock and of(pack).parameters for pack in ("battery1", "battery2")))


async def test_every_parameter_is_told_with_its_group_and_words(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        await asked(house)
        found = (await house.get("/packs/battery1/parameters")).json
        settings = house.packs[0].settings()
        told = {one["key"]: one["value"] for one in found["parameters"]}
        assert len(told) == 140
        assert told == {key: settings.get(key, False) for key in told}  # a switch that is not named is off
        assert (found["pack"], found["note"]) == ("battery1", "")
        assert found["told"] == pytest.approx(house.clock.utc(), abs=60)
        by_key = {one["key"]: one for one in found["parameters"]}
        limit = by_key["cell_overvoltage_protection"]
        assert (limit["group"], limit["name"], limit["unit"]) == ("cells", "Cell overvoltage protection", "mV")
        assert limit["text"] == f"3650{THIN}mV"
        assert by_key["buzzer_enabled"]["group"] == "switches"
        french = (await house.get("/packs/battery1/parameters?lang=fr")).json["parameters"]
        (limit,) = (one for one in french if one["key"] == "pack_overvoltage_protection")
        assert limit["name"] == "Protection\u202f: surtension de la batterie"
        assert limit["text"] == f"57,6{THIN}V"
        assert {one["text"] for one in french if one["group"] == "switches"} <= {"activé", "désactivé"}


async def test_the_limits_are_those_that_the_protections_obey(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        await asked(house)
        overview = (await house.get("/overview")).json["packs"][0]
        pack = (await house.get("/packs/battery1")).json
        assert overview["thresholds"] == pack["thresholds"]
        assert pack["thresholds"] == {
            "cell_voltages": {
                "low_protection": 2.7,
                "low_warning": 2.9,
                "high_warning": 3.6,
                "high_protection": 3.65,
            },
            "voltage": {"low_protection": 43.2, "low_warning": 46.4, "high_warning": 56.8, "high_protection": 57.6},
        }


async def test_a_pack_tells_of_its_life_and_its_clock(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        await asked(house)
        capacity, energy = house.packs[0].given()
        memory = (await house.get("/packs/battery1")).json["memory"]
        assert memory["discharged_capacity"] == pytest.approx(capacity, abs=1)
        assert memory["discharge_energy"] == pytest.approx(energy, abs=1)
        assert memory["clock_ahead"] < 0  # the simulation's clock began in 2024
        assert memory["asked_at"] == pytest.approx(house.clock.utc(), abs=60)


def test_a_pack_that_told_nothing_has_no_limits_and_no_parameters() -> None:
    nothing = Dossier()
    assert parameters_shape("battery1", nothing, "", words("en")) == {
        "pack": "battery1",
        "told": None,
        "note": "",
        "parameters": [],
    }
    assert parameters_shape("battery1", nothing, "why", words("en"))["note"] == "why"
    assert (thresholds_shape(nothing), memory_shape(nothing)) == (None, None)


def test_a_pack_that_told_little_has_the_rest_as_null() -> None:
    told = Dossier(
        parameters=Parameters(1, (Parameter("cell_low_voltage", 3.0, "V"),)), asked_at=5.0, parameters_at=5.0
    )
    found = thresholds_shape(told)
    assert found is not None
    assert found["voltage"] is None
    assert found["cell_voltages"] == {
        "low_protection": None,
        "low_warning": 3.0,
        "high_warning": None,
        "high_protection": None,
    }
    assert memory_shape(told) == {
        "discharged_capacity": None,
        "discharge_energy": None,
        "clock_ahead": None,
        "asked_at": 5.0,
    }
    assert parameters_shape("battery1", told, "why", words("en"))["note"] == ""


async def test_what_is_no_pack_has_neither(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        for path in ("/packs/nobody/parameters", "/packs/nobody/records?log=alarms", "/packs/bank/parameters"):
            answer = await house.get(path)
            assert (answer.status, answer.headers["content-type"]) == (404, "application/problem+json")
        for wrong in ("", "?log=", "?log=all", "?log=data&limit=0", "?log=data&limit=1001"):
            assert (await house.get(f"/packs/battery1/records{wrong}")).status == 422


async def test_the_log_says_which_alarms_began_and_ended(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        pack = house.packs[0]
        pack.force(HIGH)
        pack.force(Alarm("soc_low", Level.WARNING))
        pack.clear()
        found = (await house.get("/packs/battery1/records?log=alarms")).json
        assert (found["pack"], found["log"], found["whole"], found["note"]) == ("battery1", "alarms", True, "")
        assert found["read"] == len(found["records"])
        told = [(one["alarm"]["code"], one["alarm"]["level"], one["over"]) for one in found["records"]]
        assert told == [
            ("cell_overvoltage", "protection", False),
            ("soc_low", "warning", False),
            ("cell_overvoltage", "protection", True),
            ("soc_low", "warning", True),
        ]
        first, last = found["records"][0], found["records"][-1]
        assert first["words"] == "Cell voltage too high (protection)"
        assert last["words"] == "over: State of charge low (warning)"
        said = pack.analog()
        assert first["values"]["cell_voltages"] == list(said.cell_voltages)
        assert (first["values"]["soc"], first["values"]["voltage"]) == (60, said.voltage)
        assert first["time"].startswith("2024-03-01T")
        newest = (await house.get("/packs/battery1/records?log=alarms&limit=1&lang=fr")).json
        assert newest["read"] == 4
        assert [one["over"] for one in newest["records"]] == [True]
        assert newest["records"][0]["words"].startswith("fin\u202f: ")


async def test_the_log_of_data_has_a_record_an_hour(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        assert (await house.get("/packs/battery1/records?log=data")).json["records"] == []
        house.packs[0].advance(5 * HOUR)
        found = (await house.get("/packs/battery1/records?log=data")).json
        assert len(found["records"]) == 5
        assert {(one["words"], one["number"], one["alarm"]) for one in found["records"]} == {("", 0, None)}


async def refused(house: House, pack: str = "battery1") -> tuple[int, str]:
    answer = await house.get(f"/packs/{pack}/records?log=alarms")
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status, answer.json["detail"]


async def test_the_log_of_a_cut_link_is_told_of_in_words(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        house.lines[0].faults.set(Cut())
        await house.until(lambda: not house.gateway.links[0].is_up)
        assert await refused(house) == (
            503,
            "the link of Battery 1 is down, so it cannot be asked; see what the link says",
        )
        french = (await house.get("/packs/battery1/records?log=alarms&lang=fr")).json["detail"]
        assert french.startswith("la liaison de Battery 1 est coupée")


async def test_a_link_that_is_cut_while_it_is_read_is_told_of(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        house.packs[0].advance(300 * HOUR)
        reading = asyncio.create_task(house.get("/packs/battery1/records?log=data"))
        await house.until(lambda: any(frame.cid2 == DATA_RECORD for _, frame in house.lines[0].heard))
        house.lines[0].faults.set(Cut())
        assert (await reading).status == 503


async def test_a_silent_pack_has_no_log(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        house.lines[0].faults.set(Mute(command=ALARM_RECORD))
        assert await refused(house) == (503, "Battery 1 does not answer; is it switched on?")


async def test_a_pack_that_refuses_or_answers_rubbish_is_told_apart(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        house.lines[0].faults.set(ErrorCode(command=ALARM_RECORD))
        status, detail = await refused(house)
        assert (status, detail.partition(":")[0]) == (409, "Battery 1 keeps no such log, or does not give it")
        house.lines[0].faults.set(WrongChecksum(command=ALARM_RECORD))
        status, detail = await refused(house)
        assert (status, detail.partition(":")[0]) == (503, "what Battery 1 answered was damaged")


async def test_a_link_that_only_listens_asks_nothing(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        await reloaded(house, listen=True)
        assert await refused(house) == (409, "usr1 only listens; set listen = false to ask")


async def test_a_dialect_without_logs_and_parameters_says_so(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        await reloaded(house, dialect="tdt")
        status, detail = await refused(house)
        assert (status, detail.partition(" can be")[0]) == (409, "packs of dialect tdt")
        assert str(house.gateway.door.hindrance("battery1")) == detail
        assert house.gateway.door.hindrance("battery2") is None
        assert house.gateway.door.hindrance("nobody") is None
        with pytest.raises(LinkError):
            await house.gateway.door.log("nobody", "alarms")


async def reloaded(house: House, **section: Any) -> None:
    """Have the gateway go on with another first link."""
    loaded = house.gateway.loaded
    first, *rest = loaded.settings.link
    links = (first.model_copy(update=section), *rest)
    await house.gateway.reload(Loaded(loaded.settings.model_copy(update={"link": links}), loaded.path, loaded.state))
    await served(loaded.settings.web.address[1])


async def test_of_one_pack_one_log_is_read_at_a_time(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        house.packs[0].advance(400 * HOUR)
        house.lines[0].faults.set(Slow(command=DATA_RECORD, delay=0.05))
        reading = asyncio.create_task(house.get("/packs/battery1/records?log=data"))
        await house.until(lambda: any(frame.cid2 == DATA_RECORD for _, frame in house.lines[0].heard))
        status, detail = await refused(house)
        assert (status, detail.partition(";")[0]) == (
            503,
            "the log of Battery 1 is being read for somebody already",
        )
        assert (await house.get("/packs/battery2/records?log=alarms")).status == 200
        reading.cancel()


async def test_what_could_be_read_in_time_is_told(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        house.packs[0].advance(5 * HOUR)
        hasty = PackLogs(lambda: house.gateway.links, house.gateway.inquire, patience=0.0)
        read = await hasty.read("battery1", "data")
        assert len(read.records) == 1
        assert str(read.trouble).startswith("the log did not come to its end within 0 s")


async def test_a_line_that_is_never_free_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        impatient = PackLogs(lambda: house.gateway.links, house.gateway.inquire, patience=-3600.0)
        with pytest.raises(LinkError, match="could not be asked within"):
            await impatient.read("battery1", "data")


async def test_a_log_that_breaks_off_is_told_as_far_as_it_was_read(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        house.packs[0].advance(5 * HOUR)
        house.lines[0].faults.set(ErrorCode(command=DATA_RECORD, every=3, code=0x90))
        found = (await house.get("/packs/battery1/records?log=data")).json
        assert (found["whole"], len(found["records"])) == (False, 2)
        assert found["note"] == "the log broke off: the BMS answered RTN 90: the address is not valid; try again"
