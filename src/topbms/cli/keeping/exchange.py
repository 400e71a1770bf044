"""Putting a file in the place of another, which is kept. Knows nothing of what is in them.

As root a new file belongs to whom the old one belonged, or to whom its folder makes likely: the service must be able
to read it.
"""

import grp
import os
from itertools import count
from pathlib import Path

from topbms.cli.installing.unit import USER
from topbms.cli.keeping.naming import naming

_BESIDE = ("", "-wal", "-shm")
"""A database in use has these files beside it; they belong together under any name."""


def exchange(new: Path, target: Path) -> Path | None:
    """Put `new` where `target` is; what was there is kept under the name that is given back, None for nothing."""
    with naming(target):
        kept = _keep(target) if target.exists() else None
        _give(new, kept, target.parent)
        new.replace(target)
    return kept


def _keep(target: Path) -> Path:
    kept = next(name for name in _names(target) if not name.exists())
    for suffix in _BESIDE:
        source = target.with_name(target.name + suffix)
        if source.exists():
            source.rename(kept.with_name(kept.name + suffix))
    return kept


def _names(target: Path) -> "map[Path]":
    plain = f"{target.name}.before-restore"
    return map(target.with_name, (plain if number == 1 else f"{plain}-{number}" for number in count(1)))


def _give(new: Path, kept: Path | None, folder: Path) -> None:
    """Owner, group and permissions of the file that was there, or what fits the folder."""
    pattern = folder.stat() if kept is None else kept.stat()
    owner, group, mode = pattern.st_uid, pattern.st_gid, 0o600 if kept is None else pattern.st_mode & 0o777
    if os.geteuid() == 0:
        if kept is None:
            group, mode = (_service_group(group) if owner == 0 else group), 0o640
        os.chown(new, owner, group)
    new.chmod(mode)


def _service_group(otherwise: int) -> int:
    """The group that reads what root keeps in /etc for the service."""
    try:
        return grp.getgrnam(USER).gr_gid
    except KeyError:
        return otherwise
