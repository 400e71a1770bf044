"""Everything new, to everyone who listens: each piece of news is put into words once a language, whoever takes it.

A listener has a queue with an end: who is too slow for it is told to look anew. Knows neither readings nor HTTP.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from pydantic_core import to_json

from topbms.model.words import Words

MOST_LISTENERS = 128
"""Streams at once; each is an open file and a queue."""

MOST_WAITING = 256
"""News that one listener may be behind."""


class News:
    """One piece of news: an event of the stream, numbered as in the history; `sequence` None for what is not kept.

    `shape` puts it into a language; it is asked once for each that somebody listens in.
    """

    def __init__(self, event: str, sequence: int | None, shape: Callable[[Words], object]) -> None:
        self.event = event
        self.sequence = sequence
        self._shape = shape
        self._encoded: dict[str, bytes] = {}

    def encoded(self, words: Words) -> bytes:
        """The text of the stream: id, event, data, an empty line."""
        if words.language not in self._encoded:
            data = to_json(self._shape(words), inf_nan_mode="null")
            number = b"" if self.sequence is None else b"id: %d\n" % self.sequence
            self._encoded[words.language] = b"%bevent: %b\ndata: %b\n\n" % (number, self.event.encode(), data)
        return self._encoded[words.language]


RESYNC = News("resync", None, lambda _: {})
"""Something is missing: look anew."""


class Listener:
    """One who listens."""

    def __init__(self, bound: int) -> None:
        self._waiting: deque[News] = deque()
        self._bound = bound
        self._bell = asyncio.Event()
        self.is_over = False

    async def next(self, patience: float) -> News | None:
        """The next piece of news; None when there was none for `patience` seconds, or when it is over."""
        if not self._waiting and not self.is_over:
            self._bell.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    await self._bell.wait()
        return self._waiting.popleft() if self._waiting else None

    def put(self, news: News) -> None:
        """Queue it; who is too far behind loses what waited, and is told so."""
        if len(self._waiting) >= self._bound:
            self._waiting.clear()
            self._waiting.append(RESYNC)
        self._waiting.append(news)
        self._bell.set()

    def end(self) -> None:
        """Nothing comes any more."""
        self._waiting.clear()
        self.is_over = True
        self._bell.set()


class Hub:
    """Passes news on."""

    def __init__(self, bound: int = MOST_WAITING, most: int = MOST_LISTENERS) -> None:
        self._bound = bound
        self._most = most
        self._listeners: set[Listener] = set()
        self._is_over = False

    def __len__(self) -> int:
        return len(self._listeners)

    @property
    def is_full(self) -> bool:
        """Whether nobody more can listen, for lack of room or because it is over."""
        return self._is_over or len(self) >= self._most

    def join(self) -> Listener:
        """Listen from now on."""
        listener = Listener(self._bound)
        if self._is_over:
            listener.end()
        self._listeners.add(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        """Listen no more."""
        self._listeners.discard(listener)

    def put(self, news: News) -> None:
        """Tell everyone; never waits."""
        for listener in self._listeners:
            listener.put(news)

    def close(self) -> None:
        """End all streams at once."""
        self._is_over = True
        for listener in self._listeners:
            listener.end()
