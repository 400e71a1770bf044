"""The one thread of the history: does jobs in order, and shows whether it still gets on with them. Knows no job."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

PATIENCE = 300.0
"""s. No single job takes so long, even on an SD card that is busy with itself."""

T = TypeVar("T")


class Worker:
    """Begins at once; `now` is the monotonic clock, and is called on the thread too."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._executor = ThreadPoolExecutor(1, "store")
        self._began: float | None = None

    @property
    def overdue(self) -> float:
        """Seconds since the job at hand should have been done at the latest; 0 while none hangs."""
        began = self._began
        return 0.0 if began is None else max(self._now() - began - PATIENCE, 0.0)

    def do(self, job: Callable[[], T]) -> asyncio.Future[T]:
        """Have a job done behind those before it; to be called on the event loop."""
        return asyncio.get_running_loop().run_in_executor(self._executor, self._timed, job)

    def end(self) -> None:
        """No job comes any more; returns at once."""
        self._executor.shutdown(wait=False)

    def _timed(self, job: Callable[[], T]) -> T:
        """On the thread."""
        self._began = self._now()
        try:
            return job()
        finally:
            self._began = None
