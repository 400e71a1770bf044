"""`topbms config init`: a config to begin with."""

import os
import pty
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.typing import Seated
from tests.cli.verbs import Typed
from topbms.cli.config import init as verb
from topbms.cli.speech import speak
from topbms.config import load

URL = "socket://192.168.1.20:8899"


@pytest.fixture(autouse=True)
def english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    speak("en")
    yield
    speak("en")


def init(*arguments: str) -> Typed:
    return Typed("config", "init", *arguments)


def written(path: Path = Path("topbms.toml")) -> dict[str, Any]:
    load(path)
    return tomllib.loads(path.read_text(encoding="utf-8"))


def test_ids_are_written_out() -> None:
    typed = init("--port", URL, "--packs", "2")
    assert (typed.code, typed.stderr) == (0, "")
    assert typed.stdout.startswith("topbms.toml is written.")
    assert written()["link"] == [
        {
            "id": "link1",
            "url": URL,
            "pack": [
                {"address": 1, "id": "link1-1", "name": "Battery 1"},
                {"address": 2, "id": "link1-2", "name": "Battery 2"},
            ],
        }
    ]


def test_several_ports_have_a_pack_each() -> None:
    init("--port", URL, "--port", "/dev/ttyUSB0", "--packs", "1")
    assert [(link["url"], link["pack"][0]["id"], link["pack"][0]["name"]) for link in written()["link"]] == [
        (URL, "link1-1", "Battery 1"),
        ("/dev/ttyUSB0", "link2-1", "Battery 2"),
    ]


def test_packs_are_looked_for_unless_counted() -> None:
    init("--port", URL)
    assert written()["link"] == [{"id": "link1", "url": URL, "packs": "auto"}]


def test_without_a_port_nothing_is_asked_and_the_link_is_left_open() -> None:
    typed = init("topbms.toml")
    assert typed.code == 0
    assert "link" not in written()
    assert typed.stdout.splitlines()[-1] == "The port of your battery is missing: topbms scan shows what there is."


def test_another_file(tmp_path: Path) -> None:
    init(str(tmp_path / "other.toml"), "--port", URL)
    assert len(written(tmp_path / "other.toml")["link"]) == 1


def test_nobody_else_may_read_it() -> None:
    init()
    assert Path("topbms.toml").stat().st_mode & 0o007 == 0


def test_a_file_that_is_there_stays_unless_forced() -> None:
    Path("topbms.toml").write_text("old", encoding="utf-8")
    typed = init("--port", URL)
    assert typed.code == 2
    assert str(typed.error) == "topbms.toml exists already and is left as it is; replace it with --force"
    assert Path("topbms.toml").read_text(encoding="utf-8") == "old"
    assert init("--port", URL, "--force").code == 0
    assert len(written()["link"]) == 1


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--port", "ttyUSB0"], "ttyUSB0: not a port"),
        (["--port", URL, "--port", URL], "link[link2].url: socket://192.168.1.20:8899 is the port of link[link1].url"),
    ],
)
def test_a_port_that_is_none_is_refused_before_anything_is_written(arguments: list[str], reason: str) -> None:
    typed = init(*arguments)
    assert typed.code == 2
    assert str(typed.error).startswith(reason)
    assert not Path("topbms.toml").exists()


def test_packs_that_no_line_has() -> None:
    assert init("--port", URL, "--packs", "17").code == 2
    assert not Path("topbms.toml").exists()


@pytest.mark.parametrize(("answer", "links"), [(f" {URL} ", [URL]), ("", [])])
def test_in_a_terminal_the_port_is_asked_for(
    answer: str, links: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, answer.encode() + b"\n\n")
    with os.fdopen(theirs, encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        verb()
    os.close(ours)
    assert "Port of the battery (empty: later)" in capsys.readouterr().out
    assert [link["url"] for link in written().get("link", [])] == links


def asked(tmp_path: Path, *answers: tuple[str, str], language: str = "C") -> Seated:
    port = ("Port de la batterie" if language != "C" else "Port of the battery", URL)
    return Seated(tmp_path, "config", "init", answers=[port, *answers], language=language)


def test_the_page_is_put_on_the_network_with_a_password(tmp_path: Path) -> None:
    seated = asked(
        tmp_path,
        ("see the page", "yes"),
        ("Password of the page", "correct horse"),
        ("The same again", "correct horse"),
    )
    assert seated.code == 0
    assert "horse" not in seated.shown
    assert "topbms run says at which address" in seated.shown
    web = load(Path("topbms.toml")).settings.web
    assert web.listen == "0.0.0.0:8765"
    password = web.credentials()
    assert password is not None
    assert password.is_that("correct horse")


@pytest.mark.parametrize("answer", ["", "no", "n", "what?"])
def test_the_page_stays_here_unless_the_answer_is_yes(tmp_path: Path, answer: str) -> None:
    assert asked(tmp_path, ("see the page", answer)).code == 0
    web = load(Path("topbms.toml")).settings.web
    assert (web.listen, web.has_password) == ("127.0.0.1:8765", False)


def test_a_password_that_is_too_short_writes_nothing(tmp_path: Path) -> None:
    seated = asked(tmp_path, ("see the page", "y"), ("Password of the page", "short"), ("The same again", "short"))
    assert seated.code == 2
    assert "must have 8 to 200 characters" in seated.shown
    assert not Path("topbms.toml").exists()


def test_a_script_says_it_by_words(tmp_path: Path) -> None:
    code = "import sys; from topbms.cli import main; sys.exit(main())"
    words = ["config", "init", "--port", URL, "--network", "--password-stdin"]
    done = subprocess.run([sys.executable, "-c", code, *words], input=b"correct horse\n", cwd=tmp_path, check=False)
    assert done.returncode == 0
    assert load(Path("topbms.toml")).settings.web.has_password
    assert init("--port", URL, "--no-network", "--force").code == 0
    assert not load(Path("topbms.toml")).settings.web.has_password


def test_a_script_that_gives_no_password_is_told(tmp_path: Path) -> None:
    typed = init("--port", URL, "--network")
    assert typed.code == 2
    assert "give --password-stdin" in str(typed.error)
    assert not (tmp_path / "topbms.toml").exists()
