"""The one thread of the history: does jobs in order, and shows whether it still gets on with them. Knows no job."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

PATIENCE = 300.0
"""s. No single job takes so long, even on an SD card that is busy with itself."""

T = TypeVar("T")


class Worker:
    """Begins at once; `now` is the monotonic clock."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._executor = ThreadPoolExecutor(1, "store")
        self._jobs: set[Future[Any]] = set()
        self._turned = now()

    @property
    def overdue(self) -> float:
        """Seconds since the job at hand should have been done at the latest; 0 while none hangs."""
        return max(self._now() - self._turned - PATIENCE, 0.0) if self._jobs else 0.0

    def do(self, job: Callable[[], T]) -> asyncio.Future[T]:
        """Have a job done; to be called on the event loop."""
        if not self._jobs:
            self._turned = self._now()
        future = self._executor.submit(job)
        self._jobs.add(future)
        future.add_done_callback(self._done)
        return asyncio.wrap_future(future)

    def end(self) -> None:
        """No job comes any more; returns at once."""
        self._executor.shutdown(wait=False)

    def _done(self, future: Future[Any]) -> None:
        """On either thread; a job that was given up before it began is no sign of life."""
        if not future.cancelled():
            self._turned = self._now()
        self._jobs.discard(future)
