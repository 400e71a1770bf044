"""The JSON Schema says what the file may hold, as it is written there."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from topbms.config import schema, sink_names


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Every object in the schema."""
    below: Any = ()
    if isinstance(node, dict):
        yield node
        below = node.values()
    elif isinstance(node, list):
        below = node
    for one in below:
        yield from nodes(one)


def settings(section: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = schema()["$defs"][section]["properties"]
    return found


def test_it_is_of_the_draft_it_names() -> None:
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema()["type"] == "object"


def test_every_section_is_in_it() -> None:
    assert set(schema()["properties"]) == {"site", "language", "poll", "history", "web", "link", *sink_names()}


def test_every_reference_leads_somewhere() -> None:
    names = set(schema()["$defs"])
    used = {node["$ref"].removeprefix("#/$defs/") for node in nodes(schema()) if "$ref" in node}
    assert used == names


def test_every_setting_has_a_description() -> None:
    sections = [schema(), *schema()["$defs"].values()]
    bare = [
        f"{section['title']}.{key}"
        for section in sections
        for key, setting in section["properties"].items()
        if not (setting.get("description") or schema()["$defs"][setting["$ref"].rpartition("/")[2]]["description"])
    ]
    assert bare == []


def test_no_other_key_is_allowed() -> None:
    assert all(node["additionalProperties"] is not True for node in nodes(schema()) if "properties" in node)
    assert schema()["additionalProperties"] is False


@pytest.mark.parametrize(
    ("section", "key", "default"),
    [
        ("PollSettings", "interval", "10s"),
        ("PollSettings", "deadline", "500ms"),
        ("PollSettings", "retries", 2),
        ("PollSettings", "spacing", "auto"),
        ("LinkSettings", "baud", 9600),
        ("LinkSettings", "dialect", "auto"),
        ("PackSettings", "invert_current", False),
        ("DomoticzSettings", "resend", "30min"),
        ("StoreSettings", "raw", "30d"),
    ],
)
def test_defaults_are_as_written(section: str, key: str, default: object) -> None:
    assert settings(section)[key]["default"] == default


def test_durations_are_texts_with_a_unit() -> None:
    interval = settings("PollSettings")["interval"]
    assert interval["type"] == "string"
    assert not {"minimum", "maximum"} & set(interval)
    assert all(re.search(interval["pattern"], text) for text in ("10s", "500ms", "1.5 min", "30d"))
    assert not any(re.search(interval["pattern"], text) for text in ("10", "s", "10 s.", "-1s"))


def test_bounds_of_numbers_stay() -> None:
    address = settings("PackSettings")["address"]
    assert (address["type"], address["minimum"], address["maximum"]) == ("integer", 1, 128)


def test_nothing_may_be_null() -> None:
    assert [node for node in nodes(schema()) if node.get("type") == "null" or node.get("default", 0) is None] == []
    assert settings("PackSettings")["id"]["type"] == "string"
    assert settings("LinkSettings")["version"]["enum"] == ["01", "20", "21", "22", "25", "26", "52"]


def test_a_choice_of_two_kinds_stays() -> None:
    assert [choice["type"] for choice in settings("PollSettings")["spacing"]["anyOf"]] == ["string", "string"]


def test_what_must_be_there() -> None:
    required = {name: section.get("required", []) for name, section in schema()["$defs"].items()}
    assert required["LinkSettings"] == ["id", "url"]
    assert required["PackSettings"] == ["address"]
    assert "required" not in schema()


def test_languages_are_those_there_are() -> None:
    assert {"en", "fr"} <= set(schema()["properties"]["language"]["enum"])


def test_one_pattern_is_for_names_and_one_for_durations() -> None:
    """The message for a text that does not fit its pattern speaks of names."""
    patterns = {node["pattern"] for node in nodes(schema()) if "pattern" in node}
    assert patterns == {r"^[A-Za-z0-9_-]{1,40}$", settings("PollSettings")["interval"]["pattern"]}
