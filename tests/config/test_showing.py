"""The running config for people to look at: values as written, meanings, and no secret."""

from pathlib import Path

import pytest
from pydantic import Field, SecretStr

from topbms.config import parse
from topbms.config.checking import findings
from topbms.config.showing import HIDDEN, Row, groups
from topbms.model.words import words
from topbms.settings import Seconds, Section

CONTENT = {
    "language": "en",
    "poll": {"interval": "90s", "spacing": "20ms"},
    "link": [
        {"id": "usr1", "url": "socket://me:secret@192.168.1.20:8899", "pack": [{"address": 1, "id": "cellar"}]},
        {"id": "usr2", "url": "/dev/ttyUSB0"},
    ],
    "domoticz": {"url": "http://127.0.0.1:8080", "user": "me", "password": "secret"},
}


def rows() -> dict[str, Row]:
    return {row.key: row for group in groups(parse(CONTENT), words("en")) for row in group.rows}


def test_values_are_as_they_are_written_with_their_defaults() -> None:
    found = rows()
    assert (found["poll.interval"].value, found["poll.interval"].default) == ("90s", "10s")
    assert (found["poll.spacing"].value, found["poll.spacing"].default) == ("20ms", "auto")
    assert (found["link[usr1].baud"].value, found["link[usr1].baud"].default) == ("9600", "9600")
    assert (found["link[usr1].url"].default, found["link[usr2].packs"].value) == (None, "auto")
    assert found["link[usr1].pack[cellar].invert_current"].value == "false"
    assert found["link[usr1].pack[cellar].current_factor"].value == "1"
    assert found["language"].default is None


def test_each_has_its_meaning() -> None:
    assert [row.key for row in rows().values() if not row.meaning] == []


def test_no_secret_is_shown() -> None:
    found = rows()
    assert "secret" not in " ".join(f"{row.value} {row.default}" for row in found.values())
    assert (found["domoticz.password"].value, found["domoticz.password"].secret) == (HIDDEN, True)


class Example(Section):
    """A section."""

    url: str = "postgresql://host/db?password=secret&sslmode=require"
    """Where."""
    token: SecretStr | None = None
    """What opens it."""
    places: dict[str, int] = Field(default_factory=dict)
    """A table."""
    names: tuple[str, ...] = ("a", "b")
    """A list."""
    wait: Seconds | None = None
    """How long."""


def test_a_secret_in_a_url_is_hidden_and_what_is_not_set_is_null() -> None:
    (group,) = groups(Example(), words("en"), "example")
    assert {row.key: row.value for row in group.rows} == {
        "example.url": f"postgresql://host/db?password={HIDDEN}&sslmode=require",
        "example.token": None,
        "example.places": None,
        "example.names": "['a', 'b']",
        "example.wait": None,
    }


@pytest.mark.parametrize(
    ("text", "level", "said"),
    [
        ("[poll", "error", "not TOML"),
        ("[poll]\nretries = 99\n", "error", "poll.retries must be at most 10, not 99"),
        ("", "warning", "no [[link]]"),
        ('[domoticz]\nurl = "http://a"\nuser = "me"\npassword_file = "missing"\n', "error", "missing"),
    ],
)
def test_the_file_is_checked_as_config_check_does(tmp_path: Path, text: str, level: str, said: str) -> None:
    path = tmp_path / "topbms.toml"
    path.write_text(text, encoding="utf-8")
    assert any(one.level == level and said in str(one.error) for one in findings(path))
