"""The section [influxdb]: what is refused, naming the key; and that no secret gets out."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.sinks.sections import SECRET, assert_described, assert_hidden, assert_of_no_use, assert_refused, secret_file
from topbms.sinks.influxdb import Settings

URL = "http://192.168.10.12:8086/write?db=topbms"


def read(**section: Any) -> Settings:
    """As a config is read: from JSON, so that a number without its unit is seen."""
    return Settings.model_validate_json(json.dumps({"url": URL} | section))


def test_nothing_but_the_url_is_needed() -> None:
    settings = read()
    assert (settings.url, settings.prefix, settings.cells, settings.gzip) == (URL, "topbms", True, True)
    assert (settings.interval, settings.batch, settings.backfill, settings.timeout) == (10.0, 5000, 30 * 86_400.0, 30.0)
    assert (settings.scheme, settings.verify_tls, settings.secret()) == ("Token", True, None)


@pytest.mark.parametrize(
    ("section", "path", "word"),
    [
        ({"url": "192.168.10.12:8086"}, ("url",), "an address such as"),
        ({"url": "udp://192.168.10.12:8089/write"}, ("url",), "an address such as"),
        ({"url": "http:///write"}, ("url",), "an address such as"),
        ({"url": "http://[::1/write"}, ("url",), "an address such as"),
        ({"url": "http://a..b:8086/write"}, ("url",), "an address such as"),
        ({"url": "http://my house/write"}, ("url",), "an address such as"),
        ({"url": "http://house/write\x00"}, ("url",), "an address such as"),
        ({"url": "http://host:abc/write"}, ("url",), "the port must be a number from 1 to 65535"),
        ({"url": "http://host:0/write"}, ("url",), "the port must be a number from 1 to 65535"),
        ({"url": "http://host:65536/write"}, ("url",), "the port must be a number from 1 to 65535"),
        ({"url": "http://host:8086"}, ("url",), "the path of the write endpoint"),
        ({"url": "http://host:8086/?db=topbms"}, ("url",), "the path of the write endpoint"),
        ({"url": "http://host:8086/write#here"}, ("url",), "the path of the write endpoint"),
        ({"url": f"http://gateway:{SECRET}@host/write"}, ("url",), "have their own keys"),
        ({"url": f"http://host/write?db=x&u=gateway&p={SECRET}"}, ("url",), "have their own keys"),
        ({"url": f"http://host/write?token={SECRET}"}, ("url",), "have their own keys"),
        ({"url": "http://host/write?db=x&precision=ms"}, ("url",), "leave precision=ms out"),
        ({"url": "http://host/write?precision="}, ("url",), "leave precision= out"),
        ({"token": SECRET, "token_file": "/etc/x"}, ("token_file",), "token is given twice"),
        ({"user": "u", "password": SECRET, "password_file": "/etc/x"}, ("password_file",), "password is given twice"),
        ({"user": "gateway"}, (), "belong together"),
        ({"password": SECRET}, (), "belong together"),
        ({"user": "gateway", "password": SECRET, "token": SECRET}, (), "not both"),
        ({"user": "gateway", "password": SECRET, "token_file": "/etc/x"}, (), "not both"),
        ({"user": "a:b", "password": SECRET}, ("user",), "without a colon"),
        ({"user": "", "password": SECRET}, ("user",), "without a colon"),
        ({"scheme": "Basic"}, ("scheme",), "'Token' or 'Bearer'"),
        ({"prefix": "top bms"}, ("prefix",), "a letter first"),
        ({"prefix": "9"}, ("prefix",), "a letter first"),
        ({"prefix": ""}, ("prefix",), "a letter first"),
        ({"interval": "0s"}, ("interval",), "greater than or equal to 1"),
        ({"interval": 10}, ("interval",), "unit"),
        ({"batch": 0}, ("batch",), "greater than or equal to 1"),
        ({"bucket": "x"}, ("bucket",), "not permitted"),
    ],
)
def test_a_wrong_value_is_refused_by_its_path(section: dict[str, Any], path: tuple[str, ...], word: str) -> None:
    assert_refused(read, section, path, word)


@pytest.mark.parametrize("precision", ["n", "ns", "nanosecond", "auto"])
def test_each_word_for_nanoseconds_is_taken(precision: str) -> None:
    url = f"{URL}&precision={precision}"
    assert read(url=url).url == url


@pytest.mark.parametrize("section", [{"token": SECRET}, {"user": "gateway", "password": SECRET}])
def test_a_secret_is_in_no_text_of_the_settings(section: dict[str, Any]) -> None:
    settings = read(**section)
    assert settings.secret() == SECRET
    assert_hidden(settings)


@pytest.mark.parametrize("section", [{"token_file": "FILE"}, {"user": "gateway", "password_file": "FILE"}])
def test_a_file_holds_the_secret_in_its_first_line(section: dict[str, str], tmp_path: Path) -> None:
    file = secret_file(tmp_path)
    given = {key: value.replace("FILE", str(file)) for key, value in section.items()}
    assert read(**given).secret() == SECRET


@pytest.mark.parametrize(
    ("content", "word"),
    [(None, "No such file or directory"), (b"\n\n", "has nothing in its first line"), (b"\xff\xfe", "it is not text")],
)
def test_a_file_of_no_use_is_an_error_naming_the_key(tmp_path: Path, content: bytes | None, word: str) -> None:
    file = secret_file(tmp_path, content)
    assert_of_no_use(read(token_file=str(file)).secret, "influxdb.token_file", file, word)


def test_every_setting_says_what_it_is() -> None:
    assert_described(Settings)
