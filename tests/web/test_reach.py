"""The addresses that are told to people; and a gateway that is reached by one of them asks for the password."""

import asyncio
import socket
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from tests.web.api.house import living
from tests.web.guarded import HASH, PASSWORD, TOKEN, TOKEN_HASH
from topbms.config import parse
from topbms.web.reach import addresses


def told(listen: str, **web: object) -> list[str]:
    return addresses(parse({"web": {"listen": listen, "password_hash": HASH, **web}}).web)


def own_address() -> str:
    """The address by which this machine reaches others, as the kernel routes it; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking, suppress(OSError):
        asking.connect(("198.51.100.1", 9))
        return str(asking.getsockname()[0])
    return "127.0.0.1"


needs_network = pytest.mark.skipif(ip_address(own_address()).is_loopback, reason="this machine has no network")


def test_one_address_is_that_one() -> None:
    assert told("127.0.0.1:8765") == ["http://127.0.0.1:8765/"]
    assert told("[::1]:80", prefix="/battery") == ["http://[::1]:80/battery/"]
    assert told("192.168.1.5:8765") == ["http://192.168.1.5:8765/"]


@needs_network
@pytest.mark.parametrize("listen", ["0.0.0.0:8765", "[::]:8765"])
def test_every_address_is_those_of_the_machine(listen: str) -> None:
    found = told(listen)
    assert f"http://{own_address()}:8765/" in found
    hosts = [ip_address(urlsplit(url).hostname or "") for url in found]
    assert not [host for host in hosts if host.is_loopback or host.is_link_local or host.is_unspecified]
    assert len(found) <= 8


@needs_network
async def test_by_that_address_the_password_is_asked_for(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "topbms.app.doors")
    token = [{"name": "x", "hash": TOKEN_HASH}]
    web = {"listen": "0.0.0.0:{port}", "password_hash": HASH, "token": token}
    async with living(tmp_path, web=web) as house:
        async with asyncio.timeout(20):
            while not [line for line in caplog.messages if line.startswith("the page is at ")]:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        (line,) = [line for line in caplog.messages if line.startswith("the page is at ")]
        (url,) = [url for url in line.removeprefix("the page is at ").split(" or ") if own_address() in url]
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
            for forged in ({}, {"X-Forwarded-For": "127.0.0.1"}, {"Authorization": "Bearer x"}):
                async with browser.get(f"{url}api/v1/packs", headers=forged) as answer:
                    assert answer.status == 401
            async with browser.get(f"{url}metrics", headers={"Authorization": f"Bearer {TOKEN}"}) as answer:
                assert answer.status == 200
            async with browser.post(f"{url}api/v1/session", json={"password": PASSWORD}) as answer:
                assert answer.status == 204
            async with browser.get(f"{url}api/v1/packs") as answer:
                assert len((await answer.json())["packs"]) == 2
        assert (await house.get("/packs")).status == 200
