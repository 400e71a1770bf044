"""A byte pipe to one port, whatever its URL: /dev/…, socket://, rfc2217://, esphome://.

Knows how a port is opened, read, written and closed; nothing of frames. Every OSError becomes a LinkError that says
which port and what cures it.
"""

import asyncio
import logging
import socket
from contextlib import suppress

import serialx
from serialx.common import UnknownUriScheme

from topbms.errors import ConfigError, LinkError
from topbms.transport.faults import link_error
from topbms.transport.url import check_url, is_network, same_port, shown

__all__ = ["Connection", "check_url", "connect", "is_network", "link_error", "same_port", "shown"]

CONNECT_TIMEOUT = 2.5
"""s. Short, because a link is tried again every few seconds anyway."""

WHOLE_TIMEOUT = 10.0
"""s. What the other end may take for everything that is said before bytes can go: RFC 2217, ESPHome."""

CLOSE_TIMEOUT = 2.0
"""s. A port that does not let go is left to itself."""

_MOST_WAITING = 8192
_UNTOUCHED = serialx.PinState.UNDEFINED
_PROBES = ((socket.TCP_KEEPIDLE, 20), (socket.TCP_KEEPINTVL, 5), (socket.TCP_KEEPCNT, 3))
_UNACKNOWLEDGED = 30_000  # milliseconds

# It warns of every failed try; a link tells of each cause once.
logging.getLogger("aioesphomeapi").setLevel(logging.CRITICAL)


class Connection(asyncio.Protocol):
    """An open pipe. One reader at a time; what nobody reads is kept up to a bound, the newest of it.

    `name` is the URL as it may be shown.
    """

    def __init__(self, url: str) -> None:
        self.name = shown(url)
        self._transport: asyncio.WriteTransport | None = None
        self._waiting = bytearray()
        self._reader: asyncio.Future[None] | None = None
        self._cut: LinkError | None = None

    def send(self, data: bytes) -> None:
        """Put bytes on the wire; raises LinkError when the link was cut."""
        if self._cut is not None:
            raise self._cut
        if self._transport is None or self._transport.is_closing():
            raise LinkError("{port}: the connection is closed", port=self.name)
        try:
            self._transport.write(data)
        except OSError as error:
            raise link_error(self.name, error) from error

    async def read(self, deadline: float) -> bytes:
        """What has arrived, waiting for it until `deadline` (the loop's time); empty when nothing came.

        Raises LinkError when the link was cut, once all that came before is read.
        """
        if not self._waiting and self._cut is None:
            await self._arrival(deadline)
        if not self._waiting and self._cut is not None:
            raise self._cut
        return self.discard()

    def discard(self) -> bytes:
        """Take what is waiting without waiting for more."""
        data = bytes(self._waiting)
        self._waiting.clear()
        return data

    async def close(self) -> None:
        """Close the port; may be called twice, never raises."""
        transport, self._transport = self._transport, None
        if transport is None:
            return
        transport.abort()
        if isinstance(transport, serialx.BaseSerialTransport):
            with suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_TIMEOUT):
                    await transport.wait_closed()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by asyncio."""
        assert isinstance(transport, asyncio.WriteTransport)  # noqa: S101 - tells the type checker
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Called by asyncio."""
        self._waiting += data
        del self._waiting[:-_MOST_WAITING]
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by asyncio."""
        if exc is None:
            self._cut = LinkError("{port}: the other end closed the connection", port=self.name)
        else:
            self._cut = link_error(self.name, exc)
        self._wake()

    async def _arrival(self, deadline: float) -> None:
        loop = asyncio.get_running_loop()
        self._reader = loop.create_future()
        alarm = loop.call_at(deadline, self._wake)
        try:
            await self._reader
        finally:
            alarm.cancel()
            self._reader = None

    def _wake(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)


async def connect(url: str, baud: int, *, within: float = WHOLE_TIMEOUT) -> Connection:
    """Open a port at `baud`, 8N1, within so many seconds.

    Raises LinkError, or ConfigError for a URL of no known kind or of one whose extra is not installed.
    """
    connection = Connection(check_url(url))
    try:
        async with asyncio.timeout(within):
            transport = await _open(connection, url, baud)
    except UnknownUriScheme as error:  # serialx knows a kind only when what it needs is installed
        raise ConfigError(
            "{port}: this kind of port needs an extra: pip install 'topbms[esphome]'", port=connection.name
        ) from error
    except (OSError, serialx.SerialException) as error:
        raise link_error(connection.name, error) from error
    _keep_alive(transport)
    return connection


async def _open(connection: Connection, url: str, baud: int) -> serialx.BaseSerialTransport:
    transport, _ = await serialx.create_serial_connection(
        asyncio.get_running_loop(),
        lambda: connection,
        url,
        baudrate=baud,
        connect_timeout=CONNECT_TIMEOUT,
        dtr_on_open=_UNTOUCHED,
        rts_on_open=_UNTOUCHED,
        dtr_on_close=_UNTOUCHED,
        rts_on_close=_UNTOUCHED,
    )
    return transport


def _keep_alive(transport: serialx.BaseSerialTransport) -> None:
    """Let the kernel notice a peer that vanished, within half a minute; serialx keeps its TCP transport to itself."""
    inner: asyncio.BaseTransport | None = getattr(transport, "_tcp_transport", None)
    pipe = None if inner is None else inner.get_extra_info("socket")
    if pipe is None:
        return
    pipe.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in _PROBES:
        pipe.setsockopt(socket.IPPROTO_TCP, option, value)
    pipe.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNACKNOWLEDGED)
