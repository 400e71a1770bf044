"""Values that are right by themselves and do not go together."""

from pathlib import Path

import pytest

from tests.config.written import complaints, read
from topbms.dialects import dialects


def link(name: str, url: str, *packs: str) -> str:
    tables = "".join(f"[[link.pack]]\n{pack}\n" for pack in packs)
    return f'[[link]]\nid = "{name}"\nurl = "{url}"\n{tables}'


def test_two_links_with_one_id() -> None:
    text = link("usr1", "socket://h:1") + link("usr1", "socket://h:2")
    assert complaints(text) == ["link[2].id: usr1 is taken by link[1].id; each needs its own"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("socket://h:1", "socket://h:1"),
        ("socket://h:1", "tcp://H:1/"),
        ("socket://h:1", "rfc2217://h:1"),
        ("esphome://h", "esphome://h"),
        ("/dev/ttyUSB7", "/dev/../dev/ttyUSB7"),
        ("socket://localhost:1", "socket://127.0.0.1:1"),
        ("socket://[::1]:1", "socket://LOCALHOST:1"),
        ("socket://[0:0:0:0:0:0:0:1]:1", "rfc2217://127.0.0.1:1"),
        ("socket://[FE80::1]:1", "socket://[fe80:0::1]:1"),
        ("esphome://h.", "esphome://h:6053"),
    ],
)
def test_two_links_on_one_port(one: str, other: str) -> None:
    text = link("usr1", one) + link("usr2", other)
    assert complaints(text) == [
        f"link[usr2].url: {other} is the port of link[usr1].url too; packs on one port belong to one [[link]]"
    ]


def test_a_port_by_its_lasting_name_is_the_same_port(tmp_path: Path) -> None:
    port, lasting = tmp_path / "ttyUSB0", tmp_path / "usb-FTDI_1234-if00-port0"
    port.touch()
    lasting.symlink_to("ttyUSB0")
    text = link("usr1", str(port)) + link("usr2", str(lasting))
    assert complaints(text) == [
        f"link[usr2].url: {lasting} is the port of link[usr1].url too; packs on one port belong to one [[link]]"
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("socket://h:1", "socket://h:2"),
        ("socket://h:1", "socket://g:1"),
        ("esphome://h?port_name=a", "esphome://h?port_name=b"),
        ("/dev/ttyUSB7", "/dev/ttyUSB8"),
        ("socket://localhost:1", "socket://127.0.0.1:2"),
        ("socket://127.0.0.1:1", "socket://127.0.0.2:1"),
    ],
)
def test_two_ports_are_two(one: str, other: str) -> None:
    assert len(read(link("usr1", one) + link("usr2", other)).link) == 2


def test_two_packs_with_one_id() -> None:
    text = link("usr1", "socket://h:1", 'address = 1\nid = "a"') + link("usr2", "socket://h:2", 'address = 1\nid = "a"')
    assert complaints(text) == ["link[2].pack[1].id: a is taken by link[1].pack[1].id; each needs its own"]


def test_a_default_id_counts() -> None:
    text = link("usr1", "socket://h:1", "address = 1", 'address = 2\nid = "usr1-1"')
    assert complaints(text) == ["link[1].pack[2].id: usr1-1 is taken by link[1].pack[1].id; each needs its own"]


def test_the_name_of_all_packs_is_no_pack() -> None:
    text = link("usr1", "socket://h:1", 'address = 1\nid = "bank"')
    assert complaints(text) == ["link[1].pack[1].id: bank is the name of all packs together; choose another"]


def test_no_pack_is_called_as_the_gateway_itself() -> None:
    text = link("usr1", "socket://h:1", 'address = 1\nid = "gateway"')
    assert complaints(text) == ["link[1].pack[1].id: gateway is the name of the gateway itself; choose another"]


def test_one_address_twice_on_a_link() -> None:
    text = link("usr1", "socket://h:1", 'address = 1\nid = "a"', 'address = 1\nid = "b"')
    assert complaints(text) == [
        "link[usr1].pack[2].address: 1 is taken by link[usr1].pack[1].address; each needs its own"
    ]


def test_one_address_on_two_links_is_usual() -> None:
    text = link("usr1", "socket://h:1", "address = 1") + link("usr2", "socket://h:2", "address = 1")
    assert len(read(text).link) == 2


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("socket://h", "host and port are missing"),
        ("socket://h:port", "the port must be a number from 1 to 65535"),
        ("socket://h:0", "the port must be a number from 1 to 65535"),
        ("rfc2217://h:99999", "the port must be a number from 1 to 65535"),
        ("ttyUSB0", "not a port"),
        ("http://h:1", "not a port"),
        ("", "not a port"),
        ("socket://h:1\\n", "there is a character in it that cannot be seen"),
        ("/dev/tty\u00a0USB0", "there is a character in it that cannot be seen"),
    ],
)
def test_a_url_that_is_no_port(url: str, reason: str) -> None:
    (told,) = complaints(link("usr1", url))
    assert told.startswith("link[usr1].url: ")
    assert reason in told


