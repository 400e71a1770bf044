"""Where this program is installed, and whether a hardened service would see it there. Changes nothing."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from topbms.cli.installing.unit import HIDDEN
from topbms.errors import ConfigError

_NAME = "topbms"
_UNQUOTED = re.compile(r"[A-Za-z0-9/._+@:-]+")  # others would have to be quoted in a unit, each in its own way


def own_path() -> Path:
    """The absolute path of the program that runs; raises ConfigError where it was not started as one."""
    for place in (Path(sys.argv[0]), Path(sys.executable).with_name(_NAME)):
        if place.name == _NAME and place.is_file():
            return place.resolve()
    raise ConfigError("it is not known where topbms is installed; start it by its path, as in: /opt/topbms/bin/topbms")


def checked(program: Path, root: Path = Path("/")) -> Path:
    """The program, if a service can run it from there; raises ConfigError that says where to install it else.

    `root` is the folder that stands for the root of the file system.
    """
    for path in (program, *_interpreters(root / program.relative_to("/"))):
        if any(path.is_relative_to(folder) for folder in _hidden()):
            raise ConfigError(
                "{path} lies in a folder that is hidden from services; install into /opt/topbms: {command}",
                path=path,
                command="sudo python3 -m venv /opt/topbms && sudo /opt/topbms/bin/pip install topbms",
            )
    if not _UNQUOTED.fullmatch(str(program)):
        raise ConfigError(
            "{path}: a path without blanks and special characters is needed, as /opt/topbms", path=program
        )
    return program


def _interpreters(script: Path) -> Iterator[Path]:
    """Each Python on the way from a script's first line to the interpreter itself; a binary has none."""
    with script.open("rb") as file:
        first = file.readline(200)
    if first.startswith(b"#!/"):
        python = Path(first[2:].decode(errors="replace").split()[0])
        yield python.parent.resolve()
        yield python.resolve()


def _hidden() -> set[Path]:
    return {*HIDDEN, *(folder.resolve() for folder in HIDDEN)}
