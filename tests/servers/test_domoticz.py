"""The fake Domoticz against what a Domoticz 2025.1 was seen to do: transport, restart, faults, looking in."""

import asyncio
import contextlib
import gzip
import json
import sys
from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.servers.domoticz import FakeDomoticz, Seen
from tests.servers.probe import ask, fetch

KEEP = {"Connection": "keep-alive"}
GETAUTH = "/json.htm?type=command&param=getauth"


@pytest.fixture
async def fake() -> AsyncIterator[FakeDomoticz]:
    async with FakeDomoticz(trusted=True) as one:
        yield one


async def one_device(fake: FakeDomoticz) -> None:
    await ask(fake, "addhardware", htype="15", name="Battery", enabled="true")
    await ask(fake, "createdevice", idx="1", sensorname="Pack voltage", sensormappedtype="0xF308")


async def converse(fake: FakeDomoticz, *requests: str) -> str:
    """Send raw requests and read until Domoticz closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", fake.port)
    writer.write("".join(requests).replace("\n", "\r\n").encode())
    text = (await reader.read()).decode()
    writer.close()
    return text


# --- transport ---


async def test_json_is_tab_indented_and_of_exact_length(fake: FakeDomoticz) -> None:
    got = await ask(fake, "getauth")
    assert got.headers["Content-Type"] == "application/json;charset=UTF-8"
    assert int(got.headers["Content-Length"]) == len(got.body)
    assert got.body.splitlines()[1].startswith(b'\t"')
    assert "Content-Encoding" not in got.headers


async def test_gzip_if_asked(fake: FakeDomoticz) -> None:
    await one_device(fake)
    plain = await ask(fake, "getdevices")
    packed = await ask(fake, "getdevices", {"Accept-Encoding": "gzip, deflate"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) == len(packed.body)
    assert json.loads(gzip.decompress(packed.body)) == plain.json


async def test_order_of_type_and_param_does_not_matter(fake: FakeDomoticz) -> None:
    assert (await fetch(fake, "/json.htm?param=getauth&type=command")).json["title"] == "GetAuth"


@pytest.mark.parametrize("word", ["keep-alive", "Keep-Alive"])
async def test_connection_is_kept_for_the_very_word(fake: FakeDomoticz, word: str) -> None:
    kept = f"GET {GETAUTH} HTTP/1.1\nHost: x\nConnection: {word}\n\n"
    last = f"GET {GETAUTH} HTTP/1.1\nHost: x\n\n"
    text = await converse(fake, kept, kept, last)
    assert text.count("HTTP/1.1 200 OK") == 3
    assert text.count("Keep-Alive: max=20, timeout=20") == 2
    assert fake.connections == 1


@pytest.mark.parametrize("line", ["", "Connection: keep-alive, Upgrade\n", "Connection: close\n"])
async def test_any_other_connection_is_closed_unannounced(fake: FakeDomoticz, line: str) -> None:
    request = f"GET {GETAUTH} HTTP/1.1\nHost: x\n{line}\n"
    text = await converse(fake, request, request)
    assert text.count("HTTP/1.1 200 OK") == 1
    assert "connection:" not in text.lower()


async def test_more_than_twenty_requests_on_one_connection(fake: FakeDomoticz) -> None:
    async with aiohttp.ClientSession(headers=KEEP) as session:
        for _ in range(50):
            async with session.get(fake.url + GETAUTH) as response:
                assert response.status == 200
    assert fake.connections == 1


@pytest.mark.parametrize("noise", ["nonsense\n\n", "GET /\n\n", "GET / HTTP/1.1\nno colon\n\n"])
async def test_what_is_no_http_is_cut(fake: FakeDomoticz, noise: str) -> None:
    assert await converse(fake, noise) == ""


async def test_a_type_other_than_command_is_404_and_empty(fake: FakeDomoticz) -> None:
    got = await fetch(fake, "/json.htm?type=devices&used=true")
    assert (got.status, got.body) == (404, b"")


async def test_other_pages_are_not_there(fake: FakeDomoticz) -> None:
    assert (await fetch(fake, "/index.html")).status == 404


async def test_post_form_with_the_command_in_the_url(fake: FakeDomoticz) -> None:
    await one_device(fake)
    update = "/json.htm?type=command&param=udevice"
    form = aiohttp.FormData({"idx": "1", "nvalue": "0", "svalue": "51.5"})
    assert (await fetch(fake, update, "POST", data=form)).json["status"] == "OK"
    with aiohttp.MultipartWriter("form-data") as parts:
        for name, value in {"idx": "1", "svalue": "52.5"}.items():
            parts.append(value).set_content_disposition("form-data", name=name)
    assert (await fetch(fake, update, "POST", data=parts)).json["status"] == "OK"
    assert fake.updates == [(1, 0, "51.5"), (1, 0, "52.5")]


async def test_post_of_json_is_not_read(fake: FakeDomoticz) -> None:
    await one_device(fake)
    got = await fetch(fake, "/json.htm?type=command&param=udevice", "POST", json={"idx": 1, "svalue": "5"})
    assert got.json == {"status": "ERR"}


@pytest.mark.parametrize(("target", "status"), [("/json.htm?", 200), ("/json.htm", 401)])
async def test_post_of_everything_needs_the_question_mark(fake: FakeDomoticz, target: str, status: int) -> None:
    body = b"type=command&param=gethardware"
    kind = "application/x-www-form-urlencoded"
    head = f"POST {target} HTTP/1.1\nHost: x\nContent-Type: {kind}\nContent-Length: {len(body)}\n\n"
    assert (await converse(fake, head + body.decode())).startswith(f"HTTP/1.1 {status} ")


async def test_an_unknown_command_is_error_in_full(fake: FakeDomoticz) -> None:
    got = await ask(fake, "makecoffee")
    assert (got.status, got.json) == (200, {"status": "ERROR"})


# --- restart and dropped connections ---


async def test_restart_keeps_port_and_database(fake: FakeDomoticz) -> None:
    await one_device(fake)
    port = fake.port
    await fake.stop()
    with pytest.raises(aiohttp.ClientConnectorError):
        await ask(fake, "getauth")
    await fake.start()
    assert fake.port == port
    assert (await ask(fake, "getdevices", rid="1")).json["result"][0]["Name"] == "Pack voltage"


async def test_stopping_twice_is_fine(fake: FakeDomoticz) -> None:
    await fake.stop()
    await fake.stop()
    await fake.start()
    assert (await ask(fake, "getauth")).status == 200


async def closed_by_domoticz(reader: asyncio.StreamReader) -> bool:
    async with asyncio.timeout(10):
        with contextlib.suppress(ConnectionError):
            return await reader.read() == b""
        return True


async def kept_connection(fake: FakeDomoticz) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", fake.port)
    writer.write(f"GET {GETAUTH} HTTP/1.1\r\nConnection: keep-alive\r\n\r\n".encode())
    await reader.readuntil(b"}")
    return reader, writer


async def test_stop_cuts_kept_connections(fake: FakeDomoticz) -> None:
    reader, writer = await kept_connection(fake)
    await fake.stop()
    assert await closed_by_domoticz(reader)
    writer.close()


async def test_stop_cuts_an_answer_that_is_under_way(fake: FakeDomoticz) -> None:
    fake.delay = 3600
    waiting = asyncio.create_task(ask(fake, "getauth"))
    await fake.wait_for(lambda: fake.count("getauth") == 1)
    await fake.stop()
    with pytest.raises(aiohttp.ClientError):
        await waiting


async def test_drop_idle_closes_what_is_kept(fake: FakeDomoticz) -> None:
    reader, writer = await kept_connection(fake)
    fake.drop_idle()
    assert await closed_by_domoticz(reader)
    writer.close()
    assert (await ask(fake, "getauth")).status == 200


async def test_silence_closes_a_kept_connection(fake: FakeDomoticz) -> None:
    reader, writer = await kept_connection(fake)
    fake._listener.idle_seconds = 0
    writer.write(f"GET {GETAUTH} HTTP/1.1\r\nConnection: keep-alive\r\n\r\n".encode())
    async with asyncio.timeout(10):
        assert b"200 OK" in await reader.read()
    writer.close()


# --- faults to order ---


async def test_cut_next_closes_instead_of_answering(fake: FakeDomoticz) -> None:
    await one_device(fake)
    fake.cut_next()
    request = "GET /json.htm?type=command&param=udevice&idx=1&svalue=5 HTTP/1.1\nConnection: keep-alive\n\n"
    assert await converse(fake, request) == ""
    assert fake.updates == []


async def test_a_slow_answer_has_done_its_work(fake: FakeDomoticz) -> None:
    await one_device(fake)
    fake.delay = 3600
    waiting = asyncio.create_task(ask(fake, "udevice", idx="1", svalue="5"))
    await fake.wait_for(lambda: fake.updates == [(1, 0, "5")])
    assert not waiting.done()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_fail_next_answers_the_status_and_does_nothing(fake: FakeDomoticz) -> None:
    await one_device(fake)
    fake.fail_next(2, status=503)
    answers = [await ask(fake, "udevice", idx="1", svalue=text) for text in "567"]
    assert [got.status for got in answers] == [503, 503, 200]
    assert fake.updates == [(1, 0, "7")]
    assert [seen.login for seen in fake.requests[-3:]] == ["fault", "fault", "trusted"]


async def test_garbage_next_is_200_without_json(fake: FakeDomoticz) -> None:
    fake.garbage_next()
    got = await ask(fake, "getauth")
    assert got.status == 200
    with pytest.raises(json.JSONDecodeError):
        _ = got.json
    assert (await ask(fake, "getauth")).json["status"] == "OK"


async def test_reject_udevice_is_err_for_this_device_alone(fake: FakeDomoticz) -> None:
    await one_device(fake)
    await ask(fake, "createdevice", idx="1", sensorname="Current", sensormappedtype="0xF317")
    fake.reject_udevice(2)
    answers = [await ask(fake, "udevice", idx=idx, svalue="5") for idx in "12"]
    assert [got.json["status"] for got in answers] == ["OK", "ERR"]
    fake.house.rejected.clear()
    assert (await ask(fake, "udevice", idx="2", svalue="6")).json["status"] == "OK"
    assert fake.updates == [(1, 0, "5"), (2, 0, "6")]


# --- looking in ---


async def test_every_request_is_seen_with_its_login(fake: FakeDomoticz) -> None:
    await ask(fake, "getdevices", used="all")
    assert fake.requests == [Seen("getdevices", {"type": "command", "param": "getdevices", "used": "all"}, "trusted")]


async def test_calls_of_getversion_are_counted(fake: FakeDomoticz) -> None:
    assert fake.count("getversion") == 0
    await ask(fake, "getversion")
    assert fake.count("getversion") == 1


async def test_connections_are_counted(fake: FakeDomoticz) -> None:
    await ask(fake, "getauth")
    await ask(fake, "getauth")
    assert fake.connections == 2


async def test_wait_for_gives_up(fake: FakeDomoticz) -> None:
    with pytest.raises(TimeoutError):
        await fake.wait_for(lambda: False, within=0)


# --- by hand ---


async def test_by_hand_each_update_is_one_line() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.servers.domoticz", "--trusted"), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().split()[-1]
    hardware = {"type": "command", "param": "addhardware", "htype": "15", "name": "x", "enabled": "true"}
    device = {"type": "command", "param": "createdevice", "idx": "1", "sensorname": "x", "sensormappedtype": "0xF313"}
    update = {"type": "command", "param": "udevice", "idx": "1", "nvalue": "0", "svalue": "two\nlines"}
    async with aiohttp.ClientSession(url) as session:
        for query in (hardware, device, update):
            async with session.get("/json.htm", params=query) as response:
                assert response.status == 200
    assert (await process.stdout.readline()).decode() == "udevice idx=1 nvalue=0 svalue='two\\nlines'\n"
    process.terminate()
    await process.wait()