def test_two_urls_that_are_no_ports_are_told_each() -> None:
    assert len(complaints(link("usr1", "x") + link("usr2", "x"))) == 2


def test_a_password_in_a_url_is_not_shown() -> None:
    url = "rfc2217://user:hush@h:1"
    (told,) = complaints(link("usr1", url) + link("usr2", url))
    assert told.startswith("link[usr2].url: rfc2217://user:…@h:1 is the port of")


def test_an_unknown_dialect() -> None:
    (told,) = complaints(link("usr1", "socket://h:1") + 'dialect = "seplos9"')
    known = ", ".join(["auto", *dialects()])
    assert told == f"link[usr1].dialect: 'seplos9' is no known dialect; known are {known}"


@pytest.mark.parametrize("dialect", ["auto", "topbms", "seplos"])
def test_a_pack_of_a_second_group_where_there_are_no_groups(dialect: str) -> None:
    text = link("usr1", "socket://h:1", "address = 17").replace("[[link]]", f'[[link]]\ndialect = "{dialect}"')
    (told,) = complaints(text)
    assert told == (
        "link[usr1].pack[1].address: packs have numbers up to 16, not 17; only those of dialect pylontech go further, "
        "and it must be named"
    )


def test_a_pack_of_the_last_group() -> None:
    text = link("usr1", "socket://h:1", "address = 128").replace("[[link]]", '[[link]]\ndialect = "pylontech"')
    assert read(text).link[0].pack[0].address == 128


def test_packs_listed_and_looked_for() -> None:
    text = link("usr1", "socket://h:1").replace("[[link]]", '[[link]]\npacks = "auto"') + "[[link.pack]]\naddress = 1"
    assert complaints(text) == ['link[usr1].packs = "auto" and a list of [[link.pack]] exclude each other; keep one']


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (link("usr1", "socket://h:1", 'address = 1\nname = "a\\nb"'), "link[usr1].pack[1].name"),
        ('[history]\npath = "a\\u0000b"', "history.path"),
        ('[domoticz]\nurl = "http://h"\nuser = "u"\npassword_file = "\\u001b"', "domoticz.password_file"),
    ],
)
def test_a_text_with_what_cannot_be_seen(text: str, path: str) -> None:
    assert complaints(text) == [f"{path}: there is a character in it that cannot be seen; type it anew"]


def test_a_name_may_have_spaces_that_do_not_break() -> None:
    assert read(link("usr1", "socket://h:1", 'address = 1\nname = "Été\u202f1"')).link[0].pack[0].name == "Été\u202f1"


CENTURY = 36_500


@pytest.mark.parametrize("key", ["raw", "minutes"])
def test_a_history_that_is_kept_longer_than_a_battery_lives_is_a_slip(key: str) -> None:
    assert complaints(f'[history]\n{key} = "{CENTURY + 1}d"') == [
        f'history.{key} must be at most {CENTURY}d, not "{CENTURY + 1}d"'
    ]
    (told,) = complaints(f'[history]\n{key} = "{"9" * 300}d"')
    assert len(told) < 120


def test_a_century_is_for_ever() -> None:
    assert read(f'[history]\nraw = "{CENTURY}d"\nminutes = "{CENTURY}d"').history.raw == CENTURY * 86_400


DOMOTICZ = '[domoticz]\nurl = "http://h"\n'


@pytest.mark.parametrize(
    ("packs", "name", "expected"),
    [
        (['address = 1\nid = "battery1"'], "batery1", "did you mean battery1?"),
        (['address = 1\nid = "battery1"'], "x", "packs are battery1"),
        ([], "usr1-1x", "did you mean usr1-1?"),
        (['address = 1\nid = "battery1"'], '"a\\nb"', "packs are battery1"),
    ],
)
def test_an_idx_of_no_pack(packs: list[str], name: str, expected: str) -> None:
    text = link("usr1", "socket://h:1", *packs) + DOMOTICZ + f"[domoticz.idx.{name}]\nvoltage = 1"
    (told,) = complaints(text)
    assert told.startswith(f"domoticz.idx.{name} names no pack; ")
    assert told.endswith(expected)


