"""A byte pipe to one port, whatever its URL: /dev/…, socket://, rfc2217://, esphome://.

Knows URLs, ports and their faults; nothing of frames. Every OSError becomes a LinkError that says which port and
what cures it.
"""

import asyncio
import errno
import getpass
import os
import socket
from urllib.parse import urlsplit

import serialx

from topbms.errors import ConfigError, LinkError

CONNECT_TIMEOUT = 2.5
"""s. Short, because a link is tried again every few seconds anyway."""

_MOST_WAITING = 65_536
_SCHEMES = ("socket", "tcp", "rfc2217", "esphome")
_UNTOUCHED = serialx.PinState.UNDEFINED


class Connection(asyncio.Protocol):
    """An open pipe. One reader at a time; what nobody reads is kept up to a bound, the newest first."""

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

        Raises LinkError when the link was cut.
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
        if isinstance(exc, OSError):
            self._cut = link_error(self.name, exc)
        else:
            self._cut = LinkError("{port}: the other end closed the connection", port=self.name)
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


async def connect(url: str, baud: int) -> Connection:
    """Open a port at `baud`, 8N1; raises LinkError, or ConfigError for a URL of no known kind."""
    connection = Connection(check_url(url))
    loop = asyncio.get_running_loop()
    try:
        transport, _ = await serialx.create_serial_connection(
            loop,
            lambda: connection,
            url,
            baudrate=baud,
            connect_timeout=CONNECT_TIMEOUT,
            dtr_on_open=_UNTOUCHED,
            rts_on_open=_UNTOUCHED,
            dtr_on_close=_UNTOUCHED,
            rts_on_close=_UNTOUCHED,
        )
    except (OSError, serialx.SerialException) as error:
        raise link_error(connection.name, error) from error
    except ImportError as error:
        raise ConfigError(
            "{port}: this kind of port needs an extra: pip install 'topbms[esphome]'", port=connection.name
        ) from error
    _keep_alive(transport)
    return connection


def is_network(url: str) -> bool:
    """Whether the URL leads over a network, where a connection can be half open."""
    return urlsplit(url).scheme in _SCHEMES


def check_url(url: str) -> str:
    """The URL itself; raises ConfigError for one that no port can have."""
    parts = urlsplit(url)
    if parts.scheme in _SCHEMES:
        if not parts.hostname or not (_port(url) or parts.scheme == "esphome"):
            raise ConfigError("{url}: host and port are missing, as in socket://192.168.1.20:8899", url=shown(url))
        return url
    if parts.scheme or not url.startswith("/"):
        raise ConfigError(
            "{url}: not a port; use /dev/serial/by-id/…, socket://HOST:PORT, rfc2217://HOST:PORT or esphome://HOST",
            url=shown(url),
        )
    return url


def shown(url: str) -> str:
    """The URL as it may be logged: without a password or a key."""
    redacted = serialx.redact_uri(url)
    parts = urlsplit(redacted)
    if parts.password is None:
        return redacted
    return redacted.replace(f":{parts.password}@", ":…@", 1)


def link_error(port: str, error: Exception) -> LinkError:
    """The fault in words, with the command that cures it where there is one."""
    if getattr(error, "errno", None) == errno.EBUSY:
        return LinkError(_BUSY, port=port)
    for kind, template in _CURES.items():
        if isinstance(error, kind):
            return LinkError(template, port=port, user=_user())
    reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
    return LinkError("{port}: {reason}", port=port, reason=reason or type(error).__name__)


_BUSY = "{port} is in use by another program; find it with: sudo fuser -v {port}"
_CURES: dict[type[Exception], str] = {
    FileNotFoundError: "{port} does not exist; is the adapter plugged in? See: ls /dev/serial/by-id",
    PermissionError: "{port}: no permission; try: sudo usermod -aG dialout {user}, and log in again",
    BlockingIOError: _BUSY,
    TimeoutError: "{port} does not answer; is the converter on, and the address right?",
    ConnectionRefusedError: "{port} refuses the connection; is the port right, or taken by another client?",
    socket.gaierror: "{port}: the name of the host is not known",
}


def _port(url: str) -> int | None:
    try:
        return urlsplit(url).port
    except ValueError:
        return None


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "$USER"


def _keep_alive(transport: serialx.BaseSerialTransport) -> None:
    """Let the kernel notice a peer that vanished; serialx keeps its TCP transport to itself."""
    inner = getattr(transport, "_tcp_transport", None)
    pipe = inner.get_extra_info("socket") if inner is not None else None
    if pipe is not None:
        pipe.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
