"""Where an old tty leads: socat command lines, in systemd units or in a crontab, that make it from a TCP connection."""

import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass

from topbms.cli.importing.files import OldFile
from topbms.errors import ConfigError

_PTY = re.compile(r"pty\b.*?[, ]?link=([^,\s]+)", re.IGNORECASE)
_TCP = re.compile(r"tcp[46]?(?:-connect)?:(\[[\da-f:]+\]|[\w.-]+):(\d+)", re.IGNORECASE)
_HIGHEST_PORT = 65_535


@dataclass(frozen=True, slots=True)
class Bridge:
    """A pseudo-terminal that socat makes; `unit` is the systemd unit that runs it, empty for a crontab's."""

    tty: str
    host: str
    port: int
    unit: str = ""

    @property
    def url(self) -> str:
        """The same connection, as our links name it."""
        return f"socket://{self.host}:{self.port}"


def is_unit(file: OldFile) -> bool:
    """Whether the file is a systemd unit with socat in it."""
    return file.path.suffix == ".service" and any("socat" in line.text for line in file.lines)


def bridge_of_unit(file: OldFile) -> Bridge:
    """The bridge of a unit; raises ConfigError for one that does not join a pty and a TCP address."""
    for line in file.lines:
        key, _, command = line.text.partition("=")
        bridge = bridge_of(command, file.name) if key.strip() == "ExecStart" else None
        if bridge is not None:
            return bridge
    raise ConfigError("{path}: its ExecStart joins no pty,link=… with a tcp:HOST:PORT; left out", path=file.path)


def bridge_of(command: str, unit: str = "") -> Bridge | None:
    """The bridge of a command line; None when it is not one of socat's, or joins something else."""
    words = _words(command)
    pty, tcp = _first(_PTY, words), _first(_TCP, words)
    if pty is None or tcp is None or not any(word.endswith("socat") for word in words):
        return None
    if int(tcp[2]) > _HIGHEST_PORT:
        return None
    return Bridge(pty[1], tcp[1], int(tcp[2]), unit)


def _words(command: str) -> list[str]:
    """All words, those of a command in quotes (sh -c '…') too."""
    try:
        return [word for part in shlex.split(command) for word in part.split()]
    except ValueError:
        return command.split()


def _first(pattern: re.Pattern[str], words: Iterable[str]) -> re.Match[str] | None:
    return next((found for word in words if (found := pattern.match(word))), None)
