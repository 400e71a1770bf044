"""https of the gateway's own: what is encrypted, who is shown out, and what is told of files that cannot be used."""

import asyncio
import os
import socket
import ssl
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest

from tests.servers.authority import Authority
from tests.servers.real import free_port
from tests.web.guarded import HASH, PASSWORD
from tests.web.moments import view
from tests.web.test_server import _shown_out, jumping
from topbms.app import Gateway
from topbms.config import Loaded, parse
from topbms.config.checking import findings
from topbms.errors import ConfigError
from topbms.web.reach import addresses
from topbms.web.server import MOST, PATIENCE, bound, serve
from topbms.web.settings import Address, Settings


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


def trusting(authority: Authority) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=authority.certificate)


class Encrypted:
    """A server with a certificate of the authority."""

    def __init__(self, authority: Authority, **web: object) -> None:
        certificate, key = authority.sign("gateway")
        files = {"certificate_file": str(certificate), "key_file": str(key)}
        self.port = free_port()
        self.settings = parse({"web": {"listen": f"127.0.0.1:{self.port}", **files, **web}}).web

    async def __aenter__(self) -> int:
        pipe = bound(Address("127.0.0.1", self.port))
        self._task = asyncio.create_task(serve(pipe, view(), settings=self.settings))
        return self.port

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.wait([self._task])


async def test_what_is_told_over_https_is_what_is_told_over_http(authority: Authority) -> None:
    async with Encrypted(authority) as port, aiohttp.ClientSession() as session:
        for _ in range(3):
            async with session.get(f"https://127.0.0.1:{port}/metrics", ssl=trusting(authority)) as answer:
                assert answer.status == 200
                assert "topbms_soc_ratio" in await answer.text()


async def test_who_speaks_no_tls_is_shown_out_and_others_are_not(authority: Authority) -> None:
    async with Encrypted(authority) as port, aiohttp.ClientSession() as session:
        for said in (b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n", bytes(range(256)), b""):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(said)
            writer.write_eof()
            await _shown_out(reader)
            writer.close()
        async with session.get(f"https://127.0.0.1:{port}/livez", ssl=trusting(authority)) as answer:
            assert answer.status == 200


def test_who_begins_to_shake_hands_and_does_no_more_is_shown_out(authority: Authority) -> None:
    async def visit() -> None:
        async with Encrypted(authority) as port:
            for said in (b"", b"\x16\x03\x01\x02\x00\x01\x00"):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(said)
                assert await _shown_out(reader) == pytest.approx(PATIENCE, abs=1.0)
                writer.close()

    jumping(visit())


async def test_no_more_shake_hands_at_once_than_there_is_room_for(authority: Authority) -> None:
    async with Encrypted(authority) as port, AsyncExitStack() as stack, aiohttp.ClientSession() as session:
        before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - it is the number that counts
        for _ in range(MOST + 50):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            stack.callback(writer.close)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await _shown_out(reader)
        writer.close()
        ours = len(os.listdir("/proc/self/fd")) - before - (MOST + 50)  # noqa: PTH208 - the same
        assert ours <= MOST + 2
        await stack.aclose()
        async with asyncio.timeout(20):
            while True:
                try:
                    async with session.get(f"https://127.0.0.1:{port}/livez", ssl=trusting(authority)) as answer:
                        assert answer.status == 200
                        return
                except aiohttp.ClientError:
                    await asyncio.sleep(0.01)


async def test_it_ends_at_once_and_the_port_is_free(authority: Authority) -> None:
    server = Encrypted(authority)
    for _ in range(2):
        async with server as port:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            async with aiohttp.ClientSession() as session:
                await session.get(f"https://127.0.0.1:{port}/livez", ssl=trusting(authority))
        writer.close()


async def test_the_cookie_of_https_is_secure(authority: Authority, tmp_path: Path) -> None:
    certificate, key = authority.sign("gateway")
    port = free_port()
    web = {
        "listen": f"127.0.0.1:{port}",
        "certificate_file": str(certificate),
        "key_file": str(key),
        "password_hash": HASH,
    }
    gateway = Gateway(
        Loaded(parse({"web": web, "history": {"path": str(tmp_path / "h.db")}}), tmp_path / "t.toml", tmp_path)
    )
    await gateway.start()
    try:
        async with aiohttp.ClientSession() as session, asyncio.timeout(20):
            while True:
                try:
                    url = f"https://127.0.0.1:{port}/api/v1/session"
                    async with session.post(url, json={"password": PASSWORD}, ssl=trusting(authority)) as answer:
                        assert answer.status == 204
                        assert "Secure" in answer.headers["Set-Cookie"]
                        return
                except aiohttp.ClientConnectorError:
                    await asyncio.sleep(0.02)
    finally:
        await gateway.stop()


def test_its_address_begins_with_https(authority: Authority) -> None:
    assert addresses(Encrypted(authority).settings)[0].startswith("https://127.0.0.1:")


@pytest.mark.parametrize(
    ("which", "told"),
    [
        ("missing", r"web.certificate_file: .*none.pem cannot be read \(No such file"),
        ("swapped", "are not a certificate and its key"),
        ("another's key", "are not a certificate and its key"),
        ("locked", r"\(PEM, without a passphrase\)"),
        ("text", "are not a certificate and its key"),
        ("folder", r"cannot be read \(Is a directory"),
        ("pipe", "is not a plain file"),
    ],
)
async def test_files_that_cannot_be_used_are_told_before_anything_starts(
    authority: Authority, tmp_path: Path, which: str, told: str
) -> None:
    certificate, key = authority.sign("gateway")
    (tmp_path / "text").write_text("hello", encoding="utf-8")
    os.mkfifo(tmp_path / "pipe")
    pair = {
        "missing": (tmp_path / "none.pem", key),
        "swapped": (key, certificate),
        "another's key": (certificate, authority.sign("other")[1]),
        "locked": (certificate, authority.lock(key)),
        "text": (tmp_path / "text", key),
        "folder": (tmp_path, key),
        "pipe": (tmp_path / "pipe", key),
    }[which]
    config = tmp_path / "topbms.toml"
    web = f'[web]\ncertificate_file = "{pair[0]}"\nkey_file = "{pair[1]}"\n'
    config.write_text(f'language = "en"\n{web}[[link]]\nid = "a"\nurl = "socket://127.0.0.1:9"\n', encoding="utf-8")
    (found,) = findings(config)
    assert found.level == "error"
    with pytest.raises(ConfigError, match=told):
        raise found.error
    settings = parse({"web": {"certificate_file": str(pair[0]), "key_file": str(pair[1])}})
    gateway = Gateway(Loaded(settings, config, tmp_path))
    with pytest.raises(ConfigError, match=told):
        await gateway.start()


def test_one_of_two_files_is_refused() -> None:
    for key in ("certificate_file", "key_file"):
        with pytest.raises(ConfigError, match="belong together"):
            parse({"language": "en", "web": {key: "x"}})


def test_a_port_is_closed_when_its_files_cannot_be_used() -> None:
    port = free_port()

    async def visit() -> None:
        settings = Settings.model_construct(certificate_file=Path("/none"), key_file=Path("/none"))
        with pytest.raises(ConfigError):
            await serve(bound(Address("127.0.0.1", port)), view(), settings=settings)

    asyncio.run(visit())
    socket.create_server(("127.0.0.1", port)).close()
