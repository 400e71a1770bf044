"""The section [web]: which addresses are taken, and which only with a word more."""

from pathlib import Path

import pytest

from topbms.config import BadConfigError, load, parse
from topbms.config.showing import groups
from topbms.model.words import words
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


HASH = "scrypt:4:8:1:AAAAAAAAAAAAAAAAAAAAAA:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
TOKEN = {"name": "prometheus", "hash": "sha256:" + "0" * 64}


@pytest.mark.parametrize("listen", ["0.0.0.0:8765", "[::]:8765", "192.168.1.5:80"])
@pytest.mark.parametrize("password", [{"password_hash": HASH}, {"password_hash_file": "page"}])
def test_with_a_password_others_may_reach_it(listen: str, password: dict[str, str]) -> None:
    assert parse({"web": {"listen": listen, **password}}).web.has_password


def test_a_token_alone_is_no_password() -> None:
    assert "there is no password" in refused(listen="0.0.0.0:8765", token=[TOKEN])


def test_everything_that_can_be_set() -> None:
    web = parse(
        {
            "web": {
                "password_hash": HASH,
                "token": [TOKEN],
                "hosts": ["Battery.Example.org", "nas", "*"],
                "trusted_proxies": ["192.168.1.2", "172.30.32.5/23", "fd00::/64"],
                "prefix": "/my/battery/",
                "framed_by": ["self", "https://HA.lan:8123", "http://[fd00::1]"],
            }
        }
    ).web
    assert web.hosts == ("battery.example.org", "nas", "*")
    assert [str(proxy) for proxy in web.proxies] == ["192.168.1.2/32", "172.30.32.0/23", "fd00::/64"]
    assert web.prefix == "/my/battery"
    assert web.framed_by == ("self", "https://ha.lan:8123", "http://[fd00::1]")
    assert [token.name for token in web.token] == ["prometheus"]


def test_the_hash_is_shown_nowhere() -> None:
    settings = parse({"web": {"password_hash": HASH}})
    assert HASH not in repr(settings)
    shown = [row for group in groups(settings, words("en")) for row in group.rows if row.key == "web.password_hash"]
    assert [(row.value, row.secret) for row in shown] == [("•••", True)]


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ({"password_hash": "correct horse"}, "web.password_hash: this is not what topbms config password writes"),
        ({"password": "correct horse"}, "web.password is not a setting; did you mean password_hash?"),
        ({"password_hash": HASH, "password_hash_file": "x"}, "web.password_hash_file: the password is given twice"),
        ({"token": [{**TOKEN, "hash": "x"}]}, "web.token[1].hash: this is not what topbms config token writes"),
        ({"token": [{"name": "x"}]}, "web.token[1].hash is missing"),
        ({"token": [{**TOKEN, "name": "a b"}]}, "web.token[1].name must be 1 to 40 letters"),
        ({"hosts": "nas"}, 'web.hosts: a list is expected, such as ["one", "two"]'),
        ({"hosts": ["nas:8765"]}, "web.hosts: nas:8765: a name without a port is expected"),
        ({"hosts": ["http://nas"]}, "web.hosts: http://nas: a name without a port is expected"),
        ({"hosts": ["*.example.org"]}, "web.hosts: *.example.org: a name without a port is expected"),
        ({"hosts": [""]}, "web.hosts: : a name without a port is expected"),
        ({"trusted_proxies": ["nginx"]}, "web.trusted_proxies: nginx: an address or a network is expected"),
        ({"trusted_proxies": ["0.0.0.0/0"]}, "web.trusted_proxies: 0.0.0.0/0 is everybody; name the proxies only"),
        ({"trusted_proxies": ["::/0"]}, "web.trusted_proxies: ::/0 is everybody; name the proxies only"),
        ({"trusted_proxies": [5]}, "web.trusted_proxies"),
        ({"prefix": "battery"}, 'web.prefix: a path such as "/battery" is expected'),
        ({"prefix": "/a//b"}, 'web.prefix: a path such as "/battery" is expected'),
        ({"prefix": "/../x"}, 'web.prefix: a path such as "/battery" is expected'),
        ({"prefix": '/"><script>'}, 'web.prefix: a path such as "/battery" is expected'),
        ({"prefix": "/" + "x" * 100}, "web.prefix must have at most 100 characters"),
        ({"prefix": "/api/x"}, "web.prefix: /api is a path of the gateway itself; choose another"),
        ({"framed_by": ["*"]}, 'web.framed_by: *: "self" is expected, or an address without a path'),
        ({"framed_by": ["https://ha/; script-src *"]}, 'web.framed_by: https://ha/; script-src *: "self" is expected'),
    ],
)
def test_what_cannot_be_set(section: dict[str, object], told: str) -> None:
    said = refused(**section)
    assert said.startswith(told)
    assert "correct horse" not in said


def test_insecure_beside_a_password_is_warned_about(tmp_path: Path) -> None:
    path = tmp_path / "topbms.toml"
    link = '[[link]]\nid = "a"\nurl = "socket://127.0.0.1:9"\n'
    path.write_text(f'language = "en"\n[web]\ninsecure = true\npassword_hash = "{HASH}"\n{link}', encoding="utf-8")
    path.chmod(0o600)
    (warning,) = load(path).warnings
    assert "insecure = true in [web] has no effect beside a password" in str(warning)


def test_a_password_from_the_environment_is_one(tmp_path: Path) -> None:
    path = tmp_path / "topbms.toml"
    path.write_text('language = "en"\n[web]\nlisten = "0.0.0.0:8765"\npassword_hash_file = "x"\n', encoding="utf-8")
    password = load(path, {"TOPBMS_WEB_PASSWORD_HASH": HASH}).settings.web.credentials()
    assert str(password) == HASH


def test_files_are_looked_for_in_the_state_folder(tmp_path: Path) -> None:
    path = tmp_path / "topbms.toml"
    path.write_text('[web]\npassword_hash_file = "page"\ncertificate_file = "c"\nkey_file = "/k"\n', encoding="utf-8")
    web = load(path).settings.web
    assert (web.password_hash_file, web.certificate_file) == (tmp_path / "page", tmp_path / "c")
    assert web.key_file == Path("/k")
