"""A drafted config is TOML that the config's own reader takes, with a comment where somebody may want to change it."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topbms.cli.configuring.draft import Draft, DraftDomoticz, DraftLink, DraftPack, quoted, text_of
from topbms.cli.speech import speak
from topbms.config import parse

PACKS = (DraftPack(1, "battery1", "Batterie n° 1"), DraftPack(2, "battery2", 'la "2"'))
LINK = DraftLink("link1", "socket://192.168.10.49:6126", PACKS, "52", "until now /dev/ttyV0 (a.service)")
DOMOTICZ = DraftDomoticz("http://192.168.10.12:8080", 300.0, {"battery1": {"voltage": 2284, "current": 2404}})


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    speak("en")
    yield
    speak("en")


def data(draft: Draft) -> dict[str, Any]:
    return tomllib.loads(text_of(draft))


def test_everything_that_was_drafted_is_in_it() -> None:
    assert data(Draft("fr", (LINK,), DOMOTICZ)) == {
        "language": "fr",
        "poll": {"interval": "10s"},
        "link": [
            {
                "id": "link1",
                "url": "socket://192.168.10.49:6126",
                "version": "52",
                "pack": [
                    {"address": 1, "id": "battery1", "name": "Batterie n° 1"},
                    {"address": 2, "id": "battery2", "name": 'la "2"'},
                ],
            }
        ],
        "web": {"listen": "127.0.0.1:8765"},
        "domoticz": {
            "url": "http://192.168.10.12:8080",
            "interval": "5min",
            "idx": {"battery1": {"voltage": 2284, "current": 2404}},
        },
    }


@pytest.mark.parametrize(
    "draft",
    [
        Draft("en"),
        Draft("en", (LINK,)),
        Draft("fr", (LINK,), DOMOTICZ),
        Draft("en", (DraftLink("link1", "/dev/ttyUSB0"),), DraftDomoticz("http://h")),
    ],
)
def test_it_can_be_used(draft: Draft) -> None:
    settings = parse(data(draft))
    assert settings.language == draft.language
    assert len(settings.link) == len(draft.links)


def test_a_link_without_packs_looks_for_them() -> None:
    assert data(Draft("en", (DraftLink("link1", "/dev/ttyUSB0"),)))["link"] == [
        {"id": "link1", "url": "/dev/ttyUSB0", "packs": "auto"}
    ]


@pytest.mark.parametrize("draft", [Draft("en"), Draft("en", (LINK,))])
def test_what_is_left_to_the_reader_can_be_taken_as_it_stands(draft: Draft) -> None:
    """Without the # in front, the examples are a config."""
    lines = text_of(draft).splitlines()
    settings = [line for line in lines if not line.startswith("# ")]
    examples = [line[2:] for line in lines if line.startswith(("# [", "# id", "# url", "# packs", "# user", "# pass"))]
    parsed = parse(tomllib.loads("\n".join([*settings, *examples])))
    assert [name for name, _ in parsed.sinks()] == ["domoticz"]
    assert len(parsed.link) == 1


def test_lines_are_short_enough_to_read() -> None:
    assert max(len(line) for line in text_of(Draft("en", (LINK,), DOMOTICZ)).splitlines()) <= 100


def test_a_comment_stays_in_its_line() -> None:
    link = DraftLink("link1", "/dev/ttyUSB0", comment='until\nnow\x00 \x7f"x"')
    assert len(data(Draft("en", (link,)))["link"]) == 1
    assert '# until now "x"\n' in text_of(Draft("en", (link,)))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_quoted(text: str) -> None:
    assert tomllib.loads(f"x = {quoted(text)}") == {"x": text}
