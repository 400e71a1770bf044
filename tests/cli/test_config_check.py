"""`topbms config check`: every problem in a line, or the config in words."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.verbs import Typed
from tests.web.guarded import HASH
from topbms.cli.speech import speak

GOOD = """
language = "en"
[history]
path = "/var/lib/topbms/history.db"
[[link]]
id = "usr1"
url = "socket://192.168.10.49:6126"
[[link.pack]]
address = 1
id = "battery1"
[[link.pack]]
address = 2
[[link]]
id = "usb"
url = "rfc2217://anne:hush@house:1"
[domoticz]
url = "http://192.168.10.12:8080"
[domoticz.idx.battery1]
voltage = 2284
current = 2404
"""


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    speak("en")
    yield
    speak("en")


def check(folder: Path, text: str) -> tuple[Typed, Path]:
    path = folder / "topbms.toml"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o644)
    return Typed("config", "check", "--config", str(path)), path


def test_a_good_config_in_words(tmp_path: Path) -> None:
    typed, path = check(tmp_path, GOOD)
    assert (typed.code, typed.stderr) == (0, "")
    assert typed.stdout.splitlines() == [
        f"{path} can be used.",
        "Read every 10s:",
        "  usr1 at socket://192.168.10.49:6126: battery1 (address 1), usr1-2 (address 2)",
        "  usb at rfc2217://anne:…@house:1: whatever answers at addresses 1 to 16",
        "History in /var/lib/topbms/history.db: every reading for 30d, means for ever",
        "The page at http://127.0.0.1:8765/, for this machine",
        "Sent to domoticz (http://192.168.10.12:8080) every 60s",
        "  2 devices that exist already keep their idx",
    ]


def test_a_config_without_targets(tmp_path: Path) -> None:
    typed, _ = check(tmp_path, '[[link]]\nid = "a"\nurl = "/dev/ttyUSB0"')
    assert typed.stdout.splitlines()[-1] == "Sent nowhere: there is no section such as [domoticz]"


def test_a_target_without_idx(tmp_path: Path) -> None:
    typed, _ = check(tmp_path, '[domoticz]\nurl = "http://h"')
    assert typed.stdout.splitlines()[-1] == "Sent to domoticz (http://h) every 60s"


def test_warnings_stop_nothing(tmp_path: Path) -> None:
    typed, path = check(tmp_path, '[domoticz]\nurl = "http://h"\nuser = "u"\npassword = "hush"')
    assert typed.code == 0
    assert typed.stderr.splitlines() == [
        f"{path} holds a secret and everybody may read it; try: chmod o-r {path}",
        f"{path}: no [[link]], so no battery is read; find yours with: topbms scan",
    ]
    assert "hush" not in typed.stdout


BOTH = '[[link]]\nid = "a"\nurl = "/dev/ttyUSB0"\n[domoticz]\nurl = "http://h"\n[mqtt]\nurl = "mqtt://h"\n'


def test_both_ways_into_domoticz_are_warned_about_with_what_to_do(tmp_path: Path) -> None:
    typed, path = check(tmp_path, BOTH)
    assert typed.code == 0
    assert typed.stderr == (
        f"{path}: if Domoticz has its MQTT discovery on the broker of [mqtt], it gets every device twice, again by "
        "[domoticz]: leave [domoticz] out, or set domoticz = false in [mqtt] (Home Assistant goes on)\n"
    )
    assert typed.stdout.splitlines()[-1] == "Sent to mqtt (mqtt://h) every 30s"


@pytest.mark.parametrize("cure", ["domoticz = false", "discovery = false"])
def test_either_cure_ends_the_warning(tmp_path: Path, cure: str) -> None:
    assert check(tmp_path, f"{BOTH}{cure}\n")[0].stderr == ""


@pytest.mark.parametrize("setting", ["password_file", "ca_file"])
def test_files_of_mqtt_are_looked_at(tmp_path: Path, setting: str) -> None:
    text = f'language = "en"\n[mqtt]\nurl = "mqtts://h"\nuser = "u"\n{setting} = "{tmp_path}/gone"'
    typed, _ = check(tmp_path, text)
    assert typed.code == 2
    assert str(typed.error).startswith(f"mqtt.{setting}: {tmp_path}/gone cannot be read (No such file or directory)")


def test_every_problem_in_a_line(tmp_path: Path) -> None:
    typed, _ = check(tmp_path, "site = 5\nlnk = 1\n[poll]\nretries = 99")
    assert (typed.code, typed.error, typed.stdout) == (2, None, "")
    assert typed.stderr.splitlines() == [
        "site must be a text in quotes, not 5",
        "poll.retries must be at most 10, not 99",
        "lnk is not a setting; did you mean link?",
    ]


def test_it_speaks_the_configs_language(tmp_path: Path) -> None:
    typed, path = check(tmp_path, 'language = "fr"')
    assert typed.stdout.startswith(f"{path} est utilisable.\n")


def test_problems_too_are_told_in_the_configs_language(tmp_path: Path) -> None:
    typed, _ = check(tmp_path, 'language = "fr"\nsite = 5')
    assert typed.stderr == "site doit être un texte entre guillemets, et non 5\n"


def test_a_missing_file(tmp_path: Path) -> None:
    typed = Typed("config", "check", "--config", str(tmp_path / "gone.toml"))
    assert typed.code == 2
    assert str(typed.error) == f"{tmp_path / 'gone.toml'} does not exist; write one with: topbms config init"


def test_no_toml(tmp_path: Path) -> None:
    typed, path = check(tmp_path, "site = \n")
    assert typed.code == 2
    assert str(typed.error).startswith(f"{path}, line 1: not TOML: ")


@pytest.mark.parametrize(
    ("web", "told"),
    [
        ("enabled = false", "The page is switched off"),
        ('listen = "127.0.0.1:9000"\nprefix = "/b"', "The page at http://127.0.0.1:9000/b/, for this machine"),
        ('listen = "192.0.2.9:80"\ninsecure = true', "The page at http://192.0.2.9:80/, for everybody who reaches it"),
        (
            f'listen = "192.0.2.9:80"\npassword_hash = "{HASH}"',
            "The page at http://192.0.2.9:80/, for whoever has the password",
        ),
    ],
)
def test_who_sees_the_page(tmp_path: Path, web: str, told: str) -> None:
    typed, _ = check(tmp_path, f"[web]\n{web}\n")
    assert typed.code == 0
    assert told in typed.stdout.splitlines()
