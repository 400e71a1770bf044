"""Log lines: one event a line, the message first, then its values as key=value. Knows nothing of what is logged.

2026-11-23T08:15:02Z warning topbms.engine.link no answer from pack at address 2 link=usr1 pack=battery2
"""

import logging
import sys
import time
from typing import TextIO

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_PRIORITIES = {logging.DEBUG: 7, logging.INFO: 6, logging.WARNING: 4, logging.ERROR: 3, logging.CRITICAL: 2}


class LineFormatter(logging.Formatter):
    """Formats a record as one line; `journal` leaves the time to the journal and states the priority instead."""

    def __init__(self, *, journal: bool = False) -> None:
        super().__init__()
        self._journal = journal

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line, whatever its message holds."""
        message = " ".join(record.getMessage().split())
        line = " ".join([f"{record.levelname.lower()} {record.name} {message}", *_pairs(record)])
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return self._head(record) + line

    def _head(self, record: logging.LogRecord) -> str:
        if self._journal:
            return f"<{_PRIORITIES.get(record.levelno, 6)}>"
        return time.strftime("%Y-%m-%dT%H:%M:%SZ ", time.gmtime(record.created))


def set_up(*, debug: bool = False, journal: bool = False, stream: TextIO = sys.stderr) -> None:
    """Send all log lines to `stream`; with `debug` also what is only of interest when something is wrong."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(LineFormatter(journal=journal))
    root = logging.getLogger("topbms")
    root.handlers = [handler]
    root.setLevel(logging.DEBUG if debug else logging.INFO)
    root.propagate = False


def _pairs(record: logging.LogRecord) -> list[str]:
    extra = {key: value for key, value in vars(record).items() if key not in _STANDARD}
    return [f"{key}={_quoted(str(value))}" for key, value in extra.items()]


def _quoted(text: str) -> str:
    if text and not set(text) & set(' "=\n'):
        return text
    return '"' + " ".join(text.replace('"', "'").split()) + '"'
