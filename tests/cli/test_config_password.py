"""`topbms config password` and `token`: what is written, to whom it is shown, and that it opens the page."""

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.typing import Seated
from tests.cli.verbs import Typed
from topbms.cli.speech import speak
from topbms.config import BadConfigError, load
from topbms.web.safe.password import parsed
from topbms.web.safe.token import is_among

CONFIG = """\
language = "en"  # mine

[web]
# the page
listen = "127.0.0.1:9000"

[[link]]
id = "a"
url = "socket://127.0.0.1:9"
"""


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    speak("en")
    yield
    speak("en")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "topbms.toml"
    path.write_text(CONFIG, encoding="utf-8")
    path.chmod(0o640)
    return path


def piped(config: Path, password: bytes, *more: str) -> tuple[int, str, str]:
    """The verb with a password on standard input."""
    code = "import sys; from topbms.cli import main; sys.exit(main())"
    words = ["config", "password", "--config", str(config), "--password-stdin", *more]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-c", code, *words], input=password, capture_output=True, check=False, env=environment
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def written(config: Path) -> str:
    return str(tomllib.loads(config.read_text(encoding="utf-8"))["web"]["password_hash"])


def test_it_is_typed_twice_and_nobody_sees_it(config: Path) -> None:
    asked = [("Password of the page", "correct horse"), ("The same again", "correct horse")]
    seated = Seated(config.parent, "config", "password", answers=asked)
    assert seated.code == 0
    assert "horse" not in seated.shown
    assert "topbms.toml: the password is set." in seated.shown
    assert "sudo systemctl reload topbms" in seated.shown
    assert parsed(written(config)).is_that("correct horse")
    assert "horse" not in config.read_text(encoding="utf-8")


def test_nothing_else_of_the_config_changes(config: Path) -> None:
    code, told, _ = piped(config, b"correct horse\n")
    assert code == 0
    assert "horse" not in told
    line = f'password_hash = "{written(config)}"\n'
    assert config.read_text(encoding="utf-8").replace(line, "") == CONFIG
    assert config.stat().st_mode & 0o777 == 0o640
    assert load(config).settings.web.has_password


def test_another_one_takes_its_place(config: Path) -> None:
    piped(config, b"correct horse\n")
    piped(config, "été à la mer\n".encode())
    assert config.read_text(encoding="utf-8").count("password_hash") == 1
    assert parsed(written(config)).is_that("été à la mer")


def test_with_network_other_machines_reach_it_on_the_same_port(config: Path) -> None:
    assert piped(config, b"correct horse\n", "--network")[0] == 0
    assert load(config).settings.web.listen == "0.0.0.0:9000"
    text = config.read_text(encoding="utf-8").replace("0.0.0.0", "[::1]")  # noqa: S104 - a text
    config.write_text(text, encoding="utf-8")
    assert piped(config, b"correct horse\n", "--network")[0] == 0
    assert load(config).settings.web.listen == "[::]:9000"
    config.write_text('language = "en"\n', encoding="utf-8")
    assert piped(config, b"correct horse\n", "--network")[0] == 0
    assert load(config).settings.web.listen == "0.0.0.0:8765"


def test_a_config_that_lacks_only_the_password_is_mended(config: Path) -> None:
    config.write_text(CONFIG.replace("127.0.0.1:9000", "0.0.0.0:9000"), encoding="utf-8")
    with pytest.raises(BadConfigError, match="set one with topbms config password"):
        load(config)
    assert piped(config, b"correct horse\n")[0] == 0
    assert load(config).settings.web.has_password


@pytest.mark.parametrize(
    ("password", "told"),
    [
        (b"", "must have 8 to 200 characters"),
        (b"short\n", "must have 8 to 200 characters"),
        (b"x" * 201, "must have 8 to 200 characters"),
        (b"tabs\tand such\n", "cannot be seen"),
        (b"\xff\xfe\xff\xfe\xff\xfe\xff\xfe\n", "cannot be seen"),
    ],
)
def test_what_is_no_password_changes_nothing(config: Path, password: bytes, told: str) -> None:
    code, _, error = piped(config, password)
    assert code == 2
    assert told in error
    assert config.read_text(encoding="utf-8") == CONFIG


