"""Verbs that say themselves what came of it need no log lines in between. Knows the log only."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet() -> Iterator[None]:
    """No log lines inside, unless TOPBMS_DEBUG is set."""
    logger = logging.getLogger("topbms")
    before = logger.level
    if not os.environ.get("TOPBMS_DEBUG"):
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(before)
