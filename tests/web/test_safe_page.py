"""The page as it is served: with the first numbers in it, its files for ever, and nothing else of the disk."""

import gzip
import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tests.web.api.house import Answer, living
from tests.web.guarded import guarding
from tests.web.visiting import say
from topbms.errors import StoreError
from topbms.model.words import Words
from topbms.web.assets import STATIC, Assets
from topbms.web.frontpage import FrontPage
from topbms.web.safe.porter import Rights

HTML = """<!doctype html>
<html lang="en">
    <head>
        <meta charset="utf-8" />
        <script type="application/json" id="first"></script>
        <script type="module" crossorigin src="./assets/index-ABC123.js"></script>
    </head>
    <body><div id="app"></div></body>
</html>
"""
SCRIPT = "console.log('a battery')\n" * 200

is_built = pytest.mark.skipif(not (STATIC / "index.html").is_file(), reason="the page was not built: make page")


@pytest.fixture
def static(tmp_path: Path) -> Path:
    folder = tmp_path / "static"
    (folder / "assets" / "below").mkdir(parents=True)
    (folder / "index.html").write_text(HTML, encoding="utf-8")
    (folder / "assets" / "index-ABC123.js").write_text(SCRIPT, encoding="utf-8")
    (folder / "assets" / "icon-1.svg").write_text("<svg/>", encoding="utf-8")
    (folder / "assets" / "thing-1.bin").write_bytes(b"\x00")
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    return folder


def first(html: str) -> str:
    found = re.search(r'<script type="application/json" id="first">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    return found[1]


async def asked(app: Any, path: str, prefix: str = "", *, may_look: bool = True, packed: bool = False) -> Answer:
    """The answer of an application to a GET, as the server has it after the guard."""
    scope: Scope = {
        "type": "http",
        "method": "GET",
        "path": prefix + path,
        "root_path": prefix,
        "query_string": b"",
        "headers": [(b"accept-encoding", b"gzip")] if packed else [],
        "state": {"rights": Rights(may_look, needs_login=True)},
    }
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        sent.append(message)

    receiving: Receive = receive
    sending: Send = send
    await app(scope, receiving, sending)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:]))


@asynccontextmanager
async def page(folder: Path, static: Path, language: str = "en") -> AsyncIterator[Starlette]:
    async with living(folder, language=language) as house:
        assets = Assets(static / "assets")
        routes = [
            Route("/", FrontPage(house.gateway.door, static).answer),
            Route("/assets/{name}", assets.answer),
        ]
        yield Starlette(routes=routes)


async def test_the_first_paint_has_real_numbers(tmp_path: Path, static: Path) -> None:
    async with page(tmp_path, static) as app:
        answer = await asked(app, "/")
        overview = json.loads(first(answer.body.decode()))
        assert [pack["id"] for pack in overview["packs"]] == ["battery1", "battery2"]
        assert overview["packs"][0]["values"]["soc"] == 60
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "<base" not in answer.body.decode()


async def test_who_may_not_look_gets_the_page_without_them(tmp_path: Path, static: Path) -> None:
    async with page(tmp_path, static) as app:
        answer = await asked(app, "/", may_look=False)
        assert (answer.status, first(answer.body.decode())) == (200, "")
        assert b"battery1" not in answer.body


async def test_it_speaks_the_config_s_language(tmp_path: Path, static: Path) -> None:
    async with page(tmp_path, static, "fr") as app:
        assert json.loads(first((await asked(app, "/")).body.decode()))["language"] == "fr"


async def test_a_prefix_is_the_base_of_all_its_addresses(tmp_path: Path, static: Path) -> None:
    async with page(tmp_path, static) as app:
        html = (await asked(app, "/", "/battery")).body.decode()
        assert '<head><base href="/battery/">' in html
        assert html.index("<base") < html.index("<script")


async def test_it_comes_packed_to_who_can_unpack(tmp_path: Path, static: Path) -> None:
    async with page(tmp_path, static) as app:
        answer = await asked(app, "/", packed=True)
        assert (answer.headers["content-encoding"], answer.headers["vary"]) == ("gzip", "Accept-Encoding")
        assert json.loads(first(gzip.decompress(answer.body).decode()))["site"] == "home"


async def test_a_name_in_the_numbers_is_no_html(tmp_path: Path, static: Path) -> None:
    name = "</script><script>alert(1)</script>&<!--"
    async with living(tmp_path) as house:
        seen = house.gateway.feed.snapshot()
        packs = tuple(replace(state, pack=replace(state.pack, name=name)) for state in seen.packs)
        door = replace(house.gateway.door, snapshot=lambda: replace(seen, packs=packs))
        answer = await asked(Starlette(routes=[Route("/", FrontPage(door, static).answer)]), "/")
        inside = first(answer.body.decode())
        assert not set("<>&") & set(inside)
        assert [one["name"] for one in json.loads(inside)["packs"]] == [name, name]


def away(_: Words) -> Any:
    raise StoreError("the history {path} is not open", path="x")


async def test_a_history_that_cannot_be_read_leaves_the_page_without_them(tmp_path: Path, static: Path) -> None:
    async with living(tmp_path) as house:
        door = replace(house.gateway.door, links=away)
        answer = await asked(Starlette(routes=[Route("/", FrontPage(door, static).answer)]), "/")
        assert (answer.status, first(answer.body.decode())) == (200, "")


