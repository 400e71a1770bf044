"""The section [web]: which addresses are taken, and which only with a word more."""

import pytest

from topbms.config import BadConfigError, parse
from topbms.web.settings import Address


def refused(**section: object) -> str:
    with pytest.raises(BadConfigError) as caught:
        parse({"language": "en", "web": section})
    (problem,) = caught.value.problems
    return str(problem)


def test_by_default_only_this_machine_is_answered() -> None:
    settings = parse({}).web
    assert (settings.enabled, settings.address) == (True, Address("127.0.0.1", 8765))


@pytest.mark.parametrize(
    ("listen", "expected"),
    [
        ("127.0.0.1:1", Address("127.0.0.1", 1)),
        ("127.1.2.3:65535", Address("127.1.2.3", 65_535)),
        ("localhost:9000", Address("127.0.0.1", 9000)),
        ("[::1]:8765", Address("::1", 8765)),
    ],
)
def test_an_address_of_this_machine_alone(listen: str, expected: Address) -> None:
    assert parse({"web": {"listen": listen}}).web.address == expected


@pytest.mark.parametrize("listen", ["0.0.0.0:8765", "[::]:8765", "192.168.1.5:80", "[fe80::1]:8765"])
def test_others_may_reach_it_only_if_that_is_written_out(listen: str) -> None:
    assert refused(listen=listen) == (
        f"web: other machines reach {listen}, and there is no password: set one with topbms config password, keep "
        "127.0.0.1, or write insecure = true beside it if everybody in your network may look"
    )
    assert parse({"web": {"listen": listen, "insecure": True}}).web.listen == listen


@pytest.mark.parametrize(
    "listen", ["", "8765", ":8765", "127.0.0.1", "::1:8765", "[127.0.0.1]:1", "[::1]", "nas:8765", "127.0.0.1:", "[]:1"]
)
def test_what_is_no_address_with_a_port(listen: str) -> None:
    assert refused(listen=listen).startswith("web.listen: ")


@pytest.mark.parametrize("port", ["0", "65536", "x", "-1", "٣", "8765 "])
def test_what_is_no_port(port: str) -> None:
    expected = 'web.listen: the port must be a number from 1 to 65535, as in "127.0.0.1:8765"'
    assert refused(listen=f"127.0.0.1:{port}") == expected


def test_a_slip_is_told_with_what_may_be_meant() -> None:
    assert refused(lissen="127.0.0.1:1") == "web.lissen is not a setting; did you mean listen?"
