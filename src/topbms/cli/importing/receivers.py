"""Which Domoticz devices the old scripts write, from which tty: `domoticz_bat1.sh` and its like."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from topbms.cli.importing.files import OldFile
from topbms.cli.importing.shell import variables
from topbms.errors import ConfigError

QUANTITIES = {
    "d_voltage": "voltage",
    "d_pack_current": "current",
    "d_remaining_capacity_p": "soc",
    "d_remaining_capacity": "remaining_capacity",
    "d_cycle_count": "cycle_count",
}
"""The variable of the old scripts that holds the idx of our quantity."""

_TTY, _HOST = "port_tty", "IP_Domoticz"
_PORT = 8080
_URL = re.compile(r"(https?)://[\"']?\$\{?IP_Domoticz\}?[\"']?(?::(\d+))?")
_HOSTS = re.compile(r"(?:https?://)?(?:[\w.-]+|\[[\da-fA-F:]+\])(?::\d{1,5})?")
_READS = re.compile(r"\s*read\s.*-N\s*\d{3,}\b.*<\s*[\"']?[/$]")


@dataclass(frozen=True, slots=True)
class Receiver:
    """One script: the tty it reads, the Domoticz it writes to (None when it does not say), the idx of each quantity."""

    name: str
    tty: str
    url: str | None
    idx: tuple[tuple[str, int], ...]

    @property
    def number(self) -> int | None:
        """The number in the file's name: 2 of domoticz_bat2.sh; None when there is none."""
        found = re.search(r"(\d+)\D*$", self.name)
        return int(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class Received:
    """What a file tells, and what of it cannot be used."""

    receiver: Receiver | None
    faults: tuple[ConfigError, ...]


def is_receiver(file: OldFile) -> bool:
    """Whether the script has variables of one that writes to Domoticz."""
    return not variables(file.lines).keys().isdisjoint(QUANTITIES)


def is_reader(file: OldFile) -> bool:
    """Whether the script reads replies, as `echo_bat.sh` does: it holds the tty, and has nothing for us."""
    return any(_READS.match(line.text) for line in file.lines)


def receiver_of(file: OldFile) -> Received:
    """What a script tells; without a tty nothing of it can be used."""
    values = variables(file.lines)
    tty = values.get(_TTY, "")
    if not tty.startswith("/"):
        fault = ConfigError("{path}: {name} names no tty; left out", path=file.path, name=_TTY)
        return Received(None, (fault,))
    faults = tuple(_faults(file, values))
    return Received(Receiver(file.name, tty, _url(file, values), tuple(_idx(values))), faults)


def _idx(values: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    for name, quantity in QUANTITIES.items():
        if _is_idx(values.get(name, "")):
            yield quantity, int(values[name])


def _faults(file: OldFile, values: Mapping[str, str]) -> Iterator[ConfigError]:
    if not _HOSTS.fullmatch(values.get(_HOST, "")):
        yield ConfigError("{path}: {name} names no machine; left out", path=file.path, name=_HOST)
    for name in QUANTITIES:
        if not _is_idx(values.get(name, "")):
            yield ConfigError("{path}: {name} is no idx of a Domoticz device; left out", path=file.path, name=name)


def _is_idx(value: str) -> bool:
    return value.isascii() and value.isdecimal() and int(value) > 0


def _url(file: OldFile, values: Mapping[str, str]) -> str | None:
    """Domoticz' address, with the scheme and the port of the script's own requests."""
    host = values.get(_HOST, "")
    if not _HOSTS.fullmatch(host):
        return None
    used = next((found for line in file.lines if (found := _URL.search(line.text))), None)
    scheme, port = used.groups() if used else ("http", None)
    if "://" in host:
        scheme, _, host = host.partition("://")
    return f"{scheme}://{host}" if host[-1:] != "]" and ":" in host else f"{scheme}://{host}:{port or _PORT}"
