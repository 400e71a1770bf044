"""Log lines: one event a line, the message first, then its values as key=value. Knows nothing of what is logged.

2026-11-23T08:15:02Z warning topbms.engine.roster pack at address 2: no answer link=usr1 pack=battery2
"""

import logging
import os
import sys
import time
from collections import deque
from typing import Protocol

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_PRIORITIES = {logging.DEBUG: 7, logging.INFO: 6, logging.WARNING: 4, logging.ERROR: 3, logging.CRITICAL: 2}

DAY = 86_400.0
MOST_LINES, MOST_CHARACTERS = 2000, 300_000
"""That are kept of a day, for whoever asks for help."""

_LONGEST = 4000


class Output(Protocol):
    """Whatever takes lines."""

    def write(self, text: str, /) -> object:
        """Take some text."""
        ...


class LineFormatter(logging.Formatter):
    """Formats a record as one line; `journal` leaves the time to the journal and states the priority instead."""

    def __init__(self, *, journal: bool = False) -> None:
        super().__init__()
        self._journal = journal

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line, whatever its message holds; a traceback adds its own lines, each with a head."""
        words = [record.levelname.lower(), record.name, _printable(record.getMessage()), *_pairs(record)]
        lines = [" ".join(words)]
        if record.exc_info:
            lines += self.formatException(record.exc_info).splitlines()
        head = self._head(record)
        return "\n".join(head + line for line in lines)

    def _head(self, record: logging.LogRecord) -> str:
        if self._journal:
            return f"<{_PRIORITIES.get(record.levelno, 6)}>"
        return time.strftime("%Y-%m-%dT%H:%M:%SZ ", time.gmtime(record.created))


class Kept(logging.Handler):
    """Keeps the lines of the last day in memory, the newest of them where they are many."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(LineFormatter())
        self._lines: deque[tuple[float, str]] = deque()
        self._characters = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Called by logging, under this handler's lock."""
        line = self.format(record)[:_LONGEST]
        self._lines.append((record.created, line))
        self._characters += len(line)
        self._forget(record.created - DAY)

    def lines(self, now: float) -> list[str]:
        """Those of the day before `now`, UTC seconds, the oldest first."""
        self.acquire()
        try:
            self._forget(now - DAY)
            return [line for _, line in self._lines]
        finally:
            self.release()

    def _forget(self, since: float) -> None:
        while self._lines and (
            self._lines[0][0] < since or len(self._lines) > MOST_LINES or self._characters > MOST_CHARACTERS
        ):
            self._characters -= len(self._lines.popleft()[1])


def set_up(*, debug: bool = False, journal: bool = False, stream: Output | None = None) -> None:
    """Send all log lines to `stream`, None for stderr; with `debug` also what matters only when something is wrong."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(LineFormatter(journal=journal))
    root = logging.getLogger("topbms")
    root.handlers = [handler]
    root.setLevel(logging.DEBUG if debug else logging.INFO)
    root.propagate = False


def is_journal(descriptor: int = 2) -> bool:
    """Whether a file descriptor, stderr by default, is the journal's: systemd.exec(5), JOURNAL_STREAM.

    The variable alone does not tell, because a desktop hands it down to its terminals.
    """
    try:
        found = os.fstat(descriptor)
    except OSError:
        return False
    return os.environ.get("JOURNAL_STREAM") == f"{found.st_dev}:{found.st_ino}"


def _pairs(record: logging.LogRecord) -> list[str]:
    extra = {key: value for key, value in vars(record).items() if key not in _STANDARD}
    return [f"{key}={_quoted(_printable(str(value)))}" for key, value in extra.items()]


def _quoted(text: str) -> str:
    if text and not set(text) & set(' "='):
        return text
    return '"' + text.replace('"', "'") + '"'


def _printable(text: str) -> str:
    """On one line and without control characters: bytes from a wire must not steer the terminal that shows them."""
    line = " ".join(text.split())
    if line.isprintable():
        return line
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in line)
