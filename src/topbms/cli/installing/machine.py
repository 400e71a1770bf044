"""What root changes on a machine: folders, files, accounts. Knows nothing of what they are for.

A dry run changes nothing; under another root than / files are written there, and accounts and services left alone.
"""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from topbms.cli.keeping.naming import naming
from topbms.errors import ConfigError, TopbmsError

_PLACES = "/usr/sbin:/usr/bin:/sbin:/bin"  # su without a dash leaves the sbin folders out


@dataclass(frozen=True, slots=True)
class Owner:
    """Who a file belongs to, by name."""

    user: str = "root"
    group: str = "root"


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine whose file system begins at `root`; with `dry` everything is only looked at."""

    root: Path = Path("/")
    dry: bool = False

    @property
    def is_own(self) -> bool:
        """Whether it is this machine, with its accounts and services."""
        return self.root == Path("/")

    def require_root(self, command: str) -> None:
        """Raise ConfigError with the command to type instead, when only root may go on."""
        if self.is_own and not self.dry and os.geteuid() != 0:
            raise ConfigError("this changes the system and needs root: sudo {command}", command=command)

    def at(self, path: Path) -> Path:
        """Where a path of the machine is found from here."""
        return self.root / path.relative_to("/")

    def folder(self, path: Path, mode: int, owner: Owner) -> bool:
        """Make a folder unless it is there, and say whether it was made; raises TopbmsError."""
        place = self.at(path)
        if place.is_dir():
            return False
        if not self.dry:
            with naming(path):
                place.mkdir(parents=True)
                self._give(place, mode, owner)
        return True

    def write(self, path: Path, data: bytes, mode: int, owner: Owner) -> None:
        """Write a file, whole or not at all; raises TopbmsError."""
        if self.dry:
            return
        place = self.at(path)
        unfinished = place.with_name(f".{place.name}.new")
        with naming(path):
            place.parent.mkdir(parents=True, exist_ok=True)
            unfinished.unlink(missing_ok=True)
            unfinished.touch(0o600, exist_ok=False)
            unfinished.write_bytes(data)
            self._give(unfinished, mode, owner)
            unfinished.replace(place)

    def delete(self, path: Path) -> None:
        """Delete a file; raises TopbmsError."""
        with naming(path):
            self.at(path).unlink()

    def run(self, *command: str) -> None:
        """Run a command of the system; raises TopbmsError with its own words when it fails."""
        if self.dry or not self.is_own:
            return
        environment = {**os.environ, "PATH": _PLACES, "LC_ALL": "C"}
        program = shutil.which(command[0], path=_PLACES)
        if program is None:
            raise TopbmsError("{command} is not installed on this system", command=command[0])
        done = subprocess.run(  # noqa: S603 - commands of ours
            [program, *command[1:]], env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            reason = " ".join((done.stderr or done.stdout).split()) or f"exit {done.returncode}"
            raise TopbmsError("{command} failed: {reason}", command=" ".join(command), reason=reason)

    def _give(self, place: Path, mode: int, owner: Owner) -> None:
        if self.is_own:
            shutil.chown(place, owner.user, owner.group)
        place.chmod(mode)