def test_an_idx_without_any_link() -> None:
    assert complaints(DOMOTICZ + "[domoticz.idx.a]\nvoltage = 1") == ["domoticz.idx.a names no pack; packs are -"]


@pytest.mark.parametrize("name", ["bank", "gateway", "usr1-16"])
def test_an_idx_of_the_bank_or_of_a_pack_still_to_be_found(name: str) -> None:
    text = link("usr1", "socket://h:1") + DOMOTICZ + f"[domoticz.idx.{name}]\nvoltage = 1"
    assert len(list(read(text).sinks())) == 1


def test_each_contradiction_is_told() -> None:
    text = link("usr1", "socket://h:1") + link("usr1", "x") + DOMOTICZ + "[domoticz.idx.zzz]\nvoltage = 1"
    assert len(complaints(text)) == 3


MQTT = '[mqtt]\nurl = "mqtt://h"\n'


def test_a_pack_that_mqtt_calls_the_gateway() -> None:
    text = link("usr1", "socket://h:1", 'address = 1\nid = "gw"') + MQTT
    assert complaints(text) == ['[mqtt] calls the gateway "gw": choose another id for that pack']


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('site = "lab-Pressure"\n' + link("usr1", "socket://h:1"), "lab-Pressure"),
        (link("usr1", "socket://h:1", 'address = 1\nid = "temperature1"'), "temperature1"),
    ],
)
def test_names_that_domoticz_would_take_for_a_measure(text: str, name: str) -> None:
    word = "pressure" if "ressure" in name else "temperature"
    assert complaints(text + MQTT) == [
        f"{name}: Domoticz would take every value for a {word}: choose another name, or set domoticz = false in [mqtt]"
    ]
    read(text)
    read(text + MQTT + "domoticz = false\n")


OTHER = '[[link]]\nid = "usr2"\nurl = "socket://h:2"\n'


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (
            'share = "127.0.0.1:7100"\nlisten = true',
            "link[usr1]: share and listen = true exclude each other: where nothing is sent, nobody can ask",
        ),
        (
            'share = "0.0.0.0:7100"',
            (
                "link[usr1]: other machines reach the share 0.0.0.0:7100; name those that may ask, as in "
                'share_allow = ["192.168.1.20"], or keep 127.0.0.1'
            ),
        ),
        (
            'share = "7100"',
            'link[usr1].share: an address with a port is expected, such as "127.0.0.1:7100" or "[::]:7100"',
        ),
        (
            'share = "127.0.0.1:70000"',
            'link[usr1].share: the port must be a number from 1 to 65535, as in "127.0.0.1:7100"',
        ),
        (
            'share = "pty:vendor"',
            'link[usr1].share: the whole path of a link is expected, such as "pty:/run/topbms/vendor"',
        ),
        (
            'share_allow = ["lan"]',
            (
                "link[usr1].share_allow: lan: an address or a network is expected, such as "
                '"192.168.1.20" or "192.168.1.0/24"'
            ),
        ),
        (
            'share_allow = ["0.0.0.0/0"]',
            "link[usr1].share_allow: 0.0.0.0/0 is everybody; name the addresses or the network of those who may ask",
        ),
        (
            f'share = "127.0.0.1:7100"\n{OTHER}share = "localhost:7100"',
            "link[usr2].share: localhost:7100 is taken by link[usr1].share; each needs its own",
        ),
        (
            f'share = "127.0.0.1:2"\n{OTHER.replace("//h", "//localhost")}',
            (
                "link[usr2].url: socket://localhost:2 is link[usr1].share of this gateway; name the port that the "
                "packs are on"
            ),
        ),
        (
            f'share = "pty:/run/vendor"\n{OTHER.replace("socket://h:2", "/run/vendor")}',
            "link[usr2].url: /run/vendor is link[usr1].share of this gateway; name the port that the packs are on",
        ),
    ],
)
def test_a_share_that_cannot_be(lines: str, complaint: str) -> None:
    assert complaints(link("usr1", "socket://h:1") + lines) == [complaint]


@pytest.mark.parametrize("share", ["127.0.0.1:7100", "[::1]:7100", "pty:/run/topbms/vendor"])
def test_a_share_for_this_machine_needs_nothing_else(share: str) -> None:
    assert read(f'{link("usr1", "socket://h:1")}share = "{share}"').link[0].share == share


def test_a_share_for_others_names_them() -> None:
    lines = 'share = "[::]:7100"\nshare_allow = ["192.168.1.7/24", "fd00::7"]'
    settings = read(link("usr1", "socket://h:1") + lines).link[0]
    assert list(map(str, settings.share_networks)) == ["192.168.1.0/24", "fd00::7/128"]
