import pytest

from topbms.errors import ConfigError
from topbms.transport.connection import check_url, is_network, same_port, shown

GOOD = [
    "/dev/ttyUSB0",
    "/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0",
    "socket://192.168.10.49:6126",
    "tcp://usr.local:8899",
    "socket://[fe80::1]:6126",
    "rfc2217://192.168.10.49:4000",
    "esphome://proxy.local",
    "esphome://proxy.local:6053/?key=secret",
]


@pytest.mark.parametrize("url", GOOD)
def test_what_a_port_can_have_is_taken_as_it_is(url: str) -> None:
    assert check_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "socket://192.168.10.49",
        "socket://:6126",
        "socket://[::1",
        "socket://192.168..1:6126",
        "esphome://",
    ],
)
def test_a_place_on_the_network_needs_host_and_port(url: str) -> None:
    with pytest.raises(ConfigError, match="host and port are missing"):
        check_url(url)


@pytest.mark.parametrize("url", ["socket://host:0", "socket://host:99999", "tcp://host:abc", "esphome://host:0"])
def test_a_port_that_no_machine_has_is_refused(url: str) -> None:
    with pytest.raises(ConfigError, match="the port must be a number from 1 to 65535"):
        check_url(url)


@pytest.mark.parametrize("url", ["socket://[::1", "socket://host:abc"])
def test_what_is_no_address_is_the_same_as_itself_only(url: str) -> None:
    assert same_port(url) == same_port(url) != same_port("socket://host:1")


@pytest.mark.parametrize("url", ["", "ttyUSB0", "COM3", "http://192.168.10.49", "192.168.10.49:6126", "file:///dev/x"])
def test_what_is_no_port_is_refused_with_what_would_be_one(url: str) -> None:
    with pytest.raises(ConfigError, match="not a port; use /dev/serial/by-id"):
        check_url(url)


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("/dev/ttyUSB0", "/dev/ttyUSB0"),
        ("socket://192.168.10.49:6126", "socket://192.168.10.49:6126"),
        ("socket://me@host:1", "socket://me@host:1"),
        ("socket://me:secret@host:1", "socket://me:…@host:1"),
        ("socket://me:p@ss:word@host:1", "socket://me:…@host:1"),
        ("rfc2217://:secret@host:1", "rfc2217://:…@host:1"),
        ("esphome://host/?key=secret&port_name=uart", "esphome://host/?key=REDACTED&port_name=uart"),
        ("esphome://host/?port_name=uart&password=secret", "esphome://host/?port_name=uart&password=REDACTED"),
    ],
)
def test_a_password_or_key_is_never_shown(url: str, text: str) -> None:
    assert shown(url) == text


def test_refusals_do_not_show_passwords_either() -> None:
    with pytest.raises(ConfigError) as caught:
        check_url("socket://me:secret@host")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", GOOD)
def test_which_ports_lead_over_a_network(url: str) -> None:
    assert is_network(url) is not url.startswith("/")
