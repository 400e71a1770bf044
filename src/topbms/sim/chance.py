"""Chance that can be repeated: the same words give the same draws, in every process and version."""

from random import Random


def dice(*words: object) -> Random:
    """A source of draws of its own for these words, such as a seed and a day."""
    return Random("/".join(map(str, words)))  # noqa: S311  weather and unevenness, not secrets
