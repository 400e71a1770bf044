"""Where support files are asked for: one at a time, written in a thread, so that no poll waits for one."""

import asyncio
from collections.abc import Callable

from topbms.app.supporting.evidence import Evidence, Witness
from topbms.config import Loaded


class Desk:
    """Makes the support file of a gateway whose config is `loaded` now."""

    def __init__(self, witness: Witness, loaded: Callable[[], Loaded]) -> None:
        self._witness = witness
        self._loaded = loaded
        self._one_at_a_time = asyncio.Lock()

    async def file(self) -> bytes:
        """The whole file, as it is at this moment."""
        async with self._one_at_a_time:
            return await asyncio.to_thread(self._written, await self._witness.gathered())

    def _written(self, evidence: Evidence) -> bytes:
        from topbms.app.supporting.parts import lines  # noqa: PLC0415 - what masks is for those only who ask

        return "".join(lines(self._loaded(), evidence, self._witness.clock)).encode()
