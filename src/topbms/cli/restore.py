"""`topbms restore`: puts back what `topbms backup` wrote. What was there is kept, and a gateway must not run."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from topbms.cli.backup import password_files
from topbms.cli.keeping import archive
from topbms.cli.keeping.archive import Archive
from topbms.cli.keeping.exchange import exchange
from topbms.cli.keeping.naming import naming
from topbms.cli.lock import hold_folder
from topbms.cli.options import ConfigOption
from topbms.cli.speech import say, speak
from topbms.config import Loaded, find, load
from topbms.errors import ConfigError, StoreError
from topbms.store.copies import check_copy, lead_on


def command(
    file: Annotated[Path, typer.Argument(help="What topbms backup wrote.")],
    config: ConfigOption = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a config and password files, too.")] = False,
) -> None:
    """Put history, config and password files back; what was there is kept beside."""
    with archive.opened(file) as backup, ExitStack() as stack:
        target = _target(config)
        fresh = None
        if force or not target.exists():
            fresh = stack.enter_context(_unpacked(backup, archive.CONFIG, target))
        loaded = load(fresh or target)
        speak(loaded.settings.language)
        with naming(loaded.state):
            loaded.state.mkdir(parents=True, exist_ok=True)
        stack.enter_context(hold_folder(loaded.state))
        _restore(_Work(file, backup, loaded, force=force), fresh, target)


@dataclass(frozen=True, slots=True)
class _Work:
    """One restore: from which backup, to where, and whether files that are there may be replaced."""

    file: Path
    backup: Archive
    loaded: Loaded
    force: bool


def _target(config: Path | None) -> Path:
    """The config's place: the one named or found, else here."""
    try:
        return find(config)
    except ConfigError:
        return Path("topbms.toml")


def _restore(work: _Work, fresh: Path | None, target: Path) -> None:
    """The config last: until then a restore that was cut short can be done again."""
    _restore_history(work)
    _restore_secrets(work)
    if fresh is None:
        _tell_left(target)
    else:
        _put(fresh, target)
    print(say("The gateway may start again: {command}", command="systemctl start topbms"))


def _restore_history(work: _Work) -> None:
    history = work.loaded.settings.history.path
    if not work.backup.has_history:
        print(say("history: there is none in the backup, {path} is left as it is", path=history))
        return
    with _unpacked(work.backup, archive.HISTORY, history) as fresh:
        _check(fresh, work.file)
        lead_on(fresh)
        _put(fresh, history)


def _check(fresh: Path, file: Path) -> None:
    """Raises StoreError that names the backup, for a history in it that cannot be put back."""
    try:
        check_copy(fresh)
    except StoreError as error:
        raise StoreError(error.template, **{**error.values, "path": file}) from error


def _restore_secrets(work: _Work) -> None:
    places = password_files(work.loaded)
    for name in work.backup.secrets:
        target = places.get(name)
        if target is None:
            print(say("{setting}: the config has no such setting, its password is left out", setting=name))
        elif target.exists() and not work.force:
            _tell_left(target)
        else:
            with _unpacked(work.backup, archive.SECRETS + name, target) as fresh:
                _put(fresh, target)


def _put(fresh: Path, target: Path) -> None:
    kept = exchange(fresh, target)
    if kept is None:
        print(say("{path}: restored", path=target))
    else:
        print(say("{path}: restored; what was there is kept as {kept}", path=target, kept=kept.name))


def _tell_left(path: Path) -> None:
    print(say("{path}: is there, left as it is; replace it with --force", path=path))


@contextmanager
def _unpacked(backup: Archive, name: str, target: Path) -> Iterator[Path]:
    """A member as a file beside its target, gone at the end unless it was put in its place."""
    place = target.with_name(f".{target.name}.restored")
    with naming(target):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
    try:
        with naming(target):
            backup.unpack(name, place)
        yield place
    finally:
        place.unlink(missing_ok=True)
