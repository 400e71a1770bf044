"""Who comes, by his connection and by headers that only a trusted proxy may set; and the names that are ours."""

import socket
from ipaddress import ip_network
from typing import Any

import pytest
from starlette.datastructures import Headers

from topbms.web.safe.names import is_from_our_page, is_ours, own_names
from topbms.web.safe.visit import Visit, visit_of

PROXY = "192.168.1.2"
TRUSTED = [ip_network(PROXY), ip_network("127.0.0.1"), ip_network("10.0.0.0/24")]


def visit(peer: str | None, *headers: tuple[str, str], trusted: bool = True, scheme: str = "http") -> Visit:
    raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in (("Host", "gw:1"), *headers)]
    scope: dict[str, Any] = {"headers": raw, "scheme": scheme, "client": None if peer is None else (peer, 5)}
    return visit_of(scope, TRUSTED if trusted else (), "/own")


@pytest.mark.parametrize(
    ("peer", "is_local"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("192.168.1.5", False),
        ("::ffff:192.168.1.5", False),
        ("fe80::1", False),
        ("0.0.0.0", False),  # noqa: S104 - only looked at
        ("", False),
        ("testclient", False),
        (None, False),
    ],
)
def test_this_machine_is_known_by_its_address(peer: str | None, is_local: bool) -> None:
    assert visit(peer, trusted=False).is_local is is_local


FORGED = [
    ("X-Forwarded-For", "127.0.0.1"),
    ("X-Forwarded-For", "::1, 127.0.0.1"),
    ("X-Real-IP", "127.0.0.1"),
    ("Forwarded", "for=127.0.0.1;host=localhost;proto=https"),
    ("X-Forwarded-Host", "localhost"),
    ("X-Forwarded-Proto", "https"),
    ("X-Forwarded-Prefix", "/theirs"),
    ("X-Ingress-Path", "/theirs"),
    ("Via", "1.1 localhost"),
]


@pytest.mark.parametrize("header", FORGED)
def test_a_header_of_somebody_else_gives_nothing(header: tuple[str, str]) -> None:
    assert visit("192.168.1.5", header) == Visit("192.168.1.5", False, "http", "gw:1", "/own")


@pytest.mark.parametrize("header", FORGED)
def test_a_proxy_on_this_machine_that_nobody_named_makes_nobody_local(header: tuple[str, str]) -> None:
    assert visit("127.0.0.1", header, trusted=False) == Visit("127.0.0.1", False, "http", "gw:1", "/own")


def test_a_trusted_proxy_says_who_comes_and_how() -> None:
    headers = (
        ("X-Forwarded-For", "203.0.113.9"),
        ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-Host", "battery.example.org"),
        ("X-Forwarded-Prefix", "/battery/"),
    )
    expected = Visit("203.0.113.9", False, "https", "battery.example.org", "/battery", is_passed_on=True)
    assert visit(PROXY, *headers) == expected


