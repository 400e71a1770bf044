"""As much of a shell as the old scripts need."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.importing.oldfiles import old_file
from topbms.cli.importing.shell import expanded, variables, words


def values(*lines: str) -> dict[str, str]:
    return variables(old_file("x.sh", *lines).lines)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("echo one two", ["echo", "one", "two"]),
        ('echo "one two"', ["echo", "one two"]),
        (r"echo '\x7E'>/dev/x", ["echo", r"\x7E", ">", "/dev/x"]),
        (r'echo "\x7E" >> /dev/x', ["echo", r"\x7E", ">>", "/dev/x"]),
        ("a=1\t\t# it's", ["a=1"]),
        ("# all", []),
        ("a=1;b=2", ["a=1", ";", "b=2"]),
        ('echo "torn', []),
        ("", []),
    ],
)
def test_words_of_a_line(line: str, expected: list[str]) -> None:
    assert words(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a=1", {"a": "1"}),
        ("  a=1\t\t\t# one", {"a": "1"}),
        ("a='1 2'", {"a": "1 2"}),
        ('a="1"', {"a": "1"}),
        ("a=", {"a": ""}),
        ("a=b=c", {"a": "b=c"}),
        ("export a=1", {"a": "1"}),
        ("readonly a=1 b=2", {"a": "1", "b": "2"}),
        ("a=1; b=2", {"a": "1", "b": "2"}),
        ("true && a=1", {"a": "1"}),
        ("a = 1", {"a": "1"}),
        ("a =", {"a": ""}),
        ("echo a=1", {}),
        ("echo a = 1", {}),
        ("#a=1", {}),
        ("a=$1", {}),
        ("a=$(date)", {}),
        ("a=`date`", {}),
        ("2a=1", {}),
    ],
)
def test_assignments_of_a_line(line: str, expected: dict[str, str]) -> None:
    assert values(line) == expected


def test_the_last_assignment_counts() -> None:
    assert values("a=1", "a=2", "a=$(date)") == {"a": "2"}


def test_variables_are_filled_in() -> None:
    assert values("a=/dev", "b=$a/tty", "c=${b}V0", "d=$e") == {"a": "/dev", "b": "/dev/tty", "c": "/dev/ttyV0"}


def test_a_word_that_only_a_shell_could_tell() -> None:
    assert expanded("$tty", {}) is None
    assert expanded("${tty}0", {"tty": "/dev/ttyV"}) == "/dev/ttyV0"
    assert expanded("plain", {}) == "plain"


@given(st.text(max_size=60))
def test_any_line_is_read(line: str) -> None:
    found = values(line)
    assert all(name.isidentifier() or name == line.split("=", maxsplit=1)[0].strip() for name in found)
