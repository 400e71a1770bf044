"""Who has logged in: random words, each kept as its hash, until it is not used any more or is too old.

In memory only: after a restart, or a new config, everybody logs in anew. Times are monotonic seconds.
"""

import hashlib
import secrets
from dataclasses import dataclass

UNUSED = 7 * 86_400.0
"""s after which a session that nobody uses is over."""

OLDEST = 30 * 86_400.0
"""s after which it is over in any case."""

MOST = 256
"""Sessions at once; then the one that was not used for the longest time ends."""

_BYTES = 32


@dataclass(slots=True)
class _Session:
    begun: float
    used: float


class Sessions:
    """All of them."""

    def __init__(self) -> None:
        self._kept: dict[bytes, _Session] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def begin(self, now: float) -> str:
        """The word by which a visitor is known from now on."""
        word = secrets.token_urlsafe(_BYTES)
        self._clear(now)
        if len(self._kept) >= MOST:
            del self._kept[min(self._kept, key=lambda key: self._kept[key].used)]
        self._kept[_hash(word)] = _Session(now, now)
        return word

    def use(self, word: str, now: float) -> bool:
        """Whether a word is known; it has been used then."""
        session = self._kept.get(_hash(word))
        if session is None or _is_over(session, now):
            return False
        session.used = now
        return True

    def knows(self, word: str, now: float) -> bool:
        """Whether a word is known, without using it."""
        session = self._kept.get(_hash(word))
        return session is not None and not _is_over(session, now)

    def end(self, word: str) -> None:
        """Forget a word."""
        self._kept.pop(_hash(word), None)

    def _clear(self, now: float) -> None:
        for key in [key for key, session in self._kept.items() if _is_over(session, now)]:
            del self._kept[key]


def _is_over(session: _Session, now: float) -> bool:
    return now - session.used > UNUSED or now - session.begun > OLDEST


def _hash(word: str) -> bytes:
    return hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()
