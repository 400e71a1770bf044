"""The time that a simulated line runs on: the machine's own, or one that a test turns by hand."""

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """Seconds that never step, and a way to wait."""

    def monotonic(self) -> float:
        """Seconds since some moment."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait so long; 0 or less lets others run once."""
        ...


class MachineClock:
    """The machine's own."""

    def monotonic(self) -> float:
        """Seconds since boot."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait so long."""
        await asyncio.sleep(seconds)
