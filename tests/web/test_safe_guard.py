"""What stands before every page: names, origins, bounds, headers. And nothing on the page can write to a battery."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Mount

from tests.web.api.house import living
from tests.web.guarded import Visitor, guarding
from tests.web.visiting import say
from topbms.app import Gateway
from topbms.config import Loaded, parse
from topbms.web.pages import application

POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def policy(headers: dict[str, str]) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in headers["content-security-policy"].split(";")]
    return {name: value for name, _, value in parts}


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/api/v1/packs", "evil.example", 421),
        ("/api/v1/session", "evil.example:8765", 421),
        ("/", "evil.example", 421),
        ("/metrics", "localhost.evil.example", 421),
        ("/api/v1/packs", "localhost", 200),
        ("/api/v1/packs", "192.168.1.5:8765", 200),
        ("/api/v1/packs", "battery.example.org", 200),
        ("/livez", "evil.example", 200),
    ],
)
async def test_by_a_strange_name_nothing_is_told(tmp_path: Path, path: str, host: str, status: int) -> None:
    async with living(tmp_path, web={"hosts": ["Battery.example.org"]}) as house:
        answer = await Visitor(house).ask("GET", path, {"Host": host, "X-Forwarded-For": ""})
        assert answer.status == (401 if status == 200 and path != "/livez" else status)
        async with house.session.get(house.url.removesuffix("/api/v1") + path, headers={"Host": host}) as found:
            assert found.status == status
            if status == 421:
                assert (await found.json(content_type=None))["status"] == 421


async def test_without_a_name_there_is_no_answer(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        port = int(house.url.split(":")[2].partition("/")[0])
        assert (await say(port, b"GET /metrics HTTP/1.1\r\n\r\n")).startswith(b"HTTP/1.1 400")
        assert (await say(port, b"GET /metrics HTTP/1.0\r\n\r\n")).split()[1] == b"421"
        two = b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n"
        assert (await say(port, two)).startswith(b"HTTP/1.1 400")
        whole = b"GET http://evil.example/metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"
        assert (await say(port, whole)).split()[1] == b"404"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/session", {"password": "x"}),
        ("DELETE", "/session", None),
        ("POST", "/decode", {"text": "~"}),
        ("POST", "/setup/scan", {"url": "socket://127.0.0.1:9"}),
    ],
)
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "{own}"},
    ],
)
async def test_another_page_has_a_browser_do_nothing_here(
    tmp_path: Path, method: str, path: str, body: object, headers: dict[str, str]
) -> None:
    async with living(tmp_path) as house:
        own = house.url.removesuffix("/api/v1")
        told = {name: value.format(own=own) for name, value in headers.items()}
        answer = await house.ask(method, path, headers=told, json=body)
        assert (answer.status, answer.json["title"]) == (403, "Forbidden")
        assert "another address" in answer.json["detail"]


FETCHED = ("/api/v1/packs", "/api/v1/stream", "/api/v1/support", "/metrics", "/", "/assets/x.js")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_another_page_has_a_browser_fetch_nothing_here(tmp_path: Path, site: str) -> None:
    """As by `<img src="http://127.0.0.1:8765/api/v1/stream">`: unread, but each is work, or stays open."""
    async with living(tmp_path) as house:
        for path in FETCHED:
            headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors"}
            async with house.session.get(house.url.removesuffix("/api/v1") + path, headers=headers) as found:
                assert found.status == 403


async def test_another_page_may_link_to_ours(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        linked = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
        assert (await house.get("/packs", linked)).status == 200
        for site in ("same-origin", "none"):
            assert (await house.get("/packs", {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "cors"})).status == 200


async def test_of_a_request_with_two_ends_none_is_believed(tmp_path: Path) -> None:
    """RFC 9112, 6.3: a proxy that believes the other one would take what follows for another visitor's."""
    async with living(tmp_path) as house:
        port = int(house.url.split(":")[2].partition("/")[0])
        said = await say(
            port,
            b"POST /api/v1/decode HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n"
            b"\r\n0\r\n\r\nGET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n",
        )
        assert said.startswith(b"HTTP/1.1 400")
        assert said.count(b"HTTP/1.1") == 1


async def test_a_slash_too_many_leads_nowhere(tmp_path: Path) -> None:
    """A redirect would name the host and scheme that a proxy asked for."""
    async with living(tmp_path) as house:
        assert (await house.ask("GET", "/packs/", allow_redirects=False)).status == 404


