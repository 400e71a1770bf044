"""The lines of a crontab that run the old scripts: when, what, and how often packs are asked."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from topbms.cli.importing.files import OldFile
from topbms.cli.importing.units import bridge_of

_ENTRY = re.compile(r"\s*(@[a-z]+|(?:[\d*][\d*/,-]*[ \t]+){3}(?:[\w*/,-]+[ \t]+)[\w*/,-]+)[ \t]+(\S.*)")
_MINUTES = re.compile(r"(\*|\*/(\d+))(?:[ \t]+\*){4}")
_SCRIPT = re.compile(r"\b(?:cmd|echo|domoticz)_bat\w*\.sh\b")
_SYSTEM = ("/etc/crontab", "/etc/cron.d/")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line that belongs to the old set-up, as it stands in the file, and its command."""

    line: str
    when: str
    command: str

    @property
    def at_start(self) -> bool:
        """Whether it runs once, when the machine starts."""
        return self.when == "@reboot"

    @property
    def interval(self) -> float | None:
        """Seconds from one run to the next; None for a time that is not simply every so many minutes."""
        found = _MINUTES.fullmatch(self.when)
        return 60.0 * int(found[2] or 1) if found else None


@dataclass(frozen=True, slots=True)
class Crontab:
    """Whose crontab it is, and its lines of the old set-up. `user` is None where the file does not tell.

    `path` is set for a file of the system's own, which no `crontab` command changes.
    """

    entries: tuple[Entry, ...]
    user: str | None = None
    path: str | None = None


def is_crontab(file: OldFile) -> bool:
    """Whether a file that is neither unit nor script has a line that a crontab could have."""
    return file.path.suffix not in {".service", ".sh"} and any(_entries(file))


def crontab_of(file: OldFile, scripts: Iterable[str]) -> Crontab:
    """The lines of a crontab that run one of these scripts, or socat for a tty."""
    names = list(scripts)
    entries = tuple(entry for entry in _entries(file) if _belongs(entry, names))
    place = str(file.path.absolute())
    if place.startswith(_SYSTEM):
        return Crontab(tuple(_without_user(entry) for entry in entries), path=place)
    return Crontab(entries, user=file.name if file.path.absolute().parent.name == "crontabs" else None)


def _entries(file: OldFile) -> Iterator[Entry]:
    for line in file.lines:
        found = _ENTRY.fullmatch(line.text)
        if found:
            yield Entry(line.text.strip(), found[1], found[2].strip())


def _without_user(entry: Entry) -> Entry:
    """In the system's own files the command has a user's name in front."""
    return replace(entry, command=re.sub(r"^\S+\s*", "", entry.command))


def _belongs(entry: Entry, scripts: list[str]) -> bool:
    if _SCRIPT.search(entry.command) or bridge_of(entry.command) is not None:
        return True
    return "\\x7E" in entry.command or any(re.search(rf"\b{re.escape(name)}\b", entry.command) for name in scripts)
