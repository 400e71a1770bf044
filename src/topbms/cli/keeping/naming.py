"""Faults of files in words: which file, and what to try. Knows OSError only."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from topbms.errors import ConfigError, TopbmsError

_NOT_ALLOWED = "{path}: no permission; try with sudo"

_CHOICES: dict[int, str] = {
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.ENOENT: "{path} does not exist; is the name right?",
    errno.EEXIST: "{path}: a file of this name is there already; name another place",
    errno.ENOTDIR: "{path}: a file stands where a folder should be; name another place",
    errno.EISDIR: "{path} is a folder; name a file",
    errno.ENAMETOOLONG: "{path}: the name is too long; choose a shorter one",
    errno.EROFS: "{path}: its disk is read-only; name another place",
}
"""What another choice helps against."""

_FULL = "{path}: its disk is full; make room on it, or name another place"
_TROUBLES: dict[int, str] = {errno.ENOSPC: _FULL, errno.EDQUOT: _FULL}
_OTHER = "{path}: {reason}"


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """What goes wrong inside is about this file: raises ConfigError where another choice helps, else TopbmsError."""
    try:
        yield
    except BrokenPipeError:  # whoever read our output has gone, which is no fault of a file
        raise
    except OSError as error:
        raise file_error(path, error) from error


def file_error(path: Path, error: OSError) -> TopbmsError:
    """The fault of a file in words."""
    if error.errno == errno.EEXIST and isinstance(error.filename, str):
        path = Path(error.filename)  # of the folders on the way, the one that is none
    if error.errno in _CHOICES:
        return ConfigError(_CHOICES[error.errno], path=path)
    template = _TROUBLES.get(error.errno or 0, _OTHER)
    return TopbmsError(template, path=path, reason=error.strerror or str(error))
