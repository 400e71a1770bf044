"""Numbers that stand for words, where a number without a word must not spoil the rest of a payload."""

from collections.abc import Mapping


def word(words: Mapping[int, str], raw: int) -> str:
    """What a number stands for; the number itself, as a text, where no source explains it."""
    return words.get(raw, str(raw))


def raw(words: Mapping[int, str], said: object) -> int:
    """The number of a word, `word`'s inverse; raises ValueError for a word that is none."""
    found = next((number for number, known in words.items() if known == said), None)
    return int(str(said)) if found is None else found
