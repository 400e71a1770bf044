"""The file that a verb writes: never over another one unasked, and whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from topbms.cli.keeping.naming import naming
from topbms.config import Loaded
from topbms.errors import ConfigError

_BESIDE = ("", "-wal", "-shm")
"""A database in use has these files beside it."""


def refuse_own(file: Path, loaded: Loaded) -> None:
    """Raise ConfigError for what the gateway lives on: it is never written over, not even with --force."""
    history = loaded.settings.history.path
    ours = [loaded.path, *(history.with_name(history.name + suffix) for suffix in _BESIDE if history.name)]
    for section in (loaded.settings.web, *(section for _, section in loaded.settings.sinks())):
        ours += [value for _, value in section if isinstance(value, Path)]
    if file.resolve() in [path.resolve() for path in ours]:
        raise ConfigError("{path} belongs to topbms itself; name another file", path=file)


def refuse_taken(file: Path) -> None:
    """Raise ConfigError for a file that is there already, or cannot be made where it is to be."""
    _refuse_misplaced(file)
    if file.exists():
        raise ConfigError("{path} is there already; name another file", path=file)


@contextmanager
def replacing(file: Path, *, force: bool) -> Iterator[Path]:
    """An unfinished file to write, in a folder of its own beside `file`, which it becomes at the end.

    Raises ConfigError when `file` is there and not to be replaced, or is no plain file.
    """
    _refuse_misplaced(file)
    if file.exists() and not force:
        raise ConfigError("{path} is there already; name another file, or replace it with --force", path=file)
    with naming(file), TemporaryDirectory(prefix=".topbms-", dir=file.parent) as own:
        unfinished = Path(own, "unfinished")
        yield unfinished
        unfinished.replace(file)


def _refuse_misplaced(file: Path) -> None:
    if file.exists() and not file.is_file():
        raise ConfigError("{path} is not a plain file; name another", path=file)
    folder = file.absolute().parent
    if not folder.exists():
        raise ConfigError("{folder} does not exist; make it with: mkdir -p {folder}", folder=folder)
