"""Addresses: which can be asked at, and what is said of a port that no machine has."""

import pytest

from topbms.settings import SettingError
from topbms.settings.address import check_port, parts_of

EXAMPLE = "http://192.168.10.12:8080"


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("http://192.168.10.12", "192.168.10.12", None),
        ("http://[fd00::1]:1/path?a=b", "fd00::1", 1),
        ("http://batterie-é.lan:65535", "batterie-é.lan", 65_535),
    ],
)
def test_what_can_be_asked_at(url: str, host: str, port: int | None) -> None:
    parts = parts_of(url, {"http"})
    assert parts is not None
    assert (parts.hostname, parts.port) == (host, port)
    check_port(parts, EXAMPLE)


@pytest.mark.parametrize(
    "url", ["", "host", "ftp://host", "http://", "http://:80", "http://[::1", "http://a..b", "http://a b", "http://a\0"]
)
def test_what_cannot_be_asked_at(url: str) -> None:
    assert parts_of(url, {"http"}) is None


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_a_port_that_no_machine_has(port: str) -> None:
    parts = parts_of(f"http://host:{port}", {"http"})
    assert parts is not None
    with pytest.raises(SettingError) as caught:
        check_port(parts, EXAMPLE)
    assert str(caught.value) == 'the port must be a number from 1 to 65535, as in "http://192.168.10.12:8080"'
