"""What a scan says is read in a terminal and on the page: it names nothing that only one of them has."""

import ast
import inspect

import pytest

from topbms.engine import verdicts
from topbms.model.words import DEFAULT, languages, words


def _templates() -> list[str]:
    """Every template that the module says."""
    calls = (node for node in ast.walk(ast.parse(inspect.getsource(verdicts))) if isinstance(node, ast.Call))
    said = (node.args[0] for node in calls if isinstance(node.func, ast.Attribute) and node.func.attr == "say")
    return [text.value for text in said if isinstance(text, ast.Constant) and isinstance(text.value, str)]


TEMPLATES = _templates()


def test_the_search_finds_them() -> None:
    assert any("somebody already talks here" in template for template in TEMPLATES)


@pytest.mark.parametrize("language", languages())
def test_no_option_of_the_command_line_is_named(language: str) -> None:
    phrases = words(language).phrases
    assert [template for template in TEMPLATES if "--" in phrases.get(template, template)] == []


@pytest.mark.parametrize("language", [language for language in languages() if language != DEFAULT])
def test_all_of_it_is_worded(language: str) -> None:
    assert [template for template in TEMPLATES if template not in words(language).phrases] == []
