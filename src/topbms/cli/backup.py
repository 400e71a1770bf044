"""`topbms backup`: config and history in one file, while the gateway runs; password files on request."""

from pathlib import Path
from typing import Annotated

import typer

from topbms.cli.keeping import archive
from topbms.cli.keeping.target import replacing
from topbms.cli.options import ConfigOption
from topbms.cli.speech import say, speak
from topbms.config import Loaded, load
from topbms.settings import Section
from topbms.store.copies import copy


def command(
    file: Annotated[Path, typer.Argument(help="The file to write, such as topbms.tar.gz.")],
    config: ConfigOption = None,
    secrets: Annotated[bool, typer.Option("--secrets", help="Take the password files, too.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
) -> None:
    """Write config and history to one file that only you may read; the gateway may go on."""
    loaded = load(config)
    speak(loaded.settings.language)
    with replacing(file, force=force) as unfinished:
        archive.write(unfinished, _members(loaded, unfinished.parent, secrets=secrets))
    print(say("{path}: written; only its owner may read it", path=file))


def password_files(loaded: Loaded) -> dict[str, Path]:
    """The files that hold passwords, by the setting that names them, such as "domoticz.password_file"."""
    return {f"{name}.{key}": path for name, section in loaded.settings.sinks() for key, path in _files(section)}


def _files(section: Section) -> list[tuple[str, Path]]:
    values = [(key, getattr(section, key)) for key in type(section).model_fields if key.endswith("_file")]
    return [(key, value) for key, value in values if isinstance(value, Path)]


def _members(loaded: Loaded, folder: Path, *, secrets: bool) -> dict[str, Path]:
    members = {archive.CONFIG: loaded.path}
    print(say("config: {path}", path=loaded.path))
    history = loaded.settings.history.path
    if history.exists():
        copy(history, folder / "history")
        members[archive.HISTORY] = folder / "history"
        print(say("history: {path}", path=history))
    else:
        print(say("history: none yet at {path}", path=history))
    for name, path in password_files(loaded).items():
        if secrets:
            members[archive.SECRETS + name] = path
        template = "password: {path}" if secrets else "password: {path} is left out; take it along with --secrets"
        print(say(template, path=path))
    return members
