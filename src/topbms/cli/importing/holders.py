"""Whether the old set-up still runs on a port: its processes, by their command lines. Touches none of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_SHELLS = {"sh", "bash", "dash", "ash"}
_SOCAT = "socat"


@dataclass(frozen=True, slots=True)
class Holder:
    """A running process: its number, and what it is."""

    pid: int
    name: str


def holder_of(marks: Iterable[str], scripts: Iterable[str], processes: Path = Path("/proc")) -> Holder | None:
    """A socat with one of the marks (a tty, a HOST:PORT) in its words, or a shell that runs one of the scripts."""
    wanted, names = list(marks), set(scripts)
    for pid, command in _commands(processes):
        program = Path(command[0]).name
        if program == _SOCAT and any(_names(word, mark) for mark in wanted for word in command[1:]):
            return Holder(pid, _SOCAT)
        script = _script(program, command)
        if script in names:
            return Holder(pid, script)
    return None


def _names(word: str, mark: str) -> bool:
    """Whether a word of socat's, such as pty,link=/dev/ttyV0,raw or tcp:HOST:PORT, names it whole."""
    return any(part == mark or part.endswith((f"={mark}", f":{mark}")) for part in word.split(","))


def _commands(processes: Path) -> Iterator[tuple[int, list[str]]]:
    for folder in processes.glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes()
        except OSError:  # it has ended meanwhile, or is hidden from us
            continue
        words = line.decode("utf-8", "replace").rstrip("\0").split("\0")
        if words[0]:
            yield int(folder.name), words


def _script(program: str, command: list[str]) -> str:
    """The script's name where a shell runs one; empty for a shell with a command line of its own."""
    if program not in _SHELLS or "-c" in command:
        return ""
    return next((Path(word).name for word in command[1:] if not word.startswith("-")), "")
