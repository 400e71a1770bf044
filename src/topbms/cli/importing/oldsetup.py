"""The old set-up as a whole: its files sorted by what they are, and what is to be said of the rest."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from topbms.cli.importing.crontabs import Crontab, crontab_of, is_crontab
from topbms.cli.importing.files import OldFile, gather
from topbms.cli.importing.receivers import Receiver, is_reader, is_receiver, receiver_of
from topbms.cli.importing.senders import Asked, is_sender, sent_by
from topbms.cli.importing.units import Bridge, bridge_of, bridge_of_unit, is_unit
from topbms.errors import ConfigError


@dataclass(frozen=True, slots=True)
class OldSetup:
    """What the old files tell. `readers` are the scripts that run on for ever; `faults` what could not be used."""

    bridges: tuple[Bridge, ...]
    asked: tuple[Asked, ...]
    receivers: tuple[Receiver, ...]
    readers: tuple[str, ...]
    crontabs: tuple[Crontab, ...]
    faults: tuple[ConfigError, ...]

    @property
    def ttys(self) -> tuple[str, ...]:
        """Every tty that anything of it uses, in the order in which packs are asked; each once."""
        asked, read = [one.tty for one in self.asked], [one.tty for one in self.receivers]
        return tuple(dict.fromkeys([*asked, *read, *(bridge.tty for bridge in self.bridges)]))


def read_setup(paths: Iterable[Path]) -> OldSetup:
    """Read everything that the paths lead to; a file that cannot be used is named among the faults."""
    gathered = gather(paths)
    faults = list(gathered.faults)
    bridges = list(_bridges(gathered.files, faults))
    asked: list[Asked] = []
    receivers: list[Receiver] = []
    for file in gathered.files:
        if is_sender(file):
            sent = sent_by(file)
            asked += sent.asked
            faults += sent.faults
        if is_receiver(file):
            received = receiver_of(file)
            receivers += [received.receiver] if received.receiver else []
            faults += received.faults
    crontabs = _crontabs(gathered.files)
    bridges += [b for crontab in crontabs for e in crontab.entries if (b := bridge_of(e.command)) is not None]
    faults += _strangers(gathered.files)
    readers = tuple(file.name for file in gathered.files if is_reader(file) or is_receiver(file))
    return OldSetup(tuple(bridges), tuple(asked), tuple(receivers), readers, crontabs, tuple(faults))


def _bridges(files: Iterable[OldFile], faults: list[ConfigError]) -> Iterator[Bridge]:
    for file in files:
        if not is_unit(file):
            continue
        try:
            yield bridge_of_unit(file)
        except ConfigError as fault:
            faults.append(fault)


def _crontabs(files: Iterable[OldFile]) -> tuple[Crontab, ...]:
    scripts = [file.name for file in files if _is_script(file)]
    found = [crontab_of(file, scripts) for file in files if is_crontab(file)]
    return tuple(crontab for crontab in found if crontab.entries)


def _strangers(files: Iterable[OldFile]) -> Iterator[ConfigError]:
    """Files that were named and are none of the old set-up; what else lies in a folder is nobody's business."""
    for file in files:
        if file.is_named and not (is_unit(file) or _is_script(file) or is_crontab(file)):
            yield ConfigError("{path} is none of the old scripts' files; left out", path=file.path)


def _is_script(file: OldFile) -> bool:
    return is_sender(file) or is_receiver(file) or is_reader(file)
