"""What is answered to whom, over a real port."""

import gzip
import json
from dataclasses import replace

import aiohttp
import pytest

from tests.web.moments import health, snapshot, state, view
from tests.web.visiting import get, say, serving
from topbms.model.health import Health, LinkHealth, SinkHealth


async def test_metrics_are_prometheus_text() -> None:
    async with serving(view()) as port:
        answer = await get(port, "/metrics")
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert 'topbms_soc_ratio{pack="battery1",site="home"} 0.57' in answer.text
    assert answer.text.endswith("\n")


async def test_metrics_are_packed_for_those_who_can_unpack() -> None:
    async with serving(view()) as port, aiohttp.ClientSession(auto_decompress=False) as session:
        packed, plain = [
            await session.get(f"http://127.0.0.1:{port}/metrics", headers={"Accept-Encoding": accepted})
            for accepted in ("gzip, deflate", "identity")
        ]
        assert packed.headers["Content-Encoding"] == "gzip"
        assert b"topbms_soc_ratio" in gzip.decompress(await packed.read())
        assert "Content-Encoding" not in plain.headers
        assert b"topbms_soc_ratio" in await plain.read()


async def test_it_lives_while_the_loops_turn() -> None:
    async with serving(view()) as port:
        answer = await get(port, "/livez")
    assert (answer.status, json.loads(answer.text)) == (200, {"status": "ok"})


async def test_it_does_not_live_when_a_loop_hangs_and_says_which() -> None:
    async with serving(view(overdue={"sink domoticz": 61.25})) as port:
        answer = await get(port, "/livez")
    assert answer.status == 503
    assert json.loads(answer.text) == {"status": "failing", "overdue": {"sink domoticz": 61.2}}


async def test_it_is_healthy_while_all_is_well() -> None:
    async with serving(view()) as port:
        answer = await get(port, "/healthz")
    assert (answer.status, json.loads(answer.text)) == (200, {"status": "ok"})
    assert answer.headers["cache-control"] == "no-store"


async def test_what_is_not_well_is_named() -> None:
    links = (LinkHealth("usr1", up=False, last_error="refused"),)
    found = health(links=links, sinks=(SinkHealth("mqtt", last_error="away"),))
    async with serving(view(snapshot(state(stale=True)), found)) as port:
        answer = await get(port, "/healthz")
    assert answer.status == 503
    assert json.loads(answer.text)["problems"] == [
        {"part": "link", "name": "usr1", "error": "refused"},
        {"part": "pack", "name": "battery1", "error": "does not answer any more"},
        {"part": "sink", "name": "mqtt", "error": "away"},
    ]


@pytest.mark.parametrize("path", ["/", "/favicon.ico", "/%00", "/../../etc/passwd", "/metrics%2f..", "/" + "x" * 5000])
async def test_another_path_is_told_which_there_are(path: str) -> None:
    async with serving(view()) as port:
        answer = await get(port, path)
    assert answer.status == 404
    assert answer.text.startswith("Not Found; there are /metrics, /livez")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"])
@pytest.mark.parametrize("path", ["/metrics", "/livez", "/healthz"])
async def test_nothing_can_be_changed(method: str, path: str) -> None:
    async with serving(view()) as port:
        assert (await get(port, path, method)).status == 405


async def test_head_has_no_body() -> None:
    async with serving(view()) as port:
        answer = await get(port, "/healthz", "HEAD")
    assert (answer.status, answer.text) == (200, "")


ODD: list[tuple[str, bytes]] = [
    ("binary", bytes(range(256))),
    ("a battery's frame", b"~21014642E00201FD34\r"),
    ("tls", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
    ("no version", b"GET /metrics\r\n\r\n"),
    ("no path", b"GET  HTTP/1.1\r\n\r\n"),
    ("two lengths", b"POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx"),
    ("a huge header", b"GET /metrics HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 1_000_000 + b"\r\n\r\n"),
    ("a huge path", b"GET /" + b"x" * 1_000_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n"),
    ("a huge body", b"POST /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n" + b"x" * 3_000_000),
    ("a websocket", b"GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n"),
    (
        "odd accept",
        b"GET /metrics HTTP/1.1\r\nHost: a\r\nAccept: text/plain;version=x.y;q=z\r\nConnection: close\r\n\r\n",
    ),
    ("nothing", b""),
    ("many at once", b"GET /livez HTTP/1.1\r\nHost: a\r\n\r\n" * 200),
]


@pytest.mark.parametrize("data", [data for _, data in ODD], ids=[name for name, _ in ODD])
async def test_odd_requests_do_no_harm(data: bytes, caplog: pytest.LogCaptureFixture) -> None:
    async with serving(view()) as port:
        answered = await say(port, data)
        assert not answered or answered.startswith(b"HTTP/1.1 ")
        assert b"Traceback" not in answered
        assert (await get(port, "/livez")).status == 200
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_a_defect_costs_one_request() -> None:
    def defect() -> Health:
        raise AssertionError

    async with serving(replace(view(), health=defect)) as port:
        assert (await get(port, "/healthz")).status == 500
        assert (await get(port, "/livez")).status == 200
