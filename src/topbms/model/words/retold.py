"""An English sentence of ours, said in another language: finds the template that it was made of.

For what is kept in English, such as the text of an event: which language it will be read in is not known then. Pure.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from string import Formatter

from topbms.model.words import DEFAULT, Words, words

_LEAST = 2  # characters of a template beside its values; with fewer it says nothing


def retold(text: str, spoken: Words) -> str:
    """The text in a language; as it is where it was made of no template that the language has."""
    return text if spoken.language == DEFAULT else _retold(text, spoken.language)


@lru_cache(1024)
def _retold(text: str, language: str) -> str:
    spoken = words(language)
    if text in spoken.phrases:
        return spoken.phrases[text]
    for prefix, suffix, template in _templates(language):
        if text.startswith(prefix) and text.endswith(suffix):
            match = _pattern(template).fullmatch(text)
            if match is not None:
                return spoken.say(template, **{name: _value(one, spoken) for name, one in match.groupdict().items()})
    return text


def _value(value: str, spoken: Words) -> object:
    """A number for nouns to follow, or what was quoted."""
    return int(value) if value.isdecimal() and value == str(int(value)) else retold(value, spoken)


@cache
def _templates(language: str) -> list[tuple[str, str, str]]:
    """What a language has that can be found again, each with how it begins and ends; those that say most come first."""
    found = [template for template in words(language).phrases if _can_be_found(template)]
    found.sort(key=lambda template: -_telling(template))
    return [(template.partition("{")[0], template.rpartition("}")[2], template) for template in found]


def _can_be_found(template: str) -> bool:
    """Not one without values, that says nothing by itself, or that writes its values in a way of its own."""
    fields = [(name, spec or conversion) for _, name, spec, conversion in Formatter().parse(template) if name]
    return bool(fields) and not any(way for _, way in fields) and _telling(template) >= _LEAST


def _telling(template: str) -> int:
    """Characters beside the values."""
    return sum(len(literal) for literal, _, _, _ in Formatter().parse(template))


@lru_cache(256)
def _pattern(template: str) -> re.Pattern[str]:
    """What texts of a template look like."""
    return re.compile("".join(_pieces(template)), re.DOTALL)


def _pieces(template: str) -> Iterator[str]:
    seen: set[str] = set()
    for literal, name, _, _ in Formatter().parse(template):
        yield re.escape(literal)
        if name is not None:
            yield f"(?P={name})" if name in seen else f"(?P<{name}>.+?)"
            seen.add(name)
