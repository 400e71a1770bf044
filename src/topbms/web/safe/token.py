"""API tokens: long random words for programs. Kept as a hash, which is enough for what nobody can guess."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable

from topbms.settings import SettingError

_MARK = "topbms_"
"""What tokens begin with, so that one that lies about somewhere is known for what it is."""

_BYTES = 32
_HASH = re.compile(r"sha256:[0-9a-f]{64}")


def new_token() -> str:
    """A token that nobody had before."""
    return _MARK + secrets.token_urlsafe(_BYTES)


def hash_of(token: str) -> str:
    """What a token is known by."""
    return "sha256:" + hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def checked(line: str) -> str:
    """The hash itself; SettingError for what is none."""
    if not _HASH.fullmatch(line):
        raise SettingError("this is not what topbms config token writes; let it make a new token")
    return line


def is_among(token: str, hashes: Iterable[str]) -> bool:
    """Whether a token is one of those; takes as long whichever it is."""
    found = hash_of(token)
    return sum(hmac.compare_digest(found, one) for one in hashes) > 0
