"""What people read has its wording in every language: found in the source, looked up in the language files."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from topbms import errors
from topbms.cli.keeping import naming
from topbms.dialects import contract
from topbms.errors import FrameError, TopbmsError
from topbms.model.words import DEFAULT, languages, words
from topbms.settings import SettingError
from topbms.transport import faults
from topbms.web.api.eventview import SENTENCES

SOURCE = Path(__file__).parent.parent / "src" / "topbms"
_ERRORS = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, TopbmsError)}
_SPOKEN = {"say", SettingError.__name__}


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _template(node: ast.Call) -> str | None:
    """The English template of a call that says something; None for any other, or one whose template is a variable."""
    name = _called(node)
    if name not in _SPOKEN | _ERRORS:
        return None
    place = 1 if name == FrameError.__name__ else 0
    argument = node.args[place] if len(node.args) > place else None
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def templates() -> Iterator[tuple[str, str]]:
    """Each template with the file it stands in."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            template = _template(node) if isinstance(node, ast.Call) else None
            if template is not None and any(letter.isalpha() for letter in _words_of(template)):
                yield template, str(path.relative_to(SOURCE))


def _tables() -> Iterator[str]:
    """Templates that stand in tables, not in calls."""
    yield from contract.MEANINGS.values()
    yield from {**faults._DEVICE, **faults._NETWORK, **naming._CHOICES, **naming._TROUBLES}.values()
    yield from SENTENCES.values()


def _words_of(template: str) -> str:
    """What is left of a template when its values are taken out."""
    return "".join(part.partition("}")[2] if i else part for i, part in enumerate(template.split("{")))


TEMPLATES = sorted({*templates(), *((text, "a table") for text in _tables())})


@pytest.mark.parametrize("language", [name for name in languages() if name != DEFAULT])
@pytest.mark.parametrize(("template", "place"), TEMPLATES, ids=[f"{place}:{text[:40]}" for text, place in TEMPLATES])
def test_every_phrase_is_worded(template: str, place: str, language: str) -> None:
    assert template in words(language).phrases, f"{place}: no wording in {language}: {template}"


_COUNTED = re.compile(r"\{(count|total|replies|faults|cells|lenid)\} (\w+ )?\w+s\b")


@pytest.mark.parametrize("language", languages())
def test_no_noun_is_in_the_plural_whatever_its_count(language: str) -> None:
    said = [words(language).phrases.get(template, template) for template, _ in TEMPLATES]
    assert [wording for wording in said if _COUNTED.search(wording)] == []


def test_the_search_finds_phrases() -> None:
    assert any("does not exist" in template for template, _ in TEMPLATES)
