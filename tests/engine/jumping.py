"""An event loop with real sockets and a time that jumps to the next timer as soon as nothing moves any more.

Hours of polling pass in a moment, and every deadline is exact, however busy the machine is: what two ends in one
process have to say to each other over the loopback is said before time goes on.
"""

import asyncio
import selectors
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any, TypeVar, TypeVarTuple

_Result = TypeVar("_Result")
_Arguments = TypeVarTuple("_Arguments")

_GRACE = 0.002  # real seconds in which what is on its way through the kernel arrives


class JumpingLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._ahead = 0.0
        self._threads = 0
        super().__init__(_JumpingSelector(self))

    def time(self) -> float:
        return super().time() + self._ahead

    def may_jump(self) -> bool:
        """A thread takes real time."""
        return not self._threads

    def jump(self, seconds: float) -> None:
        self._ahead += seconds

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[*_Arguments], _Result], *args: *_Arguments
    ) -> asyncio.Future[_Result]:
        future = super().run_in_executor(executor, func, *args)
        self._threads += 1
        future.add_done_callback(self._thread_ended)
        return future

    async def shutdown_default_executor(self, *timeout: Any) -> None:
        self._threads += 1
        await super().shutdown_default_executor(*timeout)

    def _thread_ended(self, future: asyncio.Future[Any]) -> None:
        del future
        self._threads -= 1


class _JumpingSelector(selectors.DefaultSelector):
    def __init__(self, loop: JumpingLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or timeout <= _GRACE or not self._loop.may_jump():
            return super().select(timeout)
        events = super().select(_GRACE)
        if not events:
            self._loop.jump(timeout - _GRACE)
        return events


class LoopClock:
    """Both clocks of the engine, and the simulator's, on the loop's time."""

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()

    def utc(self) -> float:
        return 1_700_000_000.0 + self.monotonic()

    def is_known(self) -> bool:
        return True

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
