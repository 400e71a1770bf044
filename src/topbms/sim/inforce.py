"""The faults in force on one line: set, cleared, counted. Knows whose turn it is, not what a fault does."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from topbms.sim.faults import Fault, ReplyFault

AnyFault = TypeVar("AnyFault", bound=Fault)
AnyReplyFault = TypeVar("AnyReplyFault", bound=ReplyFault)
Watcher = Callable[[Fault, bool], None]
"""Told a fault and whether it was set (or else is over)."""


class Faults:
    """Faults in force, in the order in which they were set; setting one again begins its counts anew."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._seen: dict[Fault, int] = {}
        self._struck: dict[Fault, int] = {}
        self._watchers: list[Watcher] = []
        for fault in faults:
            self.set(fault)

    @property
    def active(self) -> tuple[Fault, ...]:
        """Those in force."""
        return tuple(self._seen)

    def set(self, fault: Fault) -> None:
        """Put a fault in force, from the next reply on or at once where it concerns connections."""
        self._seen[fault] = 0
        self._struck[fault] = 0
        self._tell(fault, in_force=True)

    def clear(self, fault: Fault | None = None) -> None:
        """End one fault, or all of them; one that is not in force is no error."""
        for over in [known for known in self._seen if fault is None or known == fault]:
            del self._seen[over]
            self._tell(over, in_force=False)

    def strikes(self, fault: Fault) -> int:
        """How often a reply fault struck since it was set; still known when it is over."""
        return self._struck.get(fault, 0)

    def of(self, kind: type[AnyFault]) -> tuple[AnyFault, ...]:
        """Those of a kind that are in force."""
        return tuple(fault for fault in self._seen if isinstance(fault, kind))

    def striking(self, kind: type[AnyReplyFault], address: int, command: int) -> list[AnyReplyFault]:
        """Those of a kind that strike this reply; this counts it, and ends those that are spent."""
        if not self._seen:
            return []
        concerned = [fault for fault in self.of(kind) if _concerns(fault, address, command)]
        return [fault for fault in concerned if self._strikes_now(fault)]

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Have every change told; returns what ends that."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def _strikes_now(self, fault: ReplyFault) -> bool:
        self._seen[fault] += 1
        if self._seen[fault] % fault.every:
            return False
        self._struck[fault] += 1
        if fault.times is not None and self._struck[fault] >= fault.times:
            self.clear(fault)
        return True

    def _tell(self, fault: Fault, *, in_force: bool) -> None:
        for watcher in list(self._watchers):
            watcher(fault, in_force)


def _concerns(fault: ReplyFault, address: int, command: int) -> bool:
    return fault.pack in (None, address) and fault.command in (None, command)
