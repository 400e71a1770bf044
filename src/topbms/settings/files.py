"""Files that a section names: reads the begin of one, and says by its setting which cannot be read."""

import stat
from pathlib import Path

from topbms.errors import ConfigError

_LONGEST = 65_536
"""Bytes that are looked at."""


def content(setting: str, file: Path) -> bytes:
    """The begin of a file; ConfigError for one that cannot be read. `setting` is as in "web.key_file"."""
    try:
        if not stat.S_ISREG(file.stat().st_mode) and not file.is_dir():  # a pipe or a device may never end
            raise ConfigError("{setting}: {file} is not a plain file; name another", setting=setting, file=file)
        with file.open("rb") as opened:
            return opened.read(_LONGEST)
    except OSError as error:
        raise ConfigError(
            "{setting}: {file} cannot be read ({reason}): check the path and its permissions",
            setting=setting,
            file=file,
            reason=error.strerror,
        ) from error


def first_line(setting: str, file: Path) -> str:
    """The first line of a file without its end, empty for an empty one; ConfigError for one that cannot be read."""
    line = content(setting, file).partition(b"\n")[0]
    try:
        return line.decode().rstrip("\r")
    except UnicodeDecodeError as error:
        raise ConfigError(
            "{setting}: {file} cannot be read: it is not text (UTF-8)", setting=setting, file=file
        ) from error
