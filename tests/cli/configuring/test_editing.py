"""A setting that is put into a config's text: only that changes, or nothing does."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topbms.cli.configuring.editing import table_text, with_setting, with_table

COMMENTED = """\
# Settings of mine.
language = "fr"  # French

[web]
# who may look
listen = "127.0.0.1:1"  # here
insecure = false

[[link]]
id = "a"
"""


def test_a_new_setting_stands_behind_the_others_of_its_section() -> None:
    expected = COMMENTED.replace("insecure = false\n", 'insecure = false\npassword_hash = "x"\n')
    assert with_setting(COMMENTED, "web", "password_hash", "x") == expected


def test_a_setting_that_is_there_is_changed_where_it_stands() -> None:
    expected = COMMENTED.replace('listen = "127.0.0.1:1"  # here', 'listen = "0.0.0.0:1"')
    assert with_setting(COMMENTED, "web", "listen", "0.0.0.0:1") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", '[web]\nkey = "v"\n'),
        ('language = "en"\n', 'language = "en"\n\n[web]\nkey = "v"\n'),
        ("[web]", '[web]\nkey = "v"'),
        ("[web]\n[poll]\n", '[web]\nkey = "v"\n[poll]\n'),
        ("[ web ] # mine\n\n\n[poll]\n", '[ web ] # mine\nkey = "v"\n\n\n[poll]\n'),
        ("[web]\r\na = 1\r\n", '[web]\r\na = 1\r\nkey = "v"\n'),
        ("# [web]\n", '# [web]\n\n[web]\nkey = "v"\n'),
        ('[[web.token]]\nname = "x"\n', '[[web.token]]\nname = "x"\n\n[web]\nkey = "v"\n'),
        ('[web]\nkeyring = 1\n"key" = "old"\n', None),
        ("[web]\n'key' = 1\n", None),
    ],
)
def test_wherever_the_section_stands_or_not(text: str, expected: str | None) -> None:
    found = with_setting(text, "web", "key", "v")
    assert (found.lstrip("\n") if found else found) == expected


@pytest.mark.parametrize(
    "text",
    [
        "web = 5\n",
        "web = {listen = 'x'}\n",
        "web.listen = 'x'\n",
        "[web\n",
        '[web]\nkey = """\nlong\n"""\n',
        "[web]\nkey = [\n1]\n",
    ],
)
def test_what_is_not_certain_is_not_done(text: str) -> None:
    assert with_setting(text, "web", "key", "v") is None


def test_words_in_a_long_text_are_no_section() -> None:
    text = 'a = """\n[web]\nkey = 1\n"""\n'
    found = with_setting(text, "web", "key", "v")
    assert found is None or tomllib.loads(found) == {"a": "[web]\nkey = 1\n", "web": {"key": "v"}}


def test_one_more_table_stands_at_the_end() -> None:
    table = {"name": "x", "hash": "y"}
    once = with_table(COMMENTED, "web", "token", table)
    assert once == COMMENTED + '\n[[web.token]]\nname = "x"\nhash = "y"\n'
    twice = with_table(once, "web", "token", {"name": "z", "hash": 'a"b'})
    assert twice is not None
    assert tomllib.loads(twice)["web"]["token"] == [table, {"name": "z", "hash": 'a"b'}]
    assert table_text("web.token", table) in twice


@pytest.mark.parametrize("text", ["web = 5", "web = {a = 1}", "[web]\ntoken = []\n", "[web]\ntoken = 5\n", "[web"])
def test_a_table_that_cannot_be_put_there(text: str) -> None:
    assert with_table(text, "web", "token", {"name": "x"}) is None


VALUES: Any = st.one_of(st.integers(-9, 9), st.booleans(), st.text(st.characters(min_codepoint=32, max_codepoint=126)))
LINES = st.lists(
    st.sampled_from(
        [
            "[web]",
            "[poll]",
            "[[link]]",
            "key = 1",
            'key = "v"',
            "other = 2",
            "# key = 3",
            "",
            "a = [",
            "1,",
            "]",
            "[[web]]",
        ]
    ),
    max_size=12,
)


@given(LINES, st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_whatever_stands_there_only_that_changes(lines: list[str], value: str) -> None:
    text = "\n".join(lines)
    found = with_setting(text, "web", "key", value)
    if found is not None:
        before, after = tomllib.loads(text), tomllib.loads(found)
        assert after.pop("web") == {**before.pop("web", {}), "key": value}
        assert after == before
