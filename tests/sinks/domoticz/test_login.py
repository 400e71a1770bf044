"""The ways into Domoticz, each against a fake in the state that way is for."""

import logging
import re
from typing import Any

import pytest

from tests.servers.domoticz import FakeDomoticz
from tests.servers.probe import Clock, add_hardware, create
from tests.sinks.domoticz.home import ADMIN, Home, one_pack, only
from topbms.errors import SinkError
from topbms.sinks.domoticz.login import ways

GATEWAY = {"user": "gateway", "password": "sesame-7"}
IDX = {"idx": {"battery1": {"voltage": 1}}}


async def furnished(fake: FakeDomoticz) -> None:
    """One Voltage device, idx 1, and a user for the gateway; then the doors are shut as they were."""
    trusted, fake.house.trusted = fake.house.trusted, True
    await add_hardware(fake)
    await create(fake)
    fake.add_user("gateway", "sesame-7", 1)
    fake.house.trusted = trusted
    fake.requests.clear()


async def write(home: Home, **more: Any) -> None:
    sink = home.sink(**(IDX | more))
    await sink.write(only(sink.render(one_pack()), "battery1/voltage"))


def logins(fake: FakeDomoticz) -> list[tuple[str, str]]:
    return [(seen.command, seen.login) for seen in fake.requests]


@pytest.fixture
async def strict() -> Any:
    """A Domoticz as it comes: no trusted network, no Basic over plain http."""
    async with FakeDomoticz() as fake:
        await furnished(fake)
        home = Home(fake)
        yield home
        await home.close()


async def test_trusted_network_sends_no_credentials(fake: FakeDomoticz, home: Home) -> None:
    await furnished(fake)
    await write(home)
    assert logins(fake) == [("getauth", "trusted"), ("getdevices", "trusted"), ("udevice", "trusted")]
    assert fake.updates == [(1, 0, "53.58")]


async def test_login_none_keeps_the_credentials_to_itself(fake: FakeDomoticz, home: Home) -> None:
    await furnished(fake)
    await write(home, **GATEWAY, login="none")
    assert {login for _, login in logins(fake)} == {"trusted"}


async def test_factory_security_is_passed_by_the_session_cookie(strict: Home) -> None:
    await write(strict, **GATEWAY)
    assert logins(strict.fake) == [
        ("getauth", "refused"),
        ("logincheck", "none"),
        *[(command, "cookie") for command in ("getauth", "getdevices", "udevice")],
    ]
    assert strict.fake.updates == [(1, 0, "53.58")]


async def test_allowed_basic_over_http_is_used(strict: Home) -> None:
    strict.fake.house.allow_basic = True
    await write(strict, **GATEWAY)
    assert {login for _, login in logins(strict.fake)} == {"basic"}
    assert strict.fake.updates == [(1, 0, "53.58")]


async def test_what_worked_is_tried_first_next_time(strict: Home) -> None:
    await write(strict, **GATEWAY)
    assert strict.notes["login"] == "cookie"
    strict.fake.requests.clear()
    await write(strict, **GATEWAY)
    assert logins(strict.fake)[0] == ("logincheck", "none")
    assert "refused" not in {login for _, login in logins(strict.fake)}


async def test_https_with_the_self_signed_certificate_of_domoticz() -> None:
    async with FakeDomoticz(tls=True) as fake:
        await furnished(fake)
        home = Home(fake)
        await write(home, **GATEWAY, verify_tls=False)
        await home.close()
        assert {login for _, login in logins(fake)} == {"basic"}
        assert fake.updates == [(1, 0, "53.58")]


async def test_https_with_an_unproved_certificate_says_which_setting_to_change() -> None:
    async with FakeDomoticz(tls=True) as fake:
        home = Home(fake)
        with pytest.raises(SinkError, match=r"certificate of https://.* cannot be verified: .* verify_tls = false"):
            await write(home, **GATEWAY)
        await home.close()
        assert fake.requests == []


async def test_http_to_an_https_port_is_one_line() -> None:
    async with FakeDomoticz(tls=True) as fake:
        home = Home(fake)
        with pytest.raises(SinkError) as caught:
            await write(home, url=fake.url.replace("https:", "http:"), **GATEWAY)
        await home.close()
    assert re.fullmatch(r"Domoticz at http://\S+ cannot be reached \(.+\): is it running, and .*", str(caught.value))


async def test_wrong_password_names_user_tries_and_cures_but_no_password(strict: Home) -> None:
    with pytest.raises(SinkError) as caught:
        await write(strict, user="gateway", password="sesame-8")
    text = str(caught.value)
    for word in (
        '"gateway"',
        "401; tried: basic, cookie",
        "https",
        "Basic-Auth over plain HTTP",
        "login = ",
        "trusted",
    ):
        assert word in text
    assert "sesame" not in text
    assert "\n" not in text
    assert strict.fake.updates == []


