"""The fake Domoticz against what a Domoticz 2025.1 was seen to do: logins, rights and refusals."""

import base64
import hashlib
import ssl
from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.servers.domoticz import FakeDomoticz
from tests.servers.probe import FACTORY_PASSWORD, Clock, Got, ask, basic, fetch

VERSION = "2025.1 (build 16785)"
FORWARDED = {"X-Forwarded-For": "203.0.113.7"}
BEARER = {"Authorization": "Bearer eyJ.broken.token"}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def fake(clock: Clock) -> AsyncIterator[FakeDomoticz]:
    """Factory settings on plain http, with a user of each kind besides the admin."""
    async with FakeDomoticz(clock=clock) as one:
        one.add_user("gateway", "secret", 1)
        one.add_user("guest", "secret", 0)
        yield one


def md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


async def log_in(fake: FakeDomoticz, user: str = "admin", password: str = FACTORY_PASSWORD, **more: str) -> Got:
    name = base64.b64encode(user.encode()).decode()
    return await ask(fake, "logincheck", username=name, password=md5(password), **more)


def cookie_of(got: Got) -> dict[str, str]:
    return {"Cookie": got.headers["Set-Cookie"].partition(";")[0]}


def assert_is_stock_401(got: Got) -> None:
    assert got.status == 401
    assert got.headers["Content-Type"] == "text/html"
    assert got.headers["Set-Cookie"].startswith("DMZSID=none")
    assert "WWW-Authenticate" not in got.headers
    assert got.body.startswith(b"<html>")
    assert b"401 Unauthorized" in got.body


# --- nobody ---


@pytest.mark.parametrize("command", ["gethardware", "getdevices", "udevice", "getlog", "makecoffee"])
async def test_no_credentials_is_401_html_without_a_challenge(fake: FakeDomoticz, command: str) -> None:
    assert_is_stock_401(await ask(fake, command))
    assert fake.requests[-1].login == "none"


async def test_another_type_is_401_for_a_stranger(fake: FakeDomoticz) -> None:
    assert_is_stock_401(await fetch(fake, "/json.htm?type=devices"))


async def test_password_in_the_url_is_ignored(fake: FakeDomoticz) -> None:
    assert_is_stock_401(await ask(fake, "gethardware", username="admin", password="domoticz"))


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("getauth", {"status": "OK", "title": "GetAuth"}),
        ("getversion", {"status": "OK", "title": "GetVersion"}),
        ("getuptime", {"days": 0, "hours": 0, "minutes": 0, "seconds": 15, "status": "OK", "title": "GetUptime"}),
        ("getconfig", {"status": "OK", "title": "GetConfig"}),
        ("logincheck", {"status": "ERR"}),
    ],
)
async def test_open_commands_answer_anyone_but_say_little(
    fake: FakeDomoticz, command: str, answer: dict[str, object]
) -> None:
    for headers in ({}, basic(password="wrong"), BEARER):
        got = await ask(fake, command, headers)
        assert (got.status, got.json) == (200, answer)


# --- Basic ---


@pytest.mark.parametrize("headers", [basic(), basic(password="wrong"), basic("nobody"), BEARER])
async def test_strict_http_refuses_every_authorization(fake: FakeDomoticz, headers: dict[str, str]) -> None:
    assert_is_stock_401(await ask(fake, "gethardware", headers))
    assert fake.requests[-1].login == "refused"


async def test_basic_over_http_once_it_is_allowed(fake: FakeDomoticz) -> None:
    fake.house.allow_basic = True
    got = await ask(fake, "getauth", basic("gateway", "secret"))
    assert got.json == {"rights": 1, "status": "OK", "title": "GetAuth", "user": "gateway", "version": VERSION}
    assert fake.requests[-1].login == "basic"


@pytest.mark.parametrize(
    "headers",
    [
        basic(password="wrong"),
        basic("nobody"),
        basic("", ""),
        BEARER,
        {"Authorization": "Basic !"},
        {"Authorization": ""},
    ],
)
async def test_wrong_credentials_are_401_where_basic_is_allowed(fake: FakeDomoticz, headers: dict[str, str]) -> None:
    fake.house.allow_basic = True
    assert_is_stock_401(await ask(fake, "gethardware", headers))


async def test_basic_over_https_needs_no_setting() -> None:
    async with FakeDomoticz(tls=True) as fake:
        assert fake.url.startswith("https://127.0.0.1:")
        got = await ask(fake, "getauth", basic())
        assert (got.json["user"], got.json["rights"]) == ("admin", 2)
        assert_is_stock_401(await ask(fake, "gethardware", basic(password="wrong")))


