"""A clock that only a test turns: nothing waits, nothing hurries."""

import asyncio


class HandClock:
    """`lateness` is how much too late every sleep ends, as on a busy machine."""

    def __init__(self, now: float = 1000.0, lateness: float = 0.0) -> None:
        self.now = now
        self.lateness = lateness
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.append((self.now + seconds + self.lateness, woken))
        await woken

    async def turn(self, seconds: float) -> None:
        """Let time pass, waking every sleeper at its moment."""
        end = self.now + seconds
        await settle()
        while due := [sleeper for sleeper in self._sleepers if sleeper[0] <= end]:
            first = min(due, key=lambda sleeper: sleeper[0])
            self._sleepers.remove(first)
            self.now = max(self.now, first[0])
            if not first[1].done():
                first[1].set_result(None)
            await settle()
        self.now = end


async def settle() -> None:
    """Let every task do what it can do without waiting."""
    for _ in range(10):
        await asyncio.sleep(0)
