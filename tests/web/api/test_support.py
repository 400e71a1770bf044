"""A support file over HTTP: it has everything, it can be replayed, and no secret is in it."""

import asyncio
import json
import logging
from pathlib import Path
from typing import Any

from tests.web.api.house import HIGH, Answer, House, living
from topbms.protocol.capture import read_capture
from topbms.sim.recorded import Recorded
from topbms.web.safe.password import kept
from topbms.web.safe.token import hash_of

_BROKER, _INFLUX = "broker-hush", "influx-hush"
_HASH, _TOKEN = str(kept("page-hush")), hash_of("token-hush")
_SERIALS = ("SIM00000001-01", "SIM00000002-01", "TOPBMS-SIM-00000001-01", "TOPBMS-SIM-00000002-01")


def sections(folder: Path) -> dict[str, Any]:
    (folder / "influx").write_text(_INFLUX + "\n", encoding="utf-8")
    return {
        "mqtt": {"url": "mqtt://127.0.0.1:1", "user": "u", "password": _BROKER},
        "influxdb": {"url": "http://127.0.0.1:1/write?db=d", "token_file": str(folder / "influx")},
        "web": {"password_hash": _HASH, "token": [{"name": "n", "hash": _TOKEN}]},
    }


async def asked(house: House) -> tuple[Answer, list[dict[str, Any]]]:
    answer = await house.get("/support")
    assert answer.status == 200
    return answer, [json.loads(line) for line in answer.body.splitlines()]


async def test_it_is_a_file_with_all_that_helps(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        house.packs[0].force(HIGH)
        await house.until(lambda: any(one.wanted == 0 for one in house.gateway.links[0].counters.frames.frozen))
        logging.getLogger("topbms.somewhere").warning("this was said", extra={"link": "usr1"})
        answer, rows = await asked(house)
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    assert answer.headers["content-disposition"].startswith('attachment; filename="topbms-support-')
    assert answer.headers["cache-control"] == "no-store"
    about = {row["about"]: row for row in rows if "about" in row}
    assert about.keys() >= {"versions", "config", "clock", "disk", "gateway", "log", "frozen"}
    assert any(row.get("line", "").endswith("this was said link=usr1") for row in rows)
    assert about["gateway"]["links"][0]["requests"] > 0
    assert [(one["kind"], one["subject"]) for one in about["frozen"]["reasons"]] == [("alarm", "battery1")]


async def test_it_is_the_battery_again(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        house.packs[0].force(HIGH)
        await house.until(lambda: any(one.wanted == 0 for one in house.gateway.links[0].counters.frames.frozen))
        answer, _ = await asked(house)
    path = tmp_path / "support.jsonl"
    path.write_bytes(answer.body)
    frames = list(read_capture(path))
    for link, frozen in (("usr1", 0), ("usr2", 0), ("usr1", 1)):
        found = [frame for frame in frames if (frame.link, frame.frozen) == (link, frozen)]
        assert len(Recorded(found).requests) >= 2
    assert {(frame.link, frame.frozen) for frame in frames} == {("usr1", 0), ("usr2", 0), ("usr1", 1)}


async def test_no_secret_is_in_it_wherever_it_stands(tmp_path: Path) -> None:
    async with living(tmp_path, **sections(tmp_path)) as house:
        log = logging.getLogger("topbms.somewhere")
        for secret in (_BROKER, _INFLUX, _HASH, _TOKEN, *_SERIALS):
            log.warning("a library says %s", secret, extra={"url": f"http://u:{secret}@h/?token={secret}"})
        frame = "52014600B050" + _SERIALS[0].encode().hex().upper() + "E20B"
        log.warning("damaged", extra={"link": "usr1", "frame": frame})
        await house.until(lambda: house.gateway.links[0].counters.replies > 20)
        answer, rows = await asked(house)
    text = answer.body.decode()
    for private in (_BROKER, _INFLUX, _HASH, _TOKEN, *_SERIALS):
        assert private not in text
        assert private.encode().hex().upper() not in text
    assert sum("a library says" in row.get("line", "") for row in rows) == 8
    assert any(row.get("line", "").endswith("damaged link=usr1 frame=52014600B050…") for row in rows)
    assert next(row for row in rows if row.get("about") == "config")["settings"]["mqtt.user"] == "u"


async def test_two_at_a_time_get_one_each(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        first, second = await asyncio.gather(asked(house), asked(house))
    assert first[1][0] == second[1][0]
