"""The files that may belong to the old scripts: finding them in folders, and their lines. Knows not what they say.

Lines come as a shell sees them: with a backslash at its end, a line goes on in the next. Files may come from Windows
(CR-LF) or an old editor (Latin-1).
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from topbms.errors import ConfigError

_DEEPEST = 3
_LARGEST = 256 * 1024
_CRON_FOLDERS = {"crontabs", "cron.d"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file, with its number; `text` has no line end, and what it goes on with."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class OldFile:
    """A file's path and lines; `is_named` tells a file that the user named from one found in a folder."""

    path: Path
    lines: tuple[Line, ...]
    is_named: bool = True

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class Gathered:
    """The files that could be read, each once, and what is to be said of the others."""

    files: tuple[OldFile, ...]
    faults: tuple[ConfigError, ...]


def gather(paths: Iterable[Path]) -> Gathered:
    """Read the files named, and those in folders named whose names look right."""
    files: dict[Path, OldFile] = {}
    faults: list[ConfigError] = []
    for path, is_named in _candidates(paths, faults):
        try:
            files.setdefault(path.resolve(), OldFile(path, tuple(_lines(_text(path))), is_named))
        except ConfigError as fault:
            faults.append(fault)
    return Gathered(tuple(files.values()), tuple(faults))


def _candidates(paths: Iterable[Path], faults: list[ConfigError]) -> Iterator[tuple[Path, bool]]:
    for path in paths:
        if _is_folder(path):
            yield from ((found, False) for found in _inside(path, faults))
        else:
            yield path, True


def _is_folder(path: Path) -> bool:
    """False for what may not be looked at, too: reading it will say so."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _inside(folder: Path, faults: list[ConfigError]) -> Iterator[Path]:
    """Files of a folder and a few folders below, hidden ones left out, in the order of their names."""

    def unreadable(error: OSError) -> None:
        faults.append(_fault(Path(error.filename), error))

    for at, folders, names in os.walk(folder, onerror=unreadable):
        is_deepest = len(Path(at).relative_to(folder).parts) == _DEEPEST
        folders[:] = [] if is_deepest else sorted(name for name in folders if not name.startswith("."))
        yield from (Path(at, name) for name in sorted(names) if _looks_right(Path(at), name))


def _looks_right(folder: Path, name: str) -> bool:
    return name.endswith((".service", ".sh")) or "crontab" in name or folder.name in _CRON_FOLDERS


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise _fault(path, error) from error
    if len(data) > _LARGEST or b"\0" in data:
        raise ConfigError("{path} is no text that could be one of the old files; left out", path=path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _fault(path: Path, error: OSError) -> ConfigError:
    if isinstance(error, PermissionError):
        return ConfigError("{path}: no permission to read it; try with sudo", path=path)
    return ConfigError("{path} cannot be read: {reason}", path=path, reason=error.strerror)


def _lines(text: str) -> Iterator[Line]:
    begun, start = "", 1
    for number, text_line in enumerate(text.splitlines(), 1):
        start = start if begun else number
        if text_line.endswith("\\"):
            begun += text_line[:-1] + " "
            continue
        yield Line(start, begun + text_line)
        begun = ""
    if begun:
        yield Line(start, begun)