async def test_the_certificate_is_self_signed_for_another_name() -> None:
    async with FakeDomoticz(tls=True) as fake, aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            await session.get(fake.url)
        trusting = ssl.create_default_context(cadata=fake.certificate)
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            await session.get(fake.url, ssl=trusting)
        trusting.check_hostname = False
        async with session.get(fake.url, ssl=trusting) as response:
            assert response.status == 404
        first = fake.certificate
        await fake.stop()
        await fake.start()
        assert fake.certificate == first


# --- trusted network ---


async def test_trusted_network_is_admin_without_credentials(fake: FakeDomoticz) -> None:
    fake.house.trusted = True
    got = await ask(fake, "getauth")
    assert (got.json["rights"], got.json["user"]) == (2, "admin")
    assert fake.requests[-1].login == "trusted"


@pytest.mark.parametrize(
    ("headers", "allow_basic"),
    [(basic(), False), (basic(password="wrong"), True), (FORWARDED, False), (BEARER, False)],
    ids=["valid but not allowed", "wrong", "forwarded from afar", "broken token"],
)
async def test_what_makes_a_trusted_client_a_stranger(
    fake: FakeDomoticz, headers: dict[str, str], allow_basic: bool
) -> None:
    fake.house.trusted, fake.house.allow_basic = True, allow_basic
    assert_is_stock_401(await ask(fake, "gethardware", headers))


async def test_trusted_network_behind_a_near_proxy(fake: FakeDomoticz) -> None:
    fake.house.trusted = True
    assert (await ask(fake, "gethardware", {"X-Forwarded-For": "127.0.0.1"})).status == 200


async def test_credentials_count_before_the_trusted_network(fake: FakeDomoticz) -> None:
    fake.house.trusted = fake.house.allow_basic = True
    assert (await ask(fake, "getauth", basic("gateway", "secret"))).json["rights"] == 1


# --- session cookie ---


async def test_logincheck_gives_a_cookie_in_factory_state(fake: FakeDomoticz) -> None:
    got = await log_in(fake)
    assert got.json == {"rights": 2, "status": "OK", "title": "logincheck", "user": "admin", "version": VERSION}
    name, _, value = cookie_of(got)["Cookie"].partition("=")
    assert name == "DMZSID"
    assert len(value.split("_")) == 2
    assert value.rpartition(".")[2].isdecimal()
    assert (await ask(fake, "gethardware", cookie_of(got))).json["status"] == "OK"
    assert fake.requests[-1].login == "cookie"


@pytest.mark.parametrize(("user", "password"), [("admin", "wrong"), ("nobody", "domoticz")])
async def test_wrong_logincheck_is_200_err(fake: FakeDomoticz, user: str, password: str) -> None:
    got = await log_in(fake, user, password)
    assert (got.status, got.json) == (200, {"status": "ERR"})
    assert "Set-Cookie" not in got.headers


async def test_name_of_logincheck_must_be_base64_and_password_md5(fake: FakeDomoticz) -> None:
    for name, password in (("admin", md5("domoticz")), ("YWRtaW4=", "domoticz"), ("/w==", md5("domoticz"))):
        assert (await ask(fake, "logincheck", username=name, password=password)).json == {"status": "ERR"}


async def test_a_session_ends_after_ten_minutes(fake: FakeDomoticz, clock: Clock) -> None:
    cookie = cookie_of(await log_in(fake))
    clock.now += 601
    assert_is_stock_401(await ask(fake, "gethardware", cookie))
    assert "user" not in (await ask(fake, "getauth", cookie)).json


async def test_a_session_slides_and_renews_its_cookie(fake: FakeDomoticz, clock: Clock) -> None:
    first = cookie_of(await log_in(fake))
    clock.now += 299
    assert "Set-Cookie" not in (await ask(fake, "gethardware", first)).headers
    clock.now += 300
    renewed = cookie_of(await ask(fake, "gethardware", first))
    assert renewed != first
    clock.now += 599
    assert (await ask(fake, "gethardware", renewed)).status == 200
    assert_is_stock_401(await ask(fake, "gethardware", first))


