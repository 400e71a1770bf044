"""Every setting says in each language what it means: in English in the code, in the others in their files."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any, get_args

import pytest

from topbms.config import parse
from topbms.config.sections import model
from topbms.config.showing import groups
from topbms.model.words import DEFAULT, languages, words
from topbms.settings import Section

OTHERS = [language for language in languages() if language != DEFAULT]


def _sections(annotation: Any) -> Iterator[type[Section]]:
    """The sections that a field may hold, however deep in its annotation."""
    if isinstance(annotation, type) and issubclass(annotation, Section):
        yield annotation
    for part in get_args(annotation):
        yield from _sections(part)


def _settings(section: type[Section], path: str = "") -> Iterator[tuple[str, str]]:
    """Path and meaning of every setting that holds a value of its own."""
    for name, field in section.model_fields.items():
        place = f"{path}.{name}".removeprefix(".")
        below = list(_sections(field.annotation))
        if not below:
            yield place, " ".join((field.description or "").split())
        for one in below:
            yield from _settings(one, place)


SETTINGS = dict(_settings(model()))


def test_the_search_finds_settings_of_every_section() -> None:
    assert {"site", "poll.interval", "link.pack.name", "web.token.hash", "mqtt.url", "postgresql.port"} <= set(SETTINGS)


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_says_what_it_means(setting: str) -> None:
    assert SETTINGS[setting].endswith(".")


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_says_so_in_each_language(setting: str, language: str) -> None:
    said = words(language).phrases.get(SETTINGS[setting])
    assert said is not None, f"{setting} has no meaning in {language}: {SETTINGS[setting]}"
    assert said != SETTINGS[setting]
    assert said.endswith(".")


def test_no_meaning_is_left_over() -> None:
    package = import_module("topbms.model.words.fr.phrases")
    kept = [found.name for found in pkgutil.iter_modules(package.__path__) if found.name.startswith("settings_")]
    said = {text for name in kept for text in import_module(f"{package.__name__}.{name}").PHRASES}
    assert said - set(SETTINGS.values()) == set()
    assert kept


def test_the_page_is_given_them() -> None:
    config = parse({"language": "fr", "mqtt": {"url": "mqtt://127.0.0.1"}})
    rows = {row.key: row.meaning for group in groups(config, words("fr")) for row in group.rows}
    assert rows["poll.interval"] == "Le temps entre deux lectures d'une batterie."
    assert rows["mqtt.timeout"] == "Combien de temps attendre que le broker accuse réception."
