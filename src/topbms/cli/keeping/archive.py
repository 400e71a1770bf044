"""A backup as one file: which members it may have, written whole and read with suspicion. Knows no setting."""

import gzip
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from topbms.cli.keeping.naming import naming
from topbms.errors import ConfigError

CONFIG = "topbms.toml"
HISTORY = "history.db"
SECRETS = "secrets/"
"""Before the setting that names a password file, such as "secrets/domoticz.password_file"."""

_MOST_CONFIG = 1_000_000
_PIECE = 1 << 20


class Archive:
    """A backup that is open for reading and has been checked: plain files of known names, each once."""

    def __init__(self, file: Path, tar: tarfile.TarFile) -> None:
        self._file = file
        self._tar = tar
        with _suspicious(file):
            members = tar.getmembers()
        self._members = {_checked(member, file): member for member in members}
        if CONFIG not in self._members or len(members) != len(self._members):
            raise ConfigError(_NONE, path=file)

    @property
    def has_history(self) -> bool:
        """Whether there was a history when it was written."""
        return HISTORY in self._members

    @property
    def secrets(self) -> tuple[str, ...]:
        """The settings whose password files are in it, such as "domoticz.password_file"."""
        return tuple(name.removeprefix(SECRETS) for name in self._members if name.startswith(SECRETS))

    def unpack(self, name: str, target: Path) -> None:
        """Write a member to a file that is not there yet and that nobody else may read; raises OSError too."""
        with _suspicious(self._file), _new(target) as place:
            source = self._tar.extractfile(self._members[name])
            assert source is not None  # noqa: S101 - tells the type checker: it is a plain file
            with source:
                shutil.copyfileobj(source, place)
            place.flush()
            os.fsync(place.fileno())


@contextmanager
def opened(file: Path) -> Iterator[Archive]:
    """Open a backup; raises ConfigError when it is none, or damaged."""
    with naming(file), _suspicious(file):
        tar = tarfile.open(file, "r:gz")  # noqa: SIM115 - closed below
    with tar:
        _check_whole(file)
        yield Archive(file, tar)


def write(file: Path, members: Mapping[str, Path]) -> None:
    """Write a new backup that only its owner may read."""
    with naming(file), _new(file) as place, tarfile.open(fileobj=place, mode="w:gz", compresslevel=6) as tar:
        for name, path in members.items():
            with naming(path), path.open("rb") as source:
                tar.addfile(_entry(name, source.fileno()), source)


_NONE = "{path} is not a backup of topbms; name a file that topbms backup wrote"


def _check_whole(file: Path) -> None:
    """Read all of it once: the checksum stands behind the last member, where a tar reader never comes."""
    with naming(file), _suspicious(file), gzip.open(file) as stream:
        while stream.read(_PIECE):
            pass


def _entry(name: str, descriptor: int) -> tarfile.TarInfo:
    """Only what a restore needs: no owner, no folder."""
    found = os.fstat(descriptor)
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime, entry.mode = found.st_size, int(found.st_mtime), 0o600
    return entry


def _checked(member: tarfile.TarInfo, file: Path) -> str:
    name = member.name
    is_known = name in {CONFIG, HISTORY} or (name.startswith(SECRETS) and "/" not in name.removeprefix(SECRETS))
    if not (is_known and member.isreg()) or (name == CONFIG and member.size > _MOST_CONFIG):
        raise ConfigError("{path} is not a backup of topbms: {member!r} does not belong there", path=file, member=name)
    return name


@contextmanager
def _suspicious(file: Path) -> Iterator[None]:
    """Bytes that are no archive, or not all of one."""
    try:
        yield
    except tarfile.ReadError as error:
        raise ConfigError(_NONE, path=file) from error
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ConfigError("{path} is damaged ({reason}); take another backup", path=file, reason=error) from error


@contextmanager
def _new(path: Path) -> Iterator[BinaryIO]:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as place:
        yield place
