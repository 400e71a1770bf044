"""The event loop of a gateway that runs for months: libuv's where there are wheels of it, else the standard one."""

import asyncio
from importlib.util import find_spec


def runner() -> asyncio.Runner:
    """What runs a gateway; libuv takes about half of the CPU that an exchange over a socket costs otherwise."""
    if find_spec("uvloop") is None:  # as on 32-bit machines
        return asyncio.Runner()
    from uvloop import new_event_loop  # noqa: PLC0415 -- not everywhere

    return asyncio.Runner(loop_factory=new_event_loop)