async def test_our_own_page_may(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        own = house.url.removesuffix("/api/v1")
        for headers in ({"Origin": own}, {"Origin": own, "Sec-Fetch-Site": "same-origin"}, {}):
            answer = await house.ask("POST", "/decode", headers=headers, json={"text": "~x"})
            assert answer.status == 200


async def test_nobody_else_may_read_what_a_browser_gets(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        for method in ("GET", "OPTIONS"):
            headers = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
            answer = await house.ask(method, "/packs", headers=headers)
            assert [name for name in answer.headers if name.startswith("access-control")] == []
            assert answer.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path", ["/", "/livez", "/metrics", "/api/v1/packs", "/api/v1/nothing", "/nothing", "/assets/x"]
)
async def test_every_answer_says_what_a_browser_may_do_with_it(tmp_path: Path, path: str) -> None:
    async with guarding(tmp_path) as visitor:
        for host in ("localhost", "evil.example"):
            headers = (await visitor.get(path, Host=host)).headers
            assert policy(headers) == POLICY
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["x-frame-options"] == "DENY"
            assert headers["referrer-policy"] == "same-origin"
            assert "no-store" in headers["cache-control"]
            assert "server" not in headers


async def test_only_who_is_named_shows_it_in_a_frame(tmp_path: Path) -> None:
    async with living(tmp_path, web={"framed_by": ["self", "https://HA.example:8123"]}) as house:
        headers = (await house.get("/packs")).headers
        assert policy(headers)["frame-ancestors"] == "'self' https://ha.example:8123"
        assert "x-frame-options" not in headers


async def test_an_address_has_an_end(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        assert (await house.get("/packs?x=" + "y" * 8000)).status == 200
        answer = await house.get("/packs?x=" + "y" * 9000)
        assert (answer.status, answer.json["status"]) == (414, 414)
        assert (await house.get("/packs?" + "&".join(["a=1"] * 128))).status == 200
        assert (await house.get("/packs?" + "&".join(["a=1"] * 129))).status == 414
        assert (await house.get("/" + "x" * 9000)).status == 414


async def test_headers_have_an_end(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        port = int(house.url.split(":")[2].partition("/")[0])
        head = b"GET /api/v1/packs HTTP/1.1\r\nHost: localhost\r\n"
        answered = await say(port, head + b"X: " + b"x" * 200_000 + b"\r\n\r\n")
        assert not answered or answered.startswith(b"HTTP/1.1 4")
        many = b"".join(b"X-%d: y\r\n" % number for number in range(20_000))
        answered = await say(port, head + many + b"\r\n")
        assert not answered or answered.startswith(b"HTTP/1.1 4")
        assert (await house.get("/packs")).status == 200


async def test_a_forged_address_of_this_machine_opens_nothing(tmp_path: Path) -> None:
    async with guarding(tmp_path, trusted_proxies=[]) as visitor:
        visitor.address = "127.0.0.1"
        assert (await visitor.get("/api/v1/packs")).status == 401
        assert (await visitor.get("/api/v1/packs", Forwarded="for=127.0.0.1")).status == 401


async def test_a_health_check_comes_through_by_any_name_and_without_a_word(tmp_path: Path) -> None:
    async with guarding(tmp_path) as visitor:
        answer = await visitor.get("/livez", Host="topbms:8765")
        assert (answer.status, json.loads(answer.body)) == (200, {"status": "ok"})


WRITING = {
    "/api/v1/decode": {"POST"},
    "/api/v1/setup/scan": {"POST"},
    "/api/v1/session": {"POST", "DELETE", "OPTIONS", "PUT", "PATCH"},
}
"""All that does more than tell; what PUT, PATCH and OPTIONS come to is tested below."""


def _methods(routes: Any, path: str = "") -> Iterator[tuple[str, set[str]]]:
    for route in routes:
        if isinstance(route, Mount):
            yield from _methods(route.routes, path + route.path)
        elif hasattr(route, "methods"):
            yield path + route.path, set(route.methods or ())
        else:
            yield from _methods(route.original_router.routes, path)


async def test_nothing_there_can_write_to_a_battery(tmp_path: Path) -> None:
    gateway = Gateway(Loaded(parse({"history": {"path": str(tmp_path / "h.db")}}), tmp_path / "t.toml", tmp_path))
    found: dict[str, set[str]] = {}
    for path, methods in _methods(application(gateway.view(), gateway.door).routes):
        found[path] = found.get(path, set()) | methods
    assert len(found) > 20
    assert "/api/v1/packs/{id}" in found
    assert {path: methods - {"GET", "HEAD"} for path, methods in found.items() if methods - {"GET", "HEAD"}} == WRITING
    await gateway.store.close()


async def test_a_session_is_not_put_or_patched(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        for method in ("PUT", "PATCH", "OPTIONS"):
            answer = await house.ask(method, "/session", json={"password": "x"})
            assert (answer.status, answer.headers["allow"]) == (405, "GET, POST, DELETE")
