"""Behind a real nginx with TLS and path prefixes: as the documentation has it, and set up in other ways."""

import json
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.servers.authority import Authority
from tests.servers.nginx import CLIENT, Nginx
from tests.web.api.house import Answer, House, living, told
from tests.web.guarded import HASH, PASSWORD, TOKEN, TOKEN_HASH, morsel
from topbms.web.assets import STATIC

PAGE = (Path(__file__).parents[2] / "docs" / "web.md").read_text(encoding="utf-8")
DOCUMENTED = re.findall(r"^```nginx\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)[0]

STRIPPED = """
location /stripped/ {
    proxy_pass http://127.0.0.1:8765/;
    proxy_set_header X-Forwarded-Host $http_host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_set_header X-Forwarded-Prefix /stripped;
}
"""
BARE = "location /bare/ { proxy_pass http://127.0.0.1:8765/; }"


@dataclass
class Browser:
    """One at https://127.0.0.1, with a jar for its cookies."""

    house: House
    session: aiohttp.ClientSession
    origin: str
    tls: ssl.SSLContext
    address: str = "203.0.113.9"

    async def ask(self, method: str, path: str, headers: dict[str, str] | None = None, **more: Any) -> Answer:
        url = self.origin + path
        async with self.session.request(
            method, url, headers={CLIENT: self.address, **(headers or {})}, ssl=self.tls, **more
        ) as response:
            found = {key.lower(): value for key, value in response.headers.items()}
            return Answer(response.status, found, await response.read())

    async def log_in(self, prefix: str, password: str = PASSWORD, **headers: str) -> Answer:
        named = {"Origin": self.origin, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return await self.ask("POST", f"{prefix}/api/v1/session", named, json={"password": password})


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@asynccontextmanager
async def browsing(folder: Path, authority: Authority, **web: Any) -> AsyncIterator[Browser]:
    settings = {"password_hash": HASH, "trusted_proxies": ["127.0.0.1"], "prefix": "/battery", **web}
    async with living(folder, web=settings) as house:
        ours = house.url.split(":")[2].partition("/")[0]
        locations = f"{DOCUMENTED}\n{STRIPPED}\n{BARE}".replace(":8765", f":{ours}")
        server = Nginx(folder, locations, *authority.sign("gateway"))
        await server.start()
        try:
            async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
                tls = ssl.create_default_context(cafile=authority.certificate)
                yield Browser(house, session, f"https://127.0.0.1:{server.port}", tls)
        finally:
            await server.stop()


@pytest.mark.parametrize("prefix", ["/battery", "/stripped"])
async def test_a_login_through_it(tmp_path: Path, authority: Authority, prefix: str) -> None:
    async with browsing(tmp_path, authority) as browser:
        assert (await browser.ask("GET", f"{prefix}/api/v1/packs")).status == 401
        answer = await browser.log_in(prefix)
        assert answer.status == 204
        cookie = morsel(answer)
        assert (cookie["secure"], cookie["path"], cookie["httponly"]) == (True, prefix, True)
        packs = (await browser.ask("GET", f"{prefix}/api/v1/packs")).json["packs"]
        assert [pack["id"] for pack in packs] == ["battery1", "battery2"]
        other = "/stripped" if prefix == "/battery" else "/battery"
        assert (await browser.ask("GET", f"{other}/api/v1/packs")).status == 401  # the cookie is for its path
        left = await browser.ask("DELETE", f"{prefix}/api/v1/session", {"Origin": browser.origin})
        assert left.status == 204
        assert (await browser.ask("GET", f"{prefix}/api/v1/packs")).status == 401


@pytest.mark.skipif(not (STATIC / "index.html").is_file(), reason="the page was not built: make page")
@pytest.mark.parametrize("prefix", ["/battery", "/stripped"])
async def test_the_page_and_its_files(tmp_path: Path, authority: Authority, prefix: str) -> None:
    async with browsing(tmp_path, authority) as browser:
        html = (await browser.ask("GET", f"{prefix}/")).body.decode()
        assert f'<base href="{prefix}/">' in html
        names = re.findall(r'(?:src|href)="\./(assets/[^"]+)"', html)
        assert names
        for name in names:
            assert (await browser.ask("GET", f"{prefix}/{name}")).status == 200
        await browser.log_in(prefix)
        assert '"battery1"' in (await browser.ask("GET", f"{prefix}/")).body.decode()


async def test_the_stream_comes_at_once(tmp_path: Path, authority: Authority) -> None:
    async with browsing(tmp_path, authority) as browser:
        await browser.log_in("/battery")
        url = f"{browser.origin}/battery/api/v1/stream"
        async with browser.session.get(url, ssl=browser.tls, headers={CLIENT: browser.address}) as stream:
            events = told(stream)
            first = await anext(events)
            assert first.id is not None
            while (await anext(events)).event != "bank":
                pass


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Forwarded-Host"])
async def test_a_header_of_the_visitor_s_own_opens_nothing(tmp_path: Path, authority: Authority, name: str) -> None:
    async with browsing(tmp_path, authority) as browser:
        for prefix in ("/battery", "/stripped"):
            answer = await browser.ask("GET", f"{prefix}/api/v1/packs", {name: "127.0.0.1"})
            assert answer.status == 401


async def test_through_a_proxy_of_trust_this_machine_is_known(tmp_path: Path, authority: Authority) -> None:
    async with browsing(tmp_path, authority) as browser:
        browser.address = "127.0.0.1"
        for prefix in ("/battery", "/stripped"):
            assert (await browser.ask("GET", f"{prefix}/api/v1/session")).json == {"needed": False, "valid": True}
        assert (await browser.ask("GET", "/bare/api/v1/packs")).status == 401  # it tells nothing of anybody


async def test_a_proxy_that_nobody_named_brings_nobody_in_where_it_shows_itself(
    tmp_path: Path, authority: Authority
) -> None:
    async with browsing(tmp_path, authority, trusted_proxies=[]) as browser:
        for prefix in ("/battery", "/stripped"):
            assert (await browser.ask("GET", f"{prefix}/api/v1/packs")).status == 401


async def test_another_page_has_a_browser_do_nothing(tmp_path: Path, authority: Authority) -> None:
    async with browsing(tmp_path, authority) as browser:
        for prefix in ("/battery", "/stripped"):
            assert (await browser.log_in(prefix, Origin="https://evil.example")).status == 403


async def test_by_a_strange_name_nothing_is_told(tmp_path: Path, authority: Authority) -> None:
    async with browsing(tmp_path, authority) as browser:
        for prefix in ("/battery", "/stripped"):
            assert (await browser.ask("GET", f"{prefix}/", {"Host": "evil.example"})).status == 421
    (tmp_path / "again").mkdir()
    async with browsing(tmp_path / "again", authority, hosts=["home.example.org"]) as browser:
        assert (await browser.ask("GET", "/battery/api/v1/session", {"Host": "home.example.org"})).status == 200


async def test_a_program_shows_its_token(tmp_path: Path, authority: Authority) -> None:
    async with browsing(tmp_path, authority, token=[{"name": "x", "hash": TOKEN_HASH}]) as browser:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        answer = await browser.ask("GET", "/bare/metrics", headers)
        assert answer.status == 200
        assert b"topbms_soc_ratio" in answer.body


async def test_an_ingress_says_the_prefix_with_each_request(tmp_path: Path, authority: Authority) -> None:
    path = "/api/hassio_ingress/Abc-123_x"
    async with browsing(tmp_path, authority, insecure=True, password_hash=None, prefix="") as browser:
        url = browser.house.url.removesuffix("/api/v1")
        headers = {"X-Ingress-Path": path, "X-Forwarded-For": "192.168.1.7"}
        async with browser.session.get(f"{url}/", headers=headers) as answer:
            html = await answer.text()
        if answer.status == 200:
            assert f'<base href="{path}/">' in html
        async with browser.session.get(f"{url}/api/v1/overview", headers=headers) as answer:
            assert json.loads(await answer.read())["site"] == "home"
