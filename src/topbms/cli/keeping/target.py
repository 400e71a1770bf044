"""The file that a verb writes: never over another one unasked, and whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from topbms.cli.keeping.naming import naming
from topbms.errors import ConfigError


@contextmanager
def replacing(file: Path, *, force: bool) -> Iterator[Path]:
    """An unfinished file to write, in a folder of its own beside `file`, which it becomes at the end.

    Raises ConfigError when `file` is there and not to be replaced, or is no plain file.
    """
    if file.exists() and not file.is_file():
        raise ConfigError("{path} is not a plain file; name another", path=file)
    if file.exists() and not force:
        raise ConfigError("{path} is there already; name another file, or replace it with --force", path=file)
    with naming(file), TemporaryDirectory(prefix=".topbms-", dir=file.parent) as folder:
        unfinished = Path(folder, "unfinished")
        yield unfinished
        unfinished.replace(file)
