"""A value that no setting takes is named by its path, in one line and in plain words."""

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from tests.config.written import GOOD, complaints, read
from topbms.config import BadConfigError, parse
from topbms.errors import ConfigError

LINK = '[[link]]\nid = "usr1"\nurl = "socket://h:1"\n'


def test_the_sample_config_is_read() -> None:
    settings = read(GOOD)
    assert (settings.site, settings.language, settings.poll.interval) == ("home", "fr", 10.0)
    assert settings.history.raw == 30 * 86_400
    (link,) = settings.link
    assert [pack.id for pack in link.pack] == ["battery1", None]
    (name, domoticz), *others = settings.sinks()
    assert (name, others) == ("domoticz", [])
    assert domoticz.model_dump()["idx"] == {"battery1": {"voltage": 2284, "current": 2404}}


def test_everything_but_the_links_has_a_default() -> None:
    settings = read("")
    assert settings.link == ()
    assert list(settings.sinks()) == []
    assert settings.poll.interval == 10.0


def test_a_link_without_packs_looks_for_them() -> None:
    assert read(LINK).link[0].packs == "auto"
    assert read(LINK + "[[link.pack]]\naddress = 1\n").link[0].packs is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sight = 1", "sight is not a setting; did you mean site?"),
        ("[poll]\nintervall = 1", "poll.intervall is not a setting; did you mean interval?"),
        ("[poll]\nxyz = 1", "poll.xyz is not a setting; known here are interval, deadline, retries, spacing"),
        ('[domoticz]\nurl = "http://h"\ncell = 1', "domoticz.cell is not a setting; did you mean cells?"),
        (LINK + "bauds = 1", "link[usr1].bauds is not a setting; did you mean baud?"),
        (
            LINK + "[[link.pack]]\naddress = 1\nnam = 'x'",
            "link[usr1].pack[1].nam is not a setting; did you mean name?",
        ),
        ("site = 5", "site must be a text in quotes, not 5"),
        ("site = 'été'", 'site must be 1 to 40 letters (without accents), digits, _ or -, not "été"'),
        ("language = 'nl'", "language: known languages are en, fr"),
        ("poll = 5", "poll must be a table, not 5"),
        ("history = 1979-05-27", "history must be a table, not 1979-05-27"),
        ("link = 5", "link must be a list of tables, each under a heading in double brackets, not 5"),
        ("[link]\nid = 'usr1'", "link must be a list of tables, each under a heading in double brackets, not {…}"),
        ("link = ['usr1']", 'link[1] must be a table, not "usr1"'),
        ("[[link]]\nurl = 'socket://h:1'", "link[1].id is missing"),
        ("[[link]]\nid = 'usr1'", "link[usr1].url is missing"),
        ("[[link]]\nid = 7\nurl = 'socket://h:1'", "link[1].id must be a text in quotes, not 7"),
        (LINK + "baud = '9600'", 'link[usr1].baud must be a whole number, not "9600"'),
        (LINK + "baud = 9600.5", "link[usr1].baud must be a whole number, not 9600.5"),
        (LINK + "baud = 100", "link[usr1].baud must be at least 300, not 100"),
        (LINK + "version = 52", 'link[usr1].version must be one of "01", "20", "21", "22", "25", "26", "52", not 52'),
        (LINK + "packs = 2", 'link[usr1].packs must be one of "auto", not 2'),
        (LINK + "[[link.pack]]\naddress = true", "link[usr1].pack[1].address must be a whole number, not true"),
        (
            LINK + "[[link.pack]]\nid = 'a'\naddress = 129",
            "link[usr1].pack[a].address must be at most 128, not 129",
        ),
        (
            LINK + "[[link.pack]]\naddress = 1\n[[link.pack]]\naddress = 0",
            "link[usr1].pack[2].address must be at least 1, not 0",
        ),
        (
            LINK + "[[link.pack]]\naddress = 1\ninvert_current = 'yes'",
            'link[usr1].pack[1].invert_current must be true or false, not "yes"',
        ),
        (
            LINK + "[[link.pack]]\naddress = 1\ncurrent_factor = 0",
            "link[usr1].pack[1].current_factor must be more than 0, not 0",
        ),
        (
            LINK + "[[link.pack]]\naddress = 1\ncurrent_factor = nan",
            "link[usr1].pack[1].current_factor must be a number, not nan",
        ),
        (
            LINK + "[[link.pack]]\naddress = 1\ncurrent_factor = 'one'",
            'link[usr1].pack[1].current_factor must be a number, not "one"',
        ),
        (
            LINK + f"[[link.pack]]\naddress = 1\nname = '{'x' * 61}'",
            "link[usr1].pack[1].name must have at most 60 characters",
        ),
        ("[poll]\ndeadline = '1ms'", 'poll.deadline must be at least 50ms, not "1ms"'),
        ("[poll]\ninterval = '0s'", 'poll.interval must be at least 200ms, not "0s"'),
        ("[poll]\nspacing = '1h'", 'poll.spacing must be at most 10s, not "1h"; "auto" is possible too'),
        ("[history]\nraw = '0s'", 'history.raw must be at least 60min, not "0s"'),
        ("[domoticz]\nurl = 'http://h'\ninterval = '0s'", 'domoticz.interval must be at least 1s, not "0s"'),
        ("[domoticz]\nurl = 'http://h'\ninterval = '2d'", 'domoticz.interval must be at most 60min, not "2d"'),
        ("[domoticz]\nurl = 'http://h'\nresend = '0s'", 'domoticz.resend must be at least 60s, not "0s"'),
        ("[domoticz]\nurl = 'http://h'\ntimeout = '1h'", 'domoticz.timeout must be at most 2min, not "1h"'),
        (
            "[domoticz]\nurl = 'http://h:abc'",
            'domoticz.url: the port must be a number from 1 to 65535, as in "http://192.168.10.12:8080"',
        ),
        ("[poll]\nretries = [2]", "poll.retries must be a whole number, not […]"),
        ("[history]\npath = 3", "history.path must be a text in quotes, not 3"),
        ("[domoticz]\nurl = 'http://h'\nidx = 5", "domoticz.idx must be a table, not 5"),
        (
            "[domoticz]\nurl = 'http://h'\n[domoticz.idx.bank]\nvoltage = 'x'",
            'domoticz.idx.bank.voltage must be a whole number, not "x"',
        ),
        (
            "[domoticz]\nurl = 'http://h'\nlogin = 'token'",
            'domoticz.login must be one of "auto", "none", "basic", "cookie", not "token"',
        ),
    ],
)
def test_a_wrong_value_is_named_and_told(text: str, expected: str) -> None:
    assert complaints(text) == [expected]


