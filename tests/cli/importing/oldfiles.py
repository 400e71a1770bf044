"""The old scripts' files, written in the manner of users: where they lie, and how to make one out of lines."""

from pathlib import Path

from topbms.cli.importing.files import Line, OldFile

SCRIPTS = Path(__file__).parents[2] / "data" / "scripts"
OLD, SHARED, BROKEN = (SCRIPTS / name for name in ("old", "shared", "broken"))


def old_file(name: str, *lines: str, named: bool = True) -> OldFile:
    """A file with these lines."""
    return OldFile(Path(name), tuple(Line(i, line) for i, line in enumerate(lines, 1)), named)
