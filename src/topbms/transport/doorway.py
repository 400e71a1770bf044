"""A TCP port that others connect to. Knows how a port is had, listened on and given back; nothing of what is said.

The port is ours from the start, and stays so while nobody is let in. Listening begins and ends at once, without
awaiting.
"""

import asyncio
import errno
import socket
from collections.abc import Callable

from topbms.errors import ConfigError, LinkError, TopbmsError


class Doorway:
    """One port; each connection gets a protocol of its own from `welcome`. Needs a running event loop.

    Raises LinkError when the port cannot be had, ConfigError for an address that this machine does not have.
    """

    def __init__(self, host: str, port: int, welcome: Callable[[], asyncio.Protocol]) -> None:
        self.host = host
        self._welcome = welcome
        self._loop = asyncio.get_running_loop()
        self._place = _bound(host, port)
        self._listening: socket.socket | None = None
        self._accepting: set[asyncio.Task[object]] = set()

    @property
    def port(self) -> int:
        """The number of the port."""
        return int(self._place.getsockname()[1])

    @property
    def is_open(self) -> bool:
        """Whether somebody may come in."""
        return self._listening is not None

    def open(self) -> None:
        """Let others in."""
        place = _bound(self.host, self.port)
        place.listen()
        self._listening = place
        self._loop.add_reader(place, self._accept, place)

    def shut(self) -> None:
        """Refuse whoever comes; who is in may stay."""
        if self._listening is not None:
            self._loop.remove_reader(self._listening)
            self._listening.close()
            self._listening = None

    async def close(self) -> None:
        """Give the port back, once nobody is in the middle of coming in."""
        self.shut()
        await asyncio.gather(*self._accepting, return_exceptions=True)
        self._place.close()

    def _accept(self, place: socket.socket) -> None:
        try:
            client, _ = place.accept()
        except OSError:  # who came has left again
            return
        client.setblocking(False)
        task: asyncio.Task[object] = self._loop.create_task(_connected(self._welcome, client))
        self._accepting.add(task)
        task.add_done_callback(self._accepting.discard)


async def _connected(welcome: Callable[[], asyncio.Protocol], client: socket.socket) -> None:
    await asyncio.get_running_loop().connect_accepted_socket(welcome, client)


def _bound(host: str, port: int) -> socket.socket:
    """A socket on the port. A bound one that does not listen keeps the port ours, and refuses connections."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Only by its protocol asyncio knows a socket as TCP, whose short pieces must not wait for one another.
    place = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    place.setblocking(False)
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        place.bind((host, port))
    except (OSError, OverflowError) as error:
        place.close()
        raise _refused(host, port, error) from error
    return place


def _refused(host: str, port: int, error: OSError | OverflowError) -> TopbmsError:
    if isinstance(error, socket.gaierror) or getattr(error, "errno", 0) == errno.EADDRNOTAVAIL:
        return ConfigError("{host} is no address of this machine; name another, such as 127.0.0.1", host=host)
    return LinkError(
        "cannot listen on {host}:{port}: {reason}; name another port",
        host=host,
        port=port,
        reason=getattr(error, "strerror", None) or error,
    )
