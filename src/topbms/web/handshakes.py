"""Lets visitors in over TLS. Who does not come through the handshake counts as one who is there, and is shown out.

The event loop's own server would hold any number of them, and each is an open file, which the links need too.
"""

import asyncio
import socket
import ssl
from collections.abc import Callable

_PAUSE = 1.0
"""s. For when there are no more files to open."""


async def let_in(
    pipe: socket.socket,
    visit: Callable[[], asyncio.Protocol],
    proof: ssl.SSLContext,
    has_room: Callable[[int], bool],
    patience: float,
) -> None:
    """Accept on a listening socket until cancelled; `has_room` is told how many are in the middle of a handshake."""
    shaking: set[asyncio.Task[None]] = set()
    try:
        while True:
            guest = await _next(pipe)
            if guest is None:
                await asyncio.sleep(_PAUSE)
            elif not has_room(len(shaking)):
                guest.close()
            else:
                task = asyncio.create_task(_shake(guest, visit, proof, patience))
                shaking.add(task)
                task.add_done_callback(shaking.discard)
    finally:
        for task in shaking:
            task.cancel()


async def _next(pipe: socket.socket) -> socket.socket | None:
    """Who comes next; None where the machine cannot open one more file."""
    try:
        return (await asyncio.get_running_loop().sock_accept(pipe))[0]
    except OSError:
        return None


async def _shake(
    guest: socket.socket, visit: Callable[[], asyncio.Protocol], proof: ssl.SSLContext, patience: float
) -> None:
    loop = asyncio.get_running_loop()
    try:
        await loop.connect_accepted_socket(visit, guest, ssl=proof, ssl_handshake_timeout=patience)
    except OSError:  # no TLS, gone, or too slow; errors of ssl are of this kind, too
        guest.close()
