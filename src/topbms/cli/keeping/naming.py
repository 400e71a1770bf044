"""Faults of files in words: which file, and what to try. Knows OSError only."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from topbms.errors import ConfigError, TopbmsError


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """What goes wrong inside is about this file: raises ConfigError when it may not be used, else TopbmsError."""
    try:
        yield
    except PermissionError as error:
        raise ConfigError("{path}: no permission; try with sudo", path=path) from error
    except OSError as error:
        raise TopbmsError("{path}: {reason}", path=path, reason=error.strerror or str(error)) from error
