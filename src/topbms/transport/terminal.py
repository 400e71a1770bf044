"""A pseudo-terminal that is open from the start: its far end looks like a serial port. Linux and other Unixes.

Knows nothing of who opens the far end, nor of what is said. The near end is read by the event loop. The far end is
kept open here too: a serial port does not notice who opens it either, and its settings stay raw.
"""

import asyncio
import os
import tty
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from topbms.errors import ConfigError, LinkError

_MOST_READ = 4096
_TERMINALS = "/dev/pts/"


class Terminal:
    """One terminal; `link` is a symbolic link that is kept to it while it is open. Needs a running event loop.

    What is written to the far end is given to `hear`. Raises LinkError when the system has no terminal left,
    ConfigError when `link` cannot be made.
    """

    def __init__(self, link: Path | None, hear: Callable[[bytes], None]) -> None:
        self._hear = hear
        self._loop = asyncio.get_running_loop()
        self._near, self._far, self.path = _opened()
        try:
            self._link = None if link is None else _linked(link, self.path)
        except ConfigError:
            self._close_ends()
            raise
        self._loop.add_reader(self._near, self._read)

    def write(self, data: bytes) -> bool:
        """Send to whoever has the far end open; what nobody reads is lost when it is full: False then."""
        try:
            return os.write(self._near, data) == len(data)
        except BlockingIOError:
            return False

    def hold(self, is_held: bool) -> None:
        """Leave unread what comes from the far end, or read on."""
        if is_held:
            self._loop.remove_reader(self._near)
        else:
            self._loop.add_reader(self._near, self._read)

    def close(self) -> None:
        """Give the terminal back, and take the link away unless it leads elsewhere by now."""
        self._loop.remove_reader(self._near)
        self._close_ends()
        with suppress(OSError):  # it is gone, or somebody else's
            if self._link is not None and str(self._link.readlink()) == self.path:
                self._link.unlink()

    def _close_ends(self) -> None:
        os.close(self._near)
        os.close(self._far)

    def _read(self) -> None:
        self._hear(os.read(self._near, _MOST_READ))


def _opened() -> tuple[int, int, str]:
    """Both ends, and the far one's path."""
    try:
        near, far = os.openpty()
    except OSError as error:
        raise LinkError("cannot make a pseudo-terminal: {reason}", reason=error.strerror) from error
    tty.setraw(far)
    os.set_blocking(near, False)
    return near, far, os.ttyname(far)


def _linked(link: Path, target: str) -> Path:
    """Make the link; one that is left of an earlier terminal is replaced, anything else stays as it is."""
    try:
        if link.is_symlink() and _is_left_over(link):
            link.unlink()
        link.symlink_to(target)
    except OSError as error:
        raise ConfigError(
            "{path} cannot be made a link to the terminal ({reason}); name another place",
            path=link,
            reason=error.strerror,
        ) from error
    return link


def _is_left_over(link: Path) -> bool:
    """Whether a link leads nowhere, or to a terminal of somebody who ended without taking it away."""
    return not link.exists() or str(link.readlink()).startswith(_TERMINALS)
