"""The version of the program, looked up only when it is asked for."""

from importlib.metadata import version

import pytest

import topbms


def test_the_version_is_that_of_the_installed_package() -> None:
    assert topbms.__version__ == version("topbms")


def test_nothing_else_is_made_up() -> None:
    with pytest.raises(AttributeError, match="no attribute 'no_such_thing'"):
        getattr(topbms, "no_such_thing")  # noqa: B009 - a name that a type checker must not see
