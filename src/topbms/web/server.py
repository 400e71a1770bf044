"""One HTTP server inside the gateway's own event loop. Knows the port, and how to keep visitors from doing harm.

uvicorn serves; signals, loop and logging stay the gateway's. Whoever connects and does not ask is shown out, and more
than a few at once are not let in: their sockets are open files, which the links need too.
"""

import asyncio
import logging
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from topbms.model.words import DEFAULT
from topbms.web.api.door import Door
from topbms.web.api.hub import MOST_LISTENERS
from topbms.web.api.sse import is_listening
from topbms.web.handshakes import let_in
from topbms.web.pages import application
from topbms.web.safe.guard import Guard
from topbms.web.safe.names import own_names
from topbms.web.safe.porter import Porter
from topbms.web.settings import Address, Settings
from topbms.web.view import View

LOG = logging.getLogger(__name__)

PATIENCE = 10.0
"""s. A visitor who has asked nothing whole in this time, or has not taken his answer, is shown out; never one who waits
for ours."""

MOST = 64 + MOST_LISTENERS
"""Visitors at once, those among them who listen to a stream."""

_TICK = 1.0
_BACKLOG = 32  # visitors let in at one time, between two looks at the links; the others follow


async def serve(pipe: socket.socket, view: View, door: Door | None = None, settings: Settings | None = None) -> None:
    """Answer on a bound socket until cancelled; it is closed then. ConfigError for files that cannot be used."""
    settings = settings or Settings()
    try:
        server = _Server(_config(_guarded(view, door, settings)), settings.trust())
        try:
            await server.serve([pipe])
        finally:
            server.leave()
    finally:
        pipe.close()


def bound(address: Address) -> socket.socket:
    """A socket bound to an address; OSError when it is taken, or not this machine's."""
    if ":" not in address.host:
        pipe = socket.create_server(address, backlog=_BACKLOG)
    else:
        # "::" is every address, of either version, wherever the machine can do so.
        dual = address.host == "::" and socket.has_dualstack_ipv6()
        pipe = socket.create_server(address, family=socket.AF_INET6, backlog=_BACKLOG, dualstack_ipv6=dual)
    # Visits inherit it: else the second part of each answer would wait 40 ms for the first to be acknowledged.
    pipe.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return pipe


class _Visit(H11Protocol):
    """One connection."""

    _has_asked = False
    _is_stuck = False
    _next_look: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by asyncio."""
        both_ways = cast("asyncio.Transport", transport)
        super().connection_made(both_ways)
        if len(self.connections) > MOST:
            both_ways.abort()
        self._look_again()

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by asyncio. A look that is due would hold on to the visit: over TLS, 64 kB of memory each."""
        super().connection_lost(exc)
        if self._next_look is not None:
            self._next_look.cancel()

    def on_response_complete(self) -> None:
        """Called by uvicorn when an answer is out."""
        self._has_asked = True
        super().on_response_complete()

    def _look(self) -> None:
        if not (self._has_asked or self._waits() or self._listens()):
            self.transport.abort()
        if not self.transport.is_closing():
            self._has_asked = False
            self._look_again()

    def _waits(self) -> bool:
        """Whether it is us who are slow: a pack's log takes longer to read than a visitor to ask for it."""
        return self.cycle is not None and not (self.cycle.more_body or self.cycle.response_started)

    def _listens(self) -> bool:
        """Whether he is in the middle of a stream, and takes what he is told."""
        was_stuck, self._is_stuck = self._is_stuck, self.flow.write_paused
        is_open = self.cycle is not None and not self.cycle.response_complete
        return is_open and is_listening(self.scope) and not (was_stuck and self._is_stuck)

    def _look_again(self) -> None:
        self._next_look = self.loop.call_later(PATIENCE, self._look)


class _Server(uvicorn.Server):
    """`proof` None is plain http."""

    def __init__(self, config: uvicorn.Config, proof: ssl.SSLContext | None) -> None:
        super().__init__(config)
        self._proof = proof
        self._letting_in: list[asyncio.Task[None]] = []

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are the gateway's."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        proof = self._proof
        await super().startup(sockets if proof is None else [])
        if proof is not None:
            for pipe in sockets or ():
                pipe.setblocking(False)
                letting_in = let_in(pipe, self._visit, proof, self._has_room, PATIENCE)
                self._letting_in.append(asyncio.create_task(letting_in))

    async def main_loop(self) -> None:
        """The Date header needs a new one each second, and no more than that."""
        while not await self.on_tick(0):  # noqa: ASYNC110 - it is the tick that counts
            await asyncio.sleep(_TICK)

    def leave(self) -> None:
        """Stop at once: a slow visitor must not hold up the gateway's end."""
        for task in self._letting_in:
            task.cancel()
        for listener in getattr(self, "servers", ()):
            listener.close()
        for visit in set(self.server_state.connections):
            visit.transport.abort()

    def _visit(self) -> _Visit:
        return _Visit(self.config, self.server_state, self.lifespan.state)

    def _has_room(self, on_the_way: int) -> bool:
        return len(self.server_state.connections) + on_the_way < MOST


def _guarded(view: View, door: Door | None, settings: Settings) -> Guard:
    porter = Porter(
        settings.credentials(),
        [token.hash for token in settings.token],
        f"topbms_{view.gateway()[:8]}",  # browsers keep the cookies of all ports of a machine together
        time.monotonic if door is None else door.now,
        is_open=settings.insecure,
    )
    return Guard(
        application(view, door),
        porter,
        names=own_names(settings.hosts),
        trusted=settings.proxies,
        prefix=settings.prefix,
        framed_by=settings.framed_by,
        language=(lambda: DEFAULT) if door is None else door.language,
    )


def _config(app: Guard) -> uvicorn.Config:
    _log_as_we_do()
    options: dict[str, Any] = {"http": _Visit, "ws": "none", "lifespan": "off", "loop": "none", "backlog": _BACKLOG}
    quiet: dict[str, Any] = {"log_config": None, "log_level": "error", "access_log": False, "server_header": False}
    # Whose headers are believed is the guard's business: uvicorn would believe everybody on this machine.
    return uvicorn.Config(app, proxy_headers=False, **options, **quiet)


def _log_as_we_do() -> None:
    """Defects are logged as ours are; what a visitor does wrong is his business."""
    theirs, ours = logging.getLogger("uvicorn"), logging.getLogger("topbms")
    theirs.handlers, theirs.propagate = ours.handlers, ours.propagate
