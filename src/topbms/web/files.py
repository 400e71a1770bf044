"""The files that [web] names: reads one, and says by its setting which cannot be read."""

import stat
from pathlib import Path

from topbms.errors import ConfigError

_LONGEST = 65_536
"""Bytes that are looked at."""


def content(setting: str, file: Path) -> bytes:
    """The begin of a file; ConfigError for one that cannot be read."""
    try:
        if not stat.S_ISREG(file.stat().st_mode) and not file.is_dir():  # a pipe or a device may never end
            raise ConfigError("web.{setting}: {file} is not a plain file; name another", setting=setting, file=file)
        with file.open("rb") as opened:
            return opened.read(_LONGEST)
    except OSError as error:
        raise ConfigError(
            "web.{setting}: {file} cannot be read ({reason}): check the path and its permissions",
            setting=setting,
            file=file,
            reason=error.strerror,
        ) from error
