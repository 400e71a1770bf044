"""The gateway's own health at one moment: a reading like those of the packs, taken each minute. Frozen.

So a site behind a router can be watched from wherever its readings go.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LinkHealth:
    """A port since the gateway started. `faults` counts by kind, as `topbms.engine.counters` names them.

    `answer_time` is the smoothed time from request to first byte in seconds, None before the first reply; `last_error`
    is empty while there was none.
    """

    id: str
    up: bool
    requests: int = 0
    replies: int = 0
    connects: int = 0
    faults: Mapping[str, int] | None = None
    answer_time: float | None = None
    last_error: str = ""


@dataclass(frozen=True, slots=True)
class SinkHealth:
    """A target since the gateway started.

    `lag` is how many seconds it is behind, 0 while all is well; `written` counts values or records taken, `rejected`
    those that it will never take, `errors` failed attempts; `last_error` is empty while all is well.
    """

    name: str
    lag: float = 0.0
    written: int = 0
    rejected: int = 0
    errors: int = 0
    last_error: str = ""


@dataclass(frozen=True, slots=True)
class HistoryHealth:
    """The history: readings `waiting` to be committed, and `dropped` because they waited too long.

    `size` is its bytes on the disk, `free` the bytes that the disk has left; None where that cannot be told.
    `last_error` is empty while all is well.
    """

    waiting: int = 0
    dropped: int = 0
    size: int | None = None
    free: int | None = None
    last_error: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """The gateway at one moment; `sequence`, `at` and `monotonic` as in PackReading.

    `config` is a short hash of the config in force. `uptime` is seconds, `fresh` and `silent` count packs.
    `clock_offset` is seconds by which the kernel is correcting the clock, None where no time server keeps it.
    """

    sequence: int
    at: float
    monotonic: float
    version: str
    config: str
    uptime: float
    fresh: int = 0
    silent: int = 0
    clock_offset: float | None = None
    history: HistoryHealth = HistoryHealth()
    links: tuple[LinkHealth, ...] = ()
    sinks: tuple[SinkHealth, ...] = ()

    @property
    def last_error(self) -> str:
        """What is wrong now, of the history, the first link or the first sink that has trouble; empty for nothing."""
        links = (f"{link.id}: {link.last_error}" for link in self.links if not link.up and link.last_error)
        sinks = (f"{sink.name}: {sink.last_error}" for sink in self.sinks if sink.last_error)
        return next((error for error in (self.history.last_error, *links, *sinks) if error), "")
