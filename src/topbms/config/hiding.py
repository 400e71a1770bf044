"""The secrets that a config holds or names, and texts without them. Reads the files that are named, and nothing else.

For what leaves the house: a secret is masked wherever it stands, whoever put it there.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from pydantic import SecretStr

from topbms.config.showing import HIDDEN
from topbms.errors import ConfigError
from topbms.settings import Section
from topbms.settings.files import first_line

_SHORTEST = 4
"""Characters of a secret that is looked for: shorter texts stand everywhere by chance."""

_FILE = re.compile(r"(password|token|password_hash)_file")
_HASH = "hash"
_SECRET_KEY = re.compile(r"password|passwd|token|secret|key", re.IGNORECASE)


class Mask:
    """Hides the secrets, and what else is private, in any text."""

    def __init__(self, secrets: Iterable[str]) -> None:
        found = {form for secret in secrets for form in (secret, quote(secret, safe="")) if len(secret) >= _SHORTEST}
        longest_first = sorted(found, key=len, reverse=True)
        self._secret = re.compile("|".join(map(re.escape, longest_first))) if found else None

    def __call__(self, text: str) -> str:
        """The text without them."""
        return text if self._secret is None else self._secret.sub(HIDDEN, text)


def secrets(section: Section) -> Iterator[str]:
    """Every secret of a section and those below it: passwords, tokens and their hashes, logins in URLs."""
    for key, value in section:
        if key == _HASH and isinstance(value, str):
            yield value
        elif _FILE.fullmatch(key) and isinstance(value, Path):
            with suppress(ConfigError):  # what cannot be read cannot be told either
                yield first_line(key, value)
        else:
            yield from _in(value)


def _in(value: object) -> Iterator[str]:
    if isinstance(value, SecretStr):
        yield value.get_secret_value()
    elif isinstance(value, Section):
        yield from secrets(value)
    elif isinstance(value, str) and "://" in value:
        yield from _in_url(value)
    elif isinstance(value, tuple):
        for one in value:
            yield from _in(one)


def _in_url(url: str) -> Iterator[str]:
    """A password before the host, and keys behind it, as they are written and as they are meant."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    login = parts.netloc.rpartition("@")[0].partition(":")[2]
    if login:
        yield from {login, unquote(login)}
    yield from (value for key, value in parse_qsl(parts.query) if _SECRET_KEY.search(key))
