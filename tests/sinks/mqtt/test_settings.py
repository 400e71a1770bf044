"""The section [mqtt]: what is refused, naming the key; files that cannot be used; and that no secret gets out."""

import json
import os
import ssl
from pathlib import Path
from typing import Any

import pytest

from tests.rights import no_rights_to
from tests.servers.authority import Authority
from tests.sinks.mqtt.home import Home
from tests.sinks.sections import SECRET, assert_hidden, assert_of_no_use, assert_refused, secret_file
from topbms.errors import ConfigError
from topbms.sinks import LatestSink, RecordSink
from topbms.sinks.mqtt import Settings, build

URL = "mqtt://192.168.10.12"
TLS = "mqtts://broker.example"


def read(**section: Any) -> Settings:
    """As a config is read: from JSON, so that a number without its unit is seen."""
    return Settings.model_validate_json(json.dumps({"url": URL} | section))


def test_nothing_but_the_url_is_needed() -> None:
    settings = read()
    assert (settings.host, settings.port, settings.is_encrypted) == ("192.168.10.12", 1883, False)
    assert (settings.topic, settings.discovery, settings.discovery_prefix) == ("topbms", True, "homeassistant")
    assert (settings.interval, settings.expiry, settings.history, settings.domoticz) == (30.0, 120, False, True)
    assert settings.credentials() is None
    assert settings.trust() is None


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("mqtts://broker.example", "broker.example", 8883),
        ("mqtt://[fe80::1]:1884/", "fe80::1", 1884),
        ("mqtts://10.0.0.1:443", "10.0.0.1", 443),
    ],
)
def test_where_the_broker_is(url: str, host: str, port: int) -> None:
    settings = read(url=url)
    assert (settings.host, settings.port) == (host, port)


@pytest.mark.parametrize(("interval", "expiry"), [("30s", 120), ("5min", 1200), ("1s", 60), ("33s", 132)])
def test_a_state_expires_after_four_intervals(interval: str, expiry: int) -> None:
    assert read(interval=interval).expiry == expiry


@pytest.mark.parametrize(
    ("section", "path", "word"),
    [
        ({"url": "192.168.10.12"}, ("url",), "mqtt://"),
        ({"url": "http://192.168.10.12"}, ("url",), "mqtt://"),
        ({"url": "mqtt://:1883"}, ("url",), "mqtt://"),
        ({"url": "mqtt://h h"}, ("url",), "mqtt://"),
        ({"url": "mqtt://[::1"}, ("url",), "mqtt://"),
        ({"url": "mqtt://h:99999"}, ("url",), "1 to 65535"),
        ({"url": "mqtt://h:0"}, ("url",), "1 to 65535"),
        ({"url": f"mqtt://gateway:{SECRET}@h"}, ("url",), "their own keys"),
        ({"url": "mqtt://h/topbms"}, ("url",), "their own keys"),
        ({"topic": "topbms/#"}, ("topic",), "letters"),
        ({"topic": "/topbms"}, ("topic",), "letters"),
        ({"topic": ""}, ("topic",), "letters"),
        ({"topic": "Temperature"}, ("topic",), "for a temperature"),
        ({"discovery_prefix": "air/pressure"}, ("discovery_prefix",), "for a pressure"),
        ({"discovery_prefix": "home assistant"}, ("discovery_prefix",), "letters"),
        ({"password": SECRET}, (), "the user is missing"),
        ({"password_file": "/p"}, (), "the user is missing"),
        ({"user": "u", "password": SECRET, "password_file": "/p"}, ("password_file",), "given twice"),
        ({"url": TLS, "certificate_file": "/c"}, (), "belong together"),
        ({"url": TLS, "key_file": "/k"}, (), "belong together"),
        ({"ca_file": "/c"}, (), "mqtts://"),
        ({"verify_tls": False}, (), "mqtts://"),
        ({"interval": "500ms"}, ("interval",), "greater than or equal to 1"),
        ({"interval": 30}, ("interval",), "with its unit"),
    ],
)
def test_a_wrong_value_is_refused_by_its_path(section: dict[str, Any], path: tuple[str, ...], word: str) -> None:
    assert_refused(read, section, path, word)


def test_the_password_is_in_no_text_of_the_settings() -> None:
    settings = read(user="gateway", password=SECRET)
    assert settings.credentials() == ("gateway", SECRET)
    assert_hidden(settings)


