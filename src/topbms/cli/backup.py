"""`topbms backup`: config and history in one file, while the gateway runs; password files on request."""

import errno
import os
import sqlite3
from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import typer

from topbms.cli.keeping import archive
from topbms.cli.keeping.target import refuse_own, replacing
from topbms.cli.options import ConfigOption
from topbms.cli.speech import say, speak
from topbms.config import Loaded, load
from topbms.errors import StoreError
from topbms.settings import Section
from topbms.store.copies import check_copy, copy
from topbms.store.faults import store_error


def command(
    file: Annotated[Path, typer.Argument(help="The file to write, such as topbms.tar.gz.")],
    config: ConfigOption = None,
    secrets: Annotated[bool, typer.Option("--secrets", help="Take the password files, too.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
) -> None:
    """Write config and history to one file that only you may read; the gateway may go on."""
    loaded = load(config)
    speak(loaded.settings.language)
    refuse_own(file, loaded)
    with replacing(file, force=force) as unfinished:
        members = _members(loaded, unfinished.parent, secrets=secrets)
        archive.write(unfinished, members)
    _tell(loaded, members)
    print(say("{path}: written; only its owner may read it", path=file))


def password_files(loaded: Loaded) -> dict[str, Path]:
    """The files that hold passwords, by the setting that names them, such as "domoticz.password_file"."""
    sections: list[tuple[str, Section]] = [("web", loaded.settings.web), *loaded.settings.sinks()]
    return {f"{name}.{key}": path for name, section in sections for key, path in _files(section)}


def _files(section: Section) -> list[tuple[str, Path]]:
    values = [(key, getattr(section, key)) for key in type(section).model_fields if key.endswith("_file")]
    return [(key, value) for key, value in values if isinstance(value, Path)]


def _members(loaded: Loaded, folder: Path, *, secrets: bool) -> dict[str, Path]:
    """What goes into the backup, by its name there; the history as a copy in `folder`."""
    members = {archive.CONFIG: loaded.path}
    history = loaded.settings.history.path
    if history.exists():
        _copy(history, folder / "history")
        members[archive.HISTORY] = folder / "history"
    if secrets:
        members |= {archive.SECRETS + name: path for name, path in password_files(loaded).items()}
    return members


def _tell(loaded: Loaded, members: Collection[str]) -> None:
    """Only when all is written: what stdout does not take is no fault of the backup."""
    print(say("config: {path}", path=loaded.path))
    has_history = archive.HISTORY in members
    print(say("history: {path}" if has_history else "history: none yet at {path}", path=loaded.settings.history.path))
    for name, path in password_files(loaded).items():
        is_in = archive.SECRETS + name in members
        template = "password: {path}" if is_in else "password: {path} is left out; take it along with --secrets"
        print(say(template, path=path))


def _copy(history: Path, target: Path) -> None:
    """A copy that can be put back; raises StoreError that names the history, or OSError for the copy's own disk."""
    try:
        copy(history, target)
    except StoreError as error:
        raise _fault_of(history, error.__cause__) or error from error
    try:
        check_copy(target)
    except StoreError as error:
        reason = error.values.get("reason")
        if reason is not None:
            raise StoreError(
                "the history {path} is damaged ({reason}); put a backup back with 'topbms restore', or move it away",
                path=history,
                reason=reason,
            ) from error


def _fault_of(history: Path, cause: BaseException | None) -> Exception | None:
    """What kept the copy from being made, told of the history, or of the disk that the copy is on; None if unknown."""
    if getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
        return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if isinstance(cause, sqlite3.Error):
        return store_error(history, cause)
    return cause if isinstance(cause, OSError) else None
