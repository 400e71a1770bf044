"""Doing nothing for a while, which somebody may end before its time. Knows one loop's sign of life, no loop."""

import asyncio

from topbms.engine.pulse import Pulse


class Rest:
    """The pauses of one loop, whose `pulse` is told of each."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse
        self._resting: asyncio.Future[None] | None = None

    async def take(self, seconds: float) -> None:
        """Do nothing for so long, or until `end`."""
        self._pulse.beat(seconds)
        loop = asyncio.get_running_loop()
        resting = self._resting = loop.create_future()
        timer = loop.call_later(seconds, self.end)
        try:
            await resting
        finally:
            timer.cancel()
            self._resting = None

    def end(self) -> None:
        """Something is to be done now; nothing happens where nobody rests."""
        if self._resting is not None and not self._resting.done():
            self._resting.set_result(None)
