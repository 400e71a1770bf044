"""The section [domoticz]: what is refused, naming the key; and that no secret gets out."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.sinks.sections import SECRET, assert_described, assert_hidden, assert_of_no_use, assert_refused, secret_file
from topbms.errors import ConfigError
from topbms.sinks.domoticz import Settings

URL = "http://192.168.10.12:8080"


def read(**section: Any) -> Settings:
    """As a config is read: from JSON, so that a number without its unit is seen."""
    return Settings.model_validate_json(json.dumps({"url": URL} | section))


def test_nothing_but_the_url_is_needed() -> None:
    settings = read()
    assert (settings.url, settings.login, settings.interval, settings.resend) == (URL, "auto", 60.0, 1800.0)
    assert (settings.timeout, settings.cells, settings.verify_tls, settings.given) == (10.0, False, True, {})
    assert settings.credentials() is None


@pytest.mark.parametrize(
    ("section", "path", "word"),
    [
        ({"url": "192.168.10.12:8080"}, ("url",), "http://"),
        ({"url": "ftp://192.168.10.12"}, ("url",), "http://"),
        ({"url": "http://:8080"}, ("url",), "http://"),
        ({"url": "http://host:abc"}, ("url",), "the port must be a number from 1 to 65535"),
        ({"url": "http://host:0"}, ("url",), "the port must be a number from 1 to 65535"),
        ({"url": "http://host:99999"}, ("url",), "the port must be a number from 1 to 65535"),
        ({"url": "http://[::1"}, ("url",), "http://"),
        ({"url": "http://a..b:8080"}, ("url",), "http://"),
        ({"url": "http://my house:8080"}, ("url",), "http://"),
        ({"url": "http://house:8080\x00"}, ("url",), "http://"),
        ({"interval": "0s"}, ("interval",), "greater than or equal to 1"),
        ({"url": "http://a:b@192.168.10.12"}, ("url",), "user and password"),
        ({"url": URL + "/json.htm?type=command"}, ("url",), "only scheme"),
        ({"password": SECRET, "password_file": "/etc/x", "user": "u"}, ("password_file",), "given twice"),
        ({"user": "gateway"}, (), "belong together"),
        ({"password": SECRET}, (), "belong together"),
        ({"login": "cookie"}, (), 'login = "cookie" needs user'),
        ({"login": "token"}, ("login",), "'auto', 'none', 'basic' or 'cookie'"),
        ({"interval": 60}, ("interval",), "unit"),
        ({"intervall": "60s"}, ("intervall",), "not permitted"),
        ({"idx": {"battery1": {"voltage": 0}}}, ("idx", "battery1", "voltage"), "greater than 0"),
        (
            {"idx": {"battery1": {"volatge": 5}}},
            ("idx",),
            "battery1/volatge: there is no such device, did you mean voltage?",
        ),
        ({"idx": {"battery1": {"xyz": 5}}}, ("idx",), "battery1/xyz: there is no such device"),
        ({"idx": {"battery1": {"temperatures": 5}}}, ("idx",), "did you mean temperatures/1?"),
        ({"idx": {"battery1": {"temperatures/0": 5}}}, ("idx",), "did you mean temperatures/1?"),
        ({"idx": {"battery1": {"voltage/1": 5}}}, ("idx",), "did you mean voltage?"),
        ({"idx": {"battery1": {"voltage": 5}, "bank": {"soc": 5}}}, ("idx",), "bank/soc: idx 5 is already taken"),
    ],
)
def test_a_wrong_value_is_refused_by_its_path(section: dict[str, Any], path: tuple[str, ...], word: str) -> None:
    assert_refused(read, section, path, word)


def test_given_idx_by_device_key() -> None:
    settings = read(idx={"battery1": {"voltage": 2284, "temperatures/2": 7}, "bank": {"soc": 9}})
    assert settings.given == {"battery1/voltage": 2284, "battery1/temperatures/2": 7, "bank/soc": 9}


def test_a_path_behind_a_proxy_is_kept_without_its_slash() -> None:
    assert read(url="https://home.example/domoticz/").url == "https://home.example/domoticz"


def test_the_password_is_in_no_text_of_the_settings() -> None:
    settings = read(user="gateway", password=SECRET)
    assert settings.credentials() == ("gateway", SECRET)
    assert_hidden(settings)


def test_the_password_file_holds_it_in_its_first_line(tmp_path: Path) -> None:
    file = secret_file(tmp_path)
    assert read(user="gateway", password_file=str(file)).credentials() == ("gateway", SECRET)


@pytest.mark.parametrize(
    ("content", "word"),
    [(None, "No such file or directory"), (b"\n\n", "has no password"), (b"\xff\xfe", "it is not text")],
)
def test_a_password_file_of_no_use_is_an_error_naming_the_key(tmp_path: Path, content: bytes | None, word: str) -> None:
    file = secret_file(tmp_path, content)
    assert_of_no_use(read(user="gateway", password_file=str(file)).credentials, "domoticz.password_file", file, word)


def test_a_password_file_that_never_ends_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for file in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(ConfigError, match=f"^domoticz.password_file: {file} is not a plain file; name another$"):
            read(user="gateway", password_file=str(file)).credentials()


def test_every_setting_says_what_it_is() -> None:
    assert_described(Settings)
