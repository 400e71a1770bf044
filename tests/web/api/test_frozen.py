"""The frames around an alarm or a fault over HTTP: what a link keeps of it, in which words, and the frames."""

from pathlib import Path
from typing import Any

from tests.web.api.house import HIGH, House, living
from topbms.sim.faults import WrongChecksum


async def kept(house: House, link: str = "usr1", language: str = "en") -> list[dict[str, Any]]:
    links = (await house.get(f"/links?lang={language}")).json["links"]
    found: list[dict[str, Any]] = next(one for one in links if one["id"] == link)["frozen"]
    return found


async def test_an_alarm_keeps_the_frames_around_it(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        assert await kept(house) == []
        house.packs[0].force(HIGH)
        await house.until(lambda: any(frozen.wanted == 0 for frozen in house.gateway.links[0].counters.frames.frozen))
        (found,) = await kept(house)
        assert [(cause["kind"], cause["subject"]) for cause in found["causes"]] == [("alarm", "battery1")]
        assert "Battery 1" in found["causes"][0]["words"]
        assert "Battery 1" in (await kept(house, language="fr"))[0]["causes"][0]["words"]
        assert await kept(house, "usr2") == []
        whole = (await house.get(f"/links/usr1/frozen/{found['number']}")).json
        assert len(whole["frames"]) > 10
        ages = [frame["age"] for frame in whole["frames"]]
        assert ages == sorted(ages)
        assert ages[0] < whole["causes"][0]["age"] < ages[-1]


async def test_a_damaged_reply_is_kept_with_what_is_wrong_with_it(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        house.lines[0].faults.set(WrongChecksum())
        await house.until(lambda: bool(house.gateway.links[0].counters.frames.frozen))
        (found,) = await kept(house)
        assert found["causes"][0]["kind"] == "checksum"
        assert found["causes"][0]["subject"] == "usr1"
        assert found["causes"][0]["words"]


async def test_what_is_not_kept_is_not_found(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        for path in ("/links/usr1/frozen/1", "/links/none/frozen/1"):
            answer = await house.get(path)
            assert answer.status == 404
            assert "keeps nothing of number 1" in answer.json["detail"]
        for path in ("/links/usr1/frozen/0", "/links/usr1/frozen/x", "/links/usr1/frozen/99999999999"):
            assert (await house.get(path)).status == 422