async def test_no_user_at_a_domoticz_that_wants_one_names_all_cures(strict: Home) -> None:
    with pytest.raises(SinkError) as caught:
        await write(strict)
    for word in ("401; tried: none", "user and password", "https", "session cookie", "Basic-Auth", "trusted networks"):
        assert word in str(caught.value)


async def test_in_a_trusted_network_a_wrong_password_does_not_become_an_administrator(
    fake: FakeDomoticz, home: Home
) -> None:
    await furnished(fake)
    with pytest.raises(SinkError, match="401; tried: basic, cookie"):
        await write(home, user="gateway", password="sesame-8")
    assert fake.updates == []


async def test_login_basic_does_not_try_the_cookie(strict: Home) -> None:
    with pytest.raises(SinkError, match="tried: basic\\)"):
        await write(strict, **GATEWAY, login="basic")
    assert strict.fake.count("logincheck") == 0


async def test_login_cookie_does_not_try_basic(strict: Home) -> None:
    strict.fake.house.allow_basic = True
    await write(strict, **GATEWAY, login="cookie")
    assert "basic" not in {login for _, login in logins(strict.fake)}


async def test_an_expired_cookie_is_replaced_and_the_value_goes_through(strict: Home) -> None:
    sink = strict.sink(**GATEWAY, **IDX)
    updates = only(sink.render(one_pack()), "battery1/voltage")
    await sink.write(updates)
    strict.fake.expire_sessions()
    strict.fake.requests.clear()
    await sink.write(updates)
    assert logins(strict.fake) == [
        ("udevice", "refused"),
        ("logincheck", "none"),
        ("getauth", "cookie"),
        ("udevice", "cookie"),
    ]
    assert len(strict.fake.updates) == 2


async def test_a_renewed_cookie_is_used_from_then_on() -> None:
    """Past half its life a session gets a new token, and the old one would end it."""
    clock = Clock()
    async with FakeDomoticz(clock=clock) as fake:
        await furnished(fake)
        home = Home(fake)
        sink = home.sink(**GATEWAY, **IDX)
        for _ in range(4):
            await sink.write(only(sink.render(one_pack()), "battery1/voltage"))
            clock.now += 400
        await home.close()
        assert fake.count("logincheck") == 1
        assert len(fake.updates) == 4


async def test_a_login_that_is_refused_right_after_it_worked_ends_in_one_line(strict: Home) -> None:
    sink = strict.sink(**GATEWAY, **IDX)
    updates = only(sink.render(one_pack()), "battery1/voltage")
    await sink.write(updates)
    strict.fake.house.users["gateway"].password = "changed"
    strict.fake.expire_sessions()
    with pytest.raises(SinkError, match="401; tried: cookie, basic"):
        await sink.write(updates)


async def test_a_401_after_a_proved_login_is_one_line(fake: FakeDomoticz, home: Home) -> None:
    """As of a proxy that lets getauth through and nothing else."""
    await furnished(fake)
    sink = home.sink(**IDX)
    updates = only(sink.render(one_pack()), "battery1/voltage")
    await sink.write(updates)
    fake.fail_next(3, status=401)
    with pytest.raises(SinkError, match="401; tried: none"):
        await sink.write(updates)


async def test_a_viewer_is_told_which_rights_are_missing(strict: Home) -> None:
    strict.fake.add_user("guest", "sesame-9", 0)
    with pytest.raises(SinkError, match=r'user "guest" at .* may only look: give it the rights "User"'):
        await write(strict, user="guest", password="sesame-9")
    assert strict.fake.count("udevice") == 0


async def test_no_password_and_no_cookie_is_ever_logged(strict: Home, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await write(strict, **GATEWAY)
    for secret in ("sesame-7", "DMZSID=", "c2VzYW1l"):
        assert secret not in caplog.text


async def test_getversion_is_never_asked(strict: Home) -> None:
    """It makes Domoticz itself call its makers."""
    await strict.setup(admin=ADMIN)
    await write(strict, **GATEWAY)
    assert strict.fake.count("getversion") == 0


@pytest.mark.parametrize(
    ("login", "credentials", "remembered", "expected"),
    [
        ("auto", None, None, ["none"]),
        ("auto", None, "cookie", ["none"]),
        ("auto", ADMIN, None, ["basic", "cookie"]),
        ("auto", ADMIN, "cookie", ["cookie", "basic"]),
        ("auto", ADMIN, "none", ["basic", "cookie"]),
        ("basic", ADMIN, "cookie", ["basic"]),
        ("none", ADMIN, "basic", ["none"]),
    ],
)
def test_the_order_of_ways(login: Any, credentials: Any, remembered: str | None, expected: list[str]) -> None:
    assert list(ways(login, credentials, remembered)) == expected