async def test_rememberme_lasts_thirty_days(fake: FakeDomoticz, clock: Clock) -> None:
    cookie = cookie_of(await log_in(fake, rememberme="true"))
    clock.now += 14 * 86400
    assert (await ask(fake, "gethardware", cookie)).status == 200
    clock.now += 17 * 86400
    assert (await ask(fake, "gethardware", cookie)).status == 401


async def test_expire_sessions(fake: FakeDomoticz) -> None:
    cookie = cookie_of(await log_in(fake))
    fake.expire_sessions()
    assert_is_stock_401(await ask(fake, "gethardware", cookie))


async def test_an_invented_cookie_is_refused(fake: FakeDomoticz) -> None:
    stamp = cookie_of(await log_in(fake))["Cookie"].rpartition(".")[2]
    for text in ("DMZSID=none", f"DMZSID=0_0.{stamp}", "other=1"):
        assert_is_stock_401(await ask(fake, "gethardware", {"Cookie": text}))


# --- rights ---


@pytest.mark.parametrize(
    ("command", "user", "status"),
    [
        ("getdevices", "guest", 200),
        ("getlog", "guest", 200),
        ("udevice", "guest", 403),
        ("udevice", "gateway", 200),
        ("gethardware", "gateway", 200),
        ("createdevice", "gateway", 403),
        ("createvirtualsensor", "gateway", 403),
        ("deletedevice", "gateway", 403),
        ("renamedevice", "gateway", 403),
        ("setused", "gateway", 403),
        ("addhardware", "gateway", 403),
        ("deletehardware", "gateway", 403),
    ],
)
async def test_too_few_rights_are_403_json(fake: FakeDomoticz, command: str, user: str, status: int) -> None:
    fake.house.allow_basic = True
    got = await ask(fake, command, basic(user, "secret"))
    assert got.status == status
    if status == 403:
        assert got.json == {"status": "ERR"}


async def test_a_user_limited_to_devices(fake: FakeDomoticz) -> None:
    fake.house.allow_basic = True
    for name in ("one", "two"):
        await ask(fake, "createdevice", basic(), idx="1", sensorname=name, sensormappedtype="0xF308")
    fake.add_user("limited", "secret", 1, devices={2})
    headers = basic("limited", "secret")
    statuses = [(await ask(fake, "udevice", headers, idx=idx, svalue="1")).status for idx in ("1", "2", "2404")]
    assert statuses == [403, 200, 403]
    assert [one["idx"] for one in (await ask(fake, "getdevices", headers)).json["result"]] == ["2"]


async def test_the_older_adduser_refuses_by_401_and_json(fake: FakeDomoticz) -> None:
    fake.house.allow_basic = True
    got = await ask(fake, "adduser", basic("gateway", "secret"))
    assert (got.status, got.json) == (401, {"status": "ERROR"})


async def test_adduser(fake: FakeDomoticz) -> None:
    fake.house.allow_basic = True
    new = {"enabled": "true", "username": "new", "password": md5("word"), "rights": "1"}
    title = "Add/Update/DeleteUser"
    got = await ask(fake, "adduser", basic(), **new)
    missing = "One or more expected values are empty!"
    assert got.json == {"message": missing, "status": "ERROR", "title": title}
    new |= {"RemoteSharing": "false", "TabsEnabled": "0"}
    assert (await ask(fake, "adduser", basic(), **new)).json == {"status": "OK", "title": "AddUser"}
    assert (await ask(fake, "getauth", basic("new", "word"))).json["rights"] == 1
    assert (await ask(fake, "adduser", basic(), **new)).json["message"] == "Duplicate Username!"


async def test_getversion_tells_an_admin_more(fake: FakeDomoticz) -> None:
    fake.house.allow_basic = True
    user = (await ask(fake, "getversion", basic("gateway", "secret"))).json
    admin = (await ask(fake, "getversion", basic())).json
    assert user["version"] == VERSION
    assert (user["HaveUpdate"], user["hash"]) == (False, "85308e91e")
    assert admin.keys() - user.keys() == {"DomoticzUpdateURL", "Revision", "SystemName"}


async def test_getlog(fake: FakeDomoticz, clock: Clock) -> None:
    fake.house.trusted = True
    got = (await ask(fake, "getlog", loglevel="268435455", lastlogtime="0")).json
    assert (got["status"], got["title"], got["LastLogTime"]) == ("OK", "GetLog", str(int(clock.now)))
    assert got["result"][0]["level"] == 2
    assert "result" not in (await ask(fake, "getlog", loglevel="4", lastlogtime="0")).json
