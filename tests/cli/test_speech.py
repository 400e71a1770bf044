"""Errors as they are told: in the language in use, and in one line."""

from collections.abc import Iterator

import pytest

from topbms.cli.speech import speak, told
from topbms.errors import ConfigError, LinkError


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    speak("en")


def test_an_error_that_quotes_another_is_told_in_one_language() -> None:
    speak("fr")
    inner = LinkError("{port}: the connection is closed", port="socket://h:1")
    assert told(ConfigError("{path}: {problem}", path="link[1]", problem=inner)) == (
        "link[1]\u202f: socket://h:1\u202f: la connexion est fermée"
    )


def test_what_it_quotes_cannot_steer_the_terminal() -> None:
    speak("en")
    assert told(LinkError("{port}: {reason}", port="/dev/\x1bc", reason="a\nb")) == r"/dev/\x1bc: a b"
