"""A pseudo-terminal for a simulated line. Knows how its faults look there; what a terminal is, is the transport's."""

from pathlib import Path

from topbms.sim.faults import Cut, Fault, HalfOpen
from topbms.sim.line import SimulatedLine
from topbms.transport.terminal import Terminal


class PtyPort:
    """Open from the start. While it is cut there is no terminal; a new one may have another path, `link` stays.

    Needs a running event loop. Raises LinkError when the system has no terminal left, ConfigError when `link` cannot
    be made.
    """

    def __init__(self, line: SimulatedLine, link: Path | None) -> None:
        self.line = line
        self._link = link
        self._terminal = None if line.faults.of(Cut) else Terminal(link, self._hear)
        self._disconnect = line.connect(self._deliver)
        self._unwatch = line.faults.watch(self._on_fault)

    @property
    def url(self) -> str:
        """What a link's `url` is to be: the link where one was asked for, else the terminal's path."""
        if self._link is not None:
            return str(self._link)
        return "" if self._terminal is None else self._terminal.path

    async def close(self) -> None:
        """Give the terminal back."""
        self._unwatch()
        self._disconnect()
        self._remove()

    def _on_fault(self, fault: Fault, in_force: bool) -> None:
        if isinstance(fault, Cut):
            self._remove()
            self._terminal = None if in_force else Terminal(self._link, self._hear)

    def _remove(self) -> None:
        if self._terminal is not None:
            self._terminal.close()
            self._terminal = None

    def _hear(self, data: bytes) -> None:
        if not self._is_numb():
            self.line.feed(data)

    def _is_numb(self) -> bool:
        """A terminal has no connections: both kinds of half-open leave it deaf and dumb."""
        return bool(self.line.faults.of(HalfOpen))

    def _deliver(self, data: bytes) -> None:
        """What nobody reads is lost when the terminal is full, as on a port that nobody has open."""
        if self._terminal is not None and not self._is_numb():
            self._terminal.write(data)
