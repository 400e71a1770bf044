"""An English sentence of ours, said in another language: finds the template that it was made of.

For what is kept in English, such as the text of an event: which language it will be read in is not known then. Pure.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from string import Formatter

from topbms.model.words import DEFAULT, Words, words

_LEAST = 2  # characters of a template beside its values; with fewer it says nothing


def retold(text: str, spoken: Words) -> str:
    """The text in a language; as it is where it was made of no template that the language has."""
    return text if spoken.language == DEFAULT else _retold(text, spoken.language)


@lru_cache(1024)
def _retold(text: str, language: str) -> str:
    """Of several templates that fit, the one that says most by itself."""
    spoken = words(language)
    if text in spoken.phrases:
        return spoken.phrases[text]
    found = {template: values for template in spoken.phrases if (values := _values(template, text))}
    if not found:
        return text
    template = max(found, key=lambda one: sum(map(len, _literals(one))))
    return spoken.say(template, **{name: _value(value, spoken) for name, value in found[template].items()})


def _value(value: str, spoken: Words) -> object:
    """A number for nouns to follow, or what was quoted."""
    return int(value) if value.isdecimal() and value == str(int(value)) else retold(value, spoken)


def _values(template: str, text: str) -> dict[str, str]:
    """What the template was filled with to give the text; empty where it does not."""
    if not (text.startswith(template.partition("{")[0]) and text.endswith(template.rpartition("}")[2])):
        return {}  # most are; what follows takes a hundred times as long
    pattern = _pattern(template)
    match = None if pattern is None else pattern.fullmatch(text)
    return {} if match is None else match.groupdict()


@lru_cache(512)
def _pattern(template: str) -> re.Pattern[str] | None:
    """What texts of a template look like; None for one that says nothing, or formats its values."""
    specs = [spec or conversion for _, _, spec, conversion in Formatter().parse(template)]
    if any(specs) or sum(map(len, _literals(template))) < _LEAST:
        return None
    return re.compile("".join(_pieces(template)), re.DOTALL)


def _pieces(template: str) -> Iterator[str]:
    seen: set[str] = set()
    for literal, name, _, _ in Formatter().parse(template):
        yield re.escape(literal)
        if name is not None:
            yield f"(?P={name})" if name in seen else f"(?P<{name}>.+?)"
            seen.add(name)


def _literals(template: str) -> list[str]:
    return [literal for literal, _, _, _ in Formatter().parse(template)]
