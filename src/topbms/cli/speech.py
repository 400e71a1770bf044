"""The language of the command line: the system's until a config says otherwise. Knows words and errors only."""

from topbms.errors import TopbmsError, worded
from topbms.model.words import Words, words

_SPOKEN: list[Words] = []


def speak(language: str) -> Words:
    """From now on everything is said in this language."""
    _SPOKEN[:] = [words(language)]
    return _SPOKEN[0]


def spoken() -> Words:
    """The language in use."""
    if not _SPOKEN:
        from topbms.model.words.system import language_of_system  # noqa: PLC0415 - not before it is needed

        return speak(language_of_system())
    return _SPOKEN[0]


def say(template: str, /, **values: object) -> str:
    """A phrase in the language in use, named by its English template."""
    return spoken().say(template, **values)


def told(error: TopbmsError) -> str:
    """An error's message in the language in use; errors and phrases that it quotes are said in it too."""
    return worded(error, spoken())
