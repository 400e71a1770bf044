"""A pseudo-terminal for a simulated line: its far end looks like a serial port. Linux and other Unixes.

The near end is read by the event loop. The far end is kept open here too: a serial port does not notice who opens
it either, and its settings stay raw.
"""

import asyncio
import os
import tty
from pathlib import Path

from topbms.errors import ConfigError, LinkError
from topbms.sim.faults import Cut, Fault, HalfOpen
from topbms.sim.line import SimulatedLine

_MOST_READ = 4096


class PtyPort:
    """Open from the start. While it is cut there is no terminal; a new one may have another path, `link` stays.

    Needs a running event loop. Raises LinkError when the system has no terminal left, ConfigError when `link` cannot
    be made.
    """

    def __init__(self, line: SimulatedLine, link: Path | None) -> None:
        self.line = line
        self._link = link
        self._loop = asyncio.get_running_loop()
        self._near: int | None = None
        self._far: int | None = None
        self._path = ""
        self._disconnect = line.connect(self._deliver)
        self._unwatch = line.faults.watch(self._on_fault)
        if not line.faults.of(Cut):
            self._make()

    @property
    def url(self) -> str:
        """What a link's `url` is to be: the link where one was asked for, else the terminal's path."""
        return str(self._link) if self._link is not None else self._path

    async def close(self) -> None:
        """Give the terminal back."""
        self._unwatch()
        self._disconnect()
        self._remove()

    def _on_fault(self, fault: Fault, in_force: bool) -> None:
        if isinstance(fault, Cut) and in_force:
            self._remove()
        elif isinstance(fault, Cut):
            self._make()

    def _make(self) -> None:
        try:
            self._near, self._far = near, far = os.openpty()
            self._path = os.ttyname(far)
            tty.setraw(far)
            os.set_blocking(near, False)
        except OSError as error:
            self._remove()
            raise LinkError("cannot make a pseudo-terminal: {reason}", reason=error.strerror) from error
        self._loop.add_reader(near, self._read, near)
        if self._link is not None:
            self._set_link(self._link)

    def _set_link(self, link: Path) -> None:
        try:
            if link.is_symlink():
                link.unlink()
            link.symlink_to(self._path)
        except OSError as error:
            self._remove()
            raise ConfigError(
                "{path} cannot be made a link to the terminal ({reason}); name another place",
                path=link,
                reason=error.strerror,
            ) from error

    def _remove(self) -> None:
        if self._near is None or self._far is None:
            return
        self._loop.remove_reader(self._near)
        os.close(self._near)
        os.close(self._far)
        self._near = self._far = None
        if self._link is not None and self._link.is_symlink():
            self._link.unlink()

    def _read(self, near: int) -> None:
        data = os.read(near, _MOST_READ)
        if not self._is_numb():
            self.line.feed(data)

    def _is_numb(self) -> bool:
        """A terminal has no connections: both kinds of half-open leave it deaf and dumb."""
        return bool(self.line.faults.of(HalfOpen))

    def _deliver(self, data: bytes) -> None:
        """What nobody reads is lost when the terminal is full, as on a port that nobody has open."""
        if self._near is None or self._is_numb():
            return
        try:
            os.write(self._near, data)
        except BlockingIOError:
            return