@pytest.mark.parametrize(
    ("told", "client"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("127.0.0.1, 203.0.113.9", "203.0.113.9"),
        ("1.2.3.4, 203.0.113.9, 10.0.0.7", "203.0.113.9"),
        ("203.0.113.9:4711", "203.0.113.9"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("203.0.113.9, unknown", PROXY),
        ("unknown", PROXY),
        ("", PROXY),
        (", ,", PROXY),
        ("10.0.0.7", "10.0.0.7"),
        (", ".join(["9.9.9.9"] * 50), "9.9.9.9"),
    ],
)
def test_the_nearest_that_is_no_proxy_is_held_to_account(told: str, client: str) -> None:
    assert visit(PROXY, ("X-Forwarded-For", told)).client == client


def test_a_header_that_comes_twice_is_one_list() -> None:
    headers = (("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-For", "203.0.113.9"))
    assert visit(PROXY, *headers).client == "203.0.113.9"


@pytest.mark.parametrize(
    ("peer", "told", "is_local"),
    [
        ("127.0.0.1", "127.0.0.1", True),
        ("127.0.0.1", "::1", True),
        ("127.0.0.1", "203.0.113.9", False),
        ("127.0.0.1", "127.0.0.1, 203.0.113.9", False),
        ("127.0.0.1", "127.0.0.1, 10.0.0.7", False),  # a second proxy's loopback is not ours
        ("127.0.0.1", "nonsense", False),
        ("127.0.0.1", "", False),  # a proxy that tells nothing may bring anybody
        (PROXY, "127.0.0.1", False),  # another machine's
        ("10.0.0.7", "127.0.0.1", False),
    ],
)
def test_through_a_proxy_only_who_never_left_this_machine_is_local(peer: str, told: str, is_local: bool) -> None:
    assert visit(peer, ("X-Forwarded-For", told)).is_local is is_local


def test_a_trusted_proxy_that_sends_no_header_makes_nobody_local() -> None:
    assert visit("127.0.0.1").is_local is False


@pytest.mark.parametrize(
    ("header", "prefix"),
    [
        (("X-Forwarded-Prefix", "/battery"), "/battery"),
        (("X-Ingress-Path", "/api/hassio_ingress/a-B_9"), "/api/hassio_ingress/a-B_9"),
        (("X-Forwarded-Prefix", "/"), "/own"),
        (("X-Forwarded-Prefix", "battery"), "/own"),
        (("X-Forwarded-Prefix", "//evil.example"), "/own"),
        (("X-Forwarded-Prefix", "/a/../b"), "/own"),
        (("X-Forwarded-Prefix", '/"><script>'), "/own"),
        (("X-Forwarded-Prefix", "/" + "a" * 300), "/own"),
    ],
)
def test_a_prefix_is_a_path_and_nothing_else(header: tuple[str, str], prefix: str) -> None:
    assert visit(PROXY, header).prefix == prefix


def test_a_scheme_is_not_made_up() -> None:
    assert visit(PROXY, ("X-Forwarded-Proto", "javascript")).scheme == "http"
    assert visit(PROXY, ("X-Forwarded-Proto", "http"), scheme="https").scheme == "https"


MACHINE = socket.gethostname().lower().partition(".")[0]
NAMES = own_names(("battery.example.org",))


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "localhost:8765", "LOCALHOST", "x.localhost:1", "127.0.0.1:8765", "192.168.1.5", "[::1]:8765"),
        *("[2001:db8::1]", "battery.example.org", "Battery.Example.org:443", "battery.example.org."),
        *(MACHINE, f"{MACHINE}:8765", f"{MACHINE}.local", f"{MACHINE}.lan:80"),
    ],
)
def test_a_name_that_is_ours(host: str) -> None:
    assert is_ours(host, NAMES)


@pytest.mark.parametrize(
    "host",
    [
        *("", ":8765", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "example.org", "a b"),
        *("battery.example.org:99999999", "localhost@evil.example", "localhost/x", "[::1", "[]", "[zz]", "é"),
        *(f"{MACHINE}.evil.example", f"x{MACHINE}.local", "battery.example.org..evil"),
    ],
)
def test_a_name_that_is_not(host: str) -> None:
    assert not is_ours(host, NAMES)


def test_every_name_where_that_is_written_out() -> None:
    assert is_ours("evil.example", own_names(("*",)))
    assert not is_ours("a b", own_names(("*",)))


def from_our_page(host: str, *, passed_on: bool = False, scheme: str = "http", **headers: str) -> bool:
    made = Headers({name.replace("_", "-"): value for name, value in headers.items()})
    return is_from_our_page(Visit("", False, scheme, host, "", passed_on), made)


@pytest.mark.parametrize(
    ("origin", "is_ok"),
    [
        ("http://gw:8765", True),
        ("http://GW:8765", True),
        ("http://gw", False),
        ("http://gw:9999", False),
        ("http://evil.example", False),
        ("http://gw.evil.example:8765", False),
        ("null", False),
        ("", False),
        ("file://", False),
    ],
)
def test_a_page_is_known_by_its_origin(origin: str, is_ok: bool) -> None:
    assert from_our_page("gw:8765", origin=origin) is is_ok


def test_the_usual_port_need_not_be_written() -> None:
    assert from_our_page("gw", origin="http://gw:80")
    assert from_our_page("gw:443", scheme="https", origin="https://gw")
    assert from_our_page("gw", scheme="https", origin="https://gw")


def test_only_a_proxy_may_leave_out_the_port() -> None:
    assert from_our_page("gw", passed_on=True, origin="https://gw:8443")
    assert not from_our_page("gw", origin="https://gw:8443")
    assert not from_our_page("gw:1", passed_on=True, origin="https://gw:8443")
    assert from_our_page("[::1]", passed_on=True, origin="https://[::1]:8443")


def test_programs_that_are_no_browsers_say_nothing_of_it() -> None:
    assert from_our_page("gw")


@pytest.mark.parametrize(("site", "is_ok"), [("same-origin", True), ("none", True), ("same-site", False), ("x", False)])
def test_a_browser_that_tells_the_site_is_believed(site: str, is_ok: bool) -> None:
    assert from_our_page("inner:1", sec_fetch_site=site, origin="https://outer") is is_ok


def test_a_host_that_is_none_has_no_page() -> None:
    assert not from_our_page("a b", origin="http://a b")
