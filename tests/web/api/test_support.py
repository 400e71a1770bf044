"""A support file over HTTP: it has everything, it can be replayed, and no secret is in it."""

import asyncio
import json
import logging
from pathlib import Path
from typing import Any

from tests.engine.handclock import HandClock
from tests.web.api.house import HIGH, Answer, House, living
from topbms.app.supporting.evidence import Evidence, Past, Traffic, status_now
from topbms.app.supporting.frames import around, causes, last
from topbms.app.supporting.parts import lines
from topbms.engine.frozen import Frozen, Heard, Reason
from topbms.errors import StoreError
from topbms.model.words import words
from topbms.protocol.capture import read_capture
from topbms.protocol.frame import Frame
from topbms.sim.recorded import Recorded
from topbms.web.safe.password import kept
from topbms.web.safe.token import hash_of
from topbms.web.status import document

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
    assert about.keys() >= {"versions", "config", "clock", "disk", "gateway", "log", "frozen", "event", "alarm"}
    assert next(row["kind"] for row in rows if row.get("about") == "event") == "start"
    assert (about["alarm"]["code"], about["alarm"]["end"]) == (HIGH.code, None)
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


async def test_a_history_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        view, loaded = house.gateway.view(), house.gateway.loaded
        status = document(status_now(view), words("en"))
    evidence = Evidence(status, Past(problem=StoreError("the disk is full")), ["a line"], [], [])
    rows = [json.loads(line) for line in lines(loaded, evidence)]
    assert [row["problem"] for row in rows if row["about"] == "history"] == ["the disk is full"]
    assert [row["line"] for row in rows if row["about"] == "log"] == ["a line"]


async def test_a_gateway_of_many_links_gives_fewer_frames_of_each() -> None:
    ring: list[Heard] = [(float(n), "request", Frame(0x21, 1, 0x46, 0x42, b"\x01")) for n in range(200)]
    frozen = [Frozen(n, [Reason(1.0, "alarm", "p", "cell_low warning")], ring[:32]) for n in range(1, 9)]
    many = [Traffic(f"link{n}", ring, frozen) for n in range(100)]
    clock = HandClock()
    assert len(list(last(many, clock))) == 10_000
    assert len(list(causes(many, clock))) == 300
    assert len(list(around(many, clock))) == 300 * 32
    newest = [row["frozen"] for row in around(many[:1], clock)]
    assert newest == [n for n in range(1, 9) for _ in range(32)]
    times = [row["time"] for row in last(many[:1], clock)]
    assert times == [1_700_000_000.0 + n for n in range(200)]


async def test_two_at_a_time_get_one_each(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        first, second = await asyncio.gather(asked(house), asked(house))
    assert first[1][0] == second[1][0]
