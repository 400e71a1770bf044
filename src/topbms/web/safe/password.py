"""The password as it is kept: one line of text, out of which nobody reads it. Knows no config and no visitor.

scrypt:13:8:10:SALT:KEY      log2(N), r, p (RFC 7914); salt and key in base64url without padding
"""

import binascii
import hashlib
import hmac
import re
import secrets
import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from topbms.settings import SettingError

SHORTEST, LONGEST = 8, 200
"""Characters of a password."""

# 8 MB ten times over: of the settings that OWASP's Password Storage Cheat Sheet takes for equal, that of least memory,
# which the process keeps once it was used.
_LOG_N, _R, _P = 13, 8, 10
_SALT, _KEY = 16, 32  # bytes

_LINE = re.compile(r"scrypt:(\d{1,2}):(\d{1,2}):(\d{1,2}):([A-Za-z0-9_-]{11,88}):([A-Za-z0-9_-]{22,88})")
_MOST_MEMORY = 64 * 1024 * 1024  # bytes: a Raspberry Pi must be able to spare it
_MOST_P = 16
_SPARE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Password:
    """One that is kept; it can be compared with, and not be read."""

    log_n: int
    r: int
    p: int
    salt: bytes
    key: bytes

    def is_that(self, text: str) -> bool:
        """Whether it is this one. Takes a good part of a second, whatever the answer: call it in a thread."""
        found = _key(text, self)
        return hmac.compare_digest(found, self.key)

    def __str__(self) -> str:
        return f"scrypt:{self.log_n}:{self.r}:{self.p}:{_text(self.salt)}:{_text(self.key)}"


def kept(text: str) -> Password:
    """A password to be kept, with a salt of its own."""
    empty = Password(_LOG_N, _R, _P, secrets.token_bytes(_SALT), bytes(_KEY))
    return Password(empty.log_n, empty.r, empty.p, empty.salt, _key(text, empty))


def parsed(line: str) -> Password:
    """The password that a line stands for; SettingError for what is none."""
    found = _LINE.fullmatch(line)
    if found is None:
        raise _unknown()
    log_n, r, p = (int(number) for number in found.groups()[:3])
    try:
        password = Password(log_n, r, p, _bytes(found[4]), _bytes(found[5]))
    except binascii.Error as error:
        raise _unknown() from error
    if not (log_n and r and 0 < p <= _MOST_P and _memory(password) <= _MOST_MEMORY):
        raise _unknown()
    return password


def _unknown() -> SettingError:
    return SettingError("this is not what topbms config password writes; let it write the line anew")


def _key(text: str, like: Password) -> bytes:
    # The same word typed on two keyboards may be two rows of characters: é, or e with an accent behind it.
    typed = unicodedata.normalize("NFKC", text).encode("utf-8", "surrogatepass")
    memory = _memory(like) + _SPARE
    return hashlib.scrypt(
        typed, salt=like.salt, n=1 << like.log_n, r=like.r, p=like.p, maxmem=memory, dklen=len(like.key)
    )


def _memory(password: Password) -> int:
    """Bytes that a comparison takes: RFC 7914, section 5."""
    return 128 * password.r * ((1 << password.log_n) + password.p)


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