def test_a_user_may_need_no_password() -> None:
    assert read(user="token").credentials() == ("token", None)


def test_the_password_file_holds_it_in_its_first_line(tmp_path: Path) -> None:
    file = secret_file(tmp_path)
    assert read(user="gateway", password_file=str(file)).credentials() == ("gateway", SECRET)


@pytest.mark.parametrize(
    ("content", "word"),
    [(None, "cannot be read (No such file or directory)"), (b"\n\n", "has no password"), (b"\xff\xfe", "is not text")],
)
def test_a_password_file_of_no_use_is_an_error_naming_the_key(tmp_path: Path, content: bytes | None, word: str) -> None:
    file = secret_file(tmp_path, content)
    assert_of_no_use(read(user="gateway", password_file=str(file)).credentials, "mqtt.password_file", file, word)


def test_a_password_file_that_never_ends_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ConfigError, match="is not a plain file; name another"):
        read(user="gateway", password_file=str(tmp_path / "pipe")).credentials()


def test_a_folder_is_no_password(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot be read \(Is a directory\)"):
        read(user="gateway", password_file=str(tmp_path)).credentials()


# --- certificates


@pytest.mark.parametrize(
    ("given", "setting"),
    [("ca_file", "ca_file"), ("certificate_file", "certificate_file"), ("key_file", "key_file")],
)
def test_a_missing_certificate_is_named(tmp_path: Path, given: str, setting: str) -> None:
    authority = Authority(tmp_path)
    certificate, key = authority.sign("gateway")
    files = {"ca_file": authority.certificate, "certificate_file": certificate, "key_file": key}
    gone = tmp_path / "gone.pem"
    with pytest.raises(ConfigError) as caught:
        read(url=TLS, **{name: str(path) for name, path in (files | {given: gone}).items()}).trust()
    assert str(caught.value) == (
        f"mqtt.{setting}: {gone} cannot be read (No such file or directory): check the path and its permissions"
    )


def test_a_certificate_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    certificate, key = Authority(tmp_path).sign("gateway")
    settings = read(url=TLS, certificate_file=str(certificate), key_file=str(key))
    with no_rights_to(certificate), pytest.raises(ConfigError, match="Permission denied") as caught:
        settings.trust()
    assert str(caught.value).startswith(f"mqtt.certificate_file: {certificate} ")


def test_what_is_no_certificate_is_said_to_be_none(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    certificate, key = authority.sign("gateway")
    _, other = authority.sign("other")
    with pytest.raises(ConfigError, match=r"mqtt\.ca_file: .* is not a certificate"):
        read(url=TLS, ca_file=str(key)).trust()
    with pytest.raises(ConfigError, match="are not a certificate and its key"):
        read(url=TLS, certificate_file=str(certificate), key_file=str(other)).trust()


def test_a_key_with_a_passphrase_is_refused_and_not_asked_for(tmp_path: Path) -> None:
    certificate, key = Authority(tmp_path).sign("gateway")
    locked = Authority.lock(key)
    with pytest.raises(ConfigError, match="without a passphrase"):
        read(url=TLS, certificate_file=str(certificate), key_file=str(locked)).trust()


def test_whom_to_believe() -> None:
    strict, loose = read(url=TLS).trust(), read(url=TLS, verify_tls=False).trust()
    assert strict is not None
    assert (strict.verify_mode, strict.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert loose is not None
    assert (loose.verify_mode, loose.check_hostname) == (ssl.CERT_NONE, False)


# --- what comes of it


def test_one_sink_or_two() -> None:
    home = Home(URL)
    (newest,) = build(home.settings(), home.site())
    assert isinstance(newest, LatestSink)
    both = build(home.settings(history=True, backfill=3600), home.site())
    assert [sink.name for sink in both] == ["mqtt", "mqtt_history"]
    assert isinstance(both[1], RecordSink)
    assert not isinstance(both[1], LatestSink)
    assert (both[1].interval, both[1].backfill) == (30.0, 3600.0)


def test_files_are_read_when_it_is_built(tmp_path: Path) -> None:
    home = Home(URL)
    with pytest.raises(ConfigError, match=r"mqtt\.password_file"):
        build(home.settings(user="u", password_file=tmp_path / "gone"), home.site())
    with pytest.raises(ConfigError, match=r"mqtt\.ca_file"):
        build(home.settings(url=TLS, ca_file=tmp_path / "gone"), home.site())