@pytest.mark.parametrize("value", ["5", "10.5", "true", "'10'", "'10 sec'", "'-1s'", "''", "[]"])
def test_a_duration_needs_its_unit(value: str) -> None:
    (told,) = complaints(f"[poll]\ninterval = {value}")
    assert told == 'poll.interval: a duration with its unit is expected, such as "500ms", "10s", "5min", "2h" or "30d"'


def test_the_other_kind_of_a_value_of_two_kinds_is_told() -> None:
    (told,) = complaints("[poll]\nspacing = 5")
    assert told.startswith("poll.spacing: a duration with its unit is expected")
    assert told.endswith('; "auto" is possible too')


def test_a_reason_of_a_section_stands_behind_its_path() -> None:
    (told,) = complaints("[domoticz]\nurl = 'domoticz'")
    assert told.startswith("domoticz.url: ")
    assert "http://" in told


def test_a_wrong_secret_is_not_shown() -> None:
    (told,) = complaints("[domoticz]\nurl = 'http://h'\nuser = 'u'\npassword = 271828")
    assert told == "domoticz.password must be a text in quotes, not …"


def test_names_with_characters_of_their_own_stand_in_quotes() -> None:
    assert complaints('"a\\nb" = 1')[0].startswith('"a\\nb" is not a setting')
    (told,) = complaints('[[link]]\nid = "a\\nb"\nurl = "socket://h:1"')
    assert told.startswith("link[1].id must be 1 to 40 letters")


def test_a_long_value_is_cut() -> None:
    (told,) = complaints(f"site = '{'é' * 500}'")
    assert len(told) < 200
    assert told.endswith("…")


def test_all_problems_are_found_and_the_first_is_told() -> None:
    with pytest.raises(BadConfigError) as caught:
        read("language = 'fr'\nsite = 1\n[poll]\nretries = 99\ninterval = 3")
    assert len(caught.value.problems) == 3
    assert str(caught.value) == "site must be a text in quotes, not 1 (2 more; see them with: topbms config check)"
    assert caught.value.language == "fr"


@pytest.mark.parametrize("language", ["language = 'nl'", "language = 3", "language = ['fr']", "site = 1"])
def test_a_config_without_a_known_language_has_none(language: str) -> None:
    with pytest.raises(BadConfigError) as caught:
        read(language)
    assert caught.value.language is None


def places(data: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to everything in a config."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield (*at, key)
        yield from places(value, (*at, key))


def replaced(data: Any, at: tuple[str | int, ...], value: Any) -> Any:
    """The config with another value at one place."""
    if not at:
        return value
    copy: Any = data.copy()
    copy[at[0]] = replaced(data[at[0]], at[1:], value)
    return copy


JARGON = re.compile(r"Input should|Value error|valid (integer|string)|pydantic|object|None|\{\w+\}|\n", re.IGNORECASE)
STRANGE = [
    5,
    -(10**30),
    2.5,
    float("inf"),
    float("nan"),
    True,
    "",
    "text",
    "été\n",
    [],
    [[]],
    [5],
    {},
    {"x": 1},
    dt.date(2026, 1, 1),
    dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    dt.time(1, 2),
]


@pytest.mark.parametrize("place", list(places(tomllib.loads(GOOD))), ids=str)
def test_whatever_stands_at_a_place_is_taken_or_told_in_plain_words(place: tuple[str | int, ...]) -> None:
    good = tomllib.loads(GOOD)
    told: list[ConfigError] = []
    for value in STRANGE:
        try:
            parse(replaced(good, place, value))
        except BadConfigError as error:
            told += error.problems
    assert told
    assert [str(problem) for problem in told if JARGON.search(str(problem))] == []
    assert [problem for problem in told if not str(problem).startswith((str(place[0]), "domoticz.idx."))] == []