@pytest.mark.parametrize(
    ("language", "words"), [("en", "is not in this installation"), ("fr", "pas dans cette install")]
)
async def test_a_page_that_was_not_built_is_told_in_words(tmp_path: Path, language: str, words: str) -> None:
    async with page(tmp_path, tmp_path / "nothing", language) as app:
        answer = await asked(app, "/", "/battery")
        assert answer.status == 503
        assert words in answer.body.decode()
        assert "/battery/api/v1" in answer.body.decode()


async def test_a_file_of_the_page_is_kept_for_ever_and_comes_packed(tmp_path: Path, static: Path) -> None:
    async with page(tmp_path, static) as app:
        for _ in range(2):
            plain = await asked(app, "/assets/index-ABC123.js")
            assert plain.body.decode() == SCRIPT
            assert plain.headers["cache-control"] == "public, max-age=31536000, immutable"
            assert plain.headers["content-type"] == "text/javascript; charset=utf-8"
            packed = await asked(app, "/assets/index-ABC123.js", packed=True)
            assert packed.headers["content-encoding"] == "gzip"
            assert gzip.decompress(packed.body).decode() == SCRIPT
            assert len(packed.body) < len(SCRIPT) / 10


async def test_what_gains_nothing_is_not_packed(tmp_path: Path, static: Path) -> None:
    async with page(tmp_path, static) as app:
        icon = await asked(app, "/assets/icon-1.svg", packed=True)
        assert (icon.body, icon.headers["content-type"]) == (b"<svg/>", "image/svg+xml")
        assert "content-encoding" not in icon.headers
        assert (await asked(app, "/assets/thing-1.bin")).headers["content-type"] == "application/octet-stream"


@pytest.mark.parametrize(
    "name",
    [
        *("none.js", "../index.html", "..", ".", "below", "../../secret", "..%2f..%2fsecret", "%2e%2e", ".hidden"),
        *("\x00", "index-ABC123.js\x00", "a/b", "/etc/passwd", "x" * 300, "é.js", "c:\\x", " "),
    ],
)
async def test_nothing_else_of_the_disk_is_served(tmp_path: Path, static: Path, name: str) -> None:
    async with page(tmp_path, static) as app:
        answer = await asked(app, f"/assets/{name}")
        assert answer.status == 404
        assert b"secret" not in answer.body


def hostile() -> Iterator[str]:
    yield from ("/../index.html", "/assets/../../web/server.py", "/assets/%2e%2e/index.html", "/assets/..%2findex.html")
    yield from (
        "/static/index.html",
        "/index.html",
        "/assets/",
        "/assets",
        "/assets/x.js/",
        "/assets//etc/passwd",
        "/..%5c..%5cx",
    )


@pytest.mark.parametrize("path", list(hostile()))
async def test_paths_that_lead_out_lead_nowhere(tmp_path: Path, path: str) -> None:
    async with living(tmp_path) as house:
        port = int(house.url.split(":")[2].partition("/")[0])
        answered = await say(port, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        assert answered.split()[1] == b"404"


@pytest.mark.parametrize(("language", "words"), [("en", "There is nothing here."), ("fr", "Il n&#x27;y a rien ici.")])
async def test_a_wrong_address_is_told_to_people_in_words(tmp_path: Path, language: str, words: str) -> None:
    async with living(tmp_path, language=language, web={"prefix": "/battery"}) as house:
        url = house.url.removesuffix("/api/v1") + "/nothing"
        async with house.session.get(url, headers={"Accept": "text/html,*/*"}) as answer:
            assert answer.status == 404
            html = await answer.text()
        assert words in html
        assert 'href="/battery/"' in html
        async with house.session.get(url) as answer:
            assert answer.content_type == "text/plain"


@is_built
async def test_the_built_page_and_all_that_it_names_is_there(tmp_path: Path) -> None:
    async with guarding(tmp_path, prefix="/battery") as visitor:
        for prefix in ("/battery", ""):  # a proxy may take the prefix away
            html = (await visitor.get(f"{prefix}/")).body.decode()
            assert '<base href="/battery/">' in html
            names = re.findall(r'(?:src|href)="\./(assets/[^"]+)"', html)
            assert len(names) >= 3
            for name in names:
                answer = await visitor.get(f"{prefix}/{name}")
                assert answer.status == 200
                assert "immutable" in answer.headers["cache-control"]
        assert (await visitor.get("/battery")).status == 200
        await visitor.log_in()
        assert json.loads(first((await visitor.get("/battery/")).body.decode()))["packs"][0]["id"] == "battery1"


@is_built
async def test_the_built_page_asks_for_nothing_that_the_policy_forbids() -> None:
    html = (STATIC / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", html, re.DOTALL)
    assert all(not content.strip() for _, content in scripts)
    assert all("src=" in told or 'type="application/json"' in told for told, _ in scripts)
    assert "<style" not in html
    assert not re.search(r"\son\w+=|style=|https?://", html)
    assert html.count('<script type="application/json" id="first"></script>') == 1
