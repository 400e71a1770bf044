"""Writing a config where none is, or in the place of one if that was asked for."""

import os
from pathlib import Path

from topbms.errors import ConfigError

ROOTS_MODE = 0o640
"""Root's config is for a service: its group may read it."""

USERS_MODE = 0o600


def is_there(path: Path) -> bool:
    """Whether anything has this name; False where that cannot be told."""
    try:
        path.lstat()
    except OSError:
        return False
    return True


def save(path: Path, text: str, *, replace: bool = False) -> None:
    """Write the file; raises ConfigError when it cannot be written, or stands there and is not to be replaced.

    A file that is replaced keeps its owner and mode; a new one may be read by nobody who has no business with it.
    """
    try:
        _write(path, text, os.O_TRUNC if replace else os.O_EXCL)
    except FileExistsError as error:
        raise ConfigError("{path} exists already and is left as it is", path=path) from error
    except FileNotFoundError as error:
        raise ConfigError(
            "{folder} does not exist; make it with: mkdir -p {folder}", folder=path.absolute().parent
        ) from error
    except PermissionError as error:
        raise ConfigError("{path}: no permission to write it; try with sudo", path=path) from error
    except OSError as error:
        raise ConfigError("{path} cannot be written: {reason}", path=path, reason=error.strerror) from error


def _write(path: Path, text: str, flag: int) -> None:
    mode = ROOTS_MODE if os.geteuid() == 0 else USERS_MODE
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | flag, mode)
    with os.fdopen(file, "w", encoding="utf-8") as stream:
        stream.write(text)