def test_two_different_ones_change_nothing(config: Path) -> None:
    asked = [("Password of the page", "correct horse"), ("The same again", "correct house")]
    seated = Seated(config.parent, "config", "password", answers=asked)
    assert seated.code == 2
    assert "two different passwords" in seated.shown
    assert config.read_text(encoding="utf-8") == CONFIG


def test_where_nobody_can_be_asked(config: Path) -> None:
    typed = Typed("config", "password", "--config", str(config))
    assert typed.code == 2
    assert "give --password-stdin" in str(typed.error)


def test_it_speaks_the_language_of_the_config(config: Path) -> None:
    config.write_text(CONFIG.replace('"en"', '"fr"'), encoding="utf-8")
    asked = [("Mot de passe de la page", "correct horse"), ("Le même encore une fois", "correct horse")]
    assert "le mot de passe est en place" in Seated(config.parent, "config", "password", answers=asked).shown


def test_printed_it_changes_nothing(config: Path) -> None:
    code, line, _ = piped(config, b"correct horse\n", "--print")
    assert code == 0
    assert parsed(line.strip()).is_that("correct horse")
    assert config.read_text(encoding="utf-8") == CONFIG


@pytest.mark.parametrize(
    ("web", "told"),
    [
        ('[web]\npassword_hash_file = "page"\n', "the password is in page; write it there"),
        ('web = {listen = "127.0.0.1:1"}\n', 'put this into [web] in it: password_hash = "scrypt:'),
        ("web = 5\n", "put this into [web] in it"),
    ],
)
def test_a_config_that_it_had_better_leave_alone(config: Path, web: str, told: str) -> None:
    config.write_text(web, encoding="utf-8")
    code, _, error = piped(config, b"correct horse\n")
    assert code == 2
    assert told in error
    assert config.read_text(encoding="utf-8") == web


def test_a_config_that_is_not_there(tmp_path: Path) -> None:
    code, _, error = piped(tmp_path / "none.toml", b"correct horse\n")
    assert code == 2
    assert "none.toml does not exist; write one with: topbms config init" in error


def test_a_token_is_shown_once_and_kept_as_its_hash(config: Path) -> None:
    typed = Typed("config", "token", "prometheus", "--config", str(config))
    assert typed.code == 0
    (token,) = typed.stdout.split()
    assert "Authorization: Bearer TOKEN" in typed.stderr
    text = config.read_text(encoding="utf-8")
    assert text.startswith(CONFIG)
    assert token not in text
    (kept,) = load(config).settings.web.token
    assert kept.name == "prometheus"
    assert is_among(token, [kept.hash])


def test_several_tokens_each_with_a_name_of_its_own(config: Path) -> None:
    for name in ("a", "b"):
        assert Typed("config", "token", name, "--config", str(config)).code == 0
    before = config.read_text(encoding="utf-8")
    typed = Typed("config", "token", "b", "--config", str(config))
    assert typed.code == 2
    assert "has a token b already" in str(typed.error)
    assert config.read_text(encoding="utf-8") == before
    assert [token.name for token in load(config).settings.web.token] == ["a", "b"]


@pytest.mark.parametrize("name", ["", "a b", "é", "x" * 41, 'a"b'])
def test_a_name_that_is_none(config: Path, name: str) -> None:
    typed = Typed("config", "token", "--config", str(config), "--", name)
    assert typed.code == 2
    assert str(typed.error).startswith("NAME must be")


def test_a_printed_token_comes_with_the_lines_to_paste(config: Path) -> None:
    typed = Typed("config", "token", "grafana", "--print")
    token, _, lines = typed.stdout.partition("\n")
    config.write_text(CONFIG + lines, encoding="utf-8")
    (kept,) = load(config).settings.web.token
    assert is_among(token, [kept.hash])


def test_a_token_for_a_config_that_cannot_be_changed(config: Path) -> None:
    config.write_text('web = {listen = "127.0.0.1:1"}\n', encoding="utf-8")
    typed = Typed("config", "token", "x", "--config", str(config))
    assert typed.code == 2
    assert "topbms config token x --print" in str(typed.error)
