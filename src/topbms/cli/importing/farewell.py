"""The command lines that stop the old set-up, and those that bring it back. Written only; run by the user, as root.

The order matters: a receiver that lives on without its tty would send empty values to Domoticz, so crontab and scripts
are stopped before the units. Lines of a crontab are marked, not deleted, and a copy of it is kept.
"""

import re
import shlex
from collections.abc import Iterator, Sequence

from topbms.cli.importing.crontabs import Crontab, Entry
from topbms.cli.importing.oldsetup import OldSetup
from topbms.cli.importing.units import bridge_of

MARK = "#topbms# "
"""Stands before each line of a crontab that was put out of use."""

_SPECIAL = re.compile(r"[][\\.*^$/]")


def stop_lines(setup: OldSetup) -> list[str]:
    """What ends the old set-up, for good."""
    lines = [line for crontab in setup.crontabs for line in _put_out(crontab)]
    lines += [f"pkill -f {shlex.quote(pattern)}" for pattern in _running(setup)]
    units = _units(setup)
    return lines + ([f"systemctl disable --now {units}"] if units else [])


def return_lines(setup: OldSetup) -> list[str]:
    """What brings the old set-up back, once topbms is stopped."""
    units = _units(setup)
    lines = [f"systemctl enable --now {units}"] if units else []
    lines += [_put_back(crontab) for crontab in setup.crontabs]
    return lines + [f"setsid --fork sh -c {shlex.quote(entry.command)}" for entry in _at_start(setup)]


def _put_out(crontab: Crontab) -> Iterator[str]:
    """The lines as they stand in the crontab, as comments to read; then the command that marks them."""
    yield from (f"# {entry.line}" for entry in crontab.entries)
    marks = " ".join(f"-e {shlex.quote(_marking(entry))}" for entry in crontab.entries)
    if crontab.path is not None:
        yield f"sed -i.before-topbms {marks} {shlex.quote(crontab.path)}"
        return
    copy = _copy(crontab, "before-topbms")
    yield f"{_crontab(crontab)} -l > {copy} && sed {marks} {copy} | {_crontab(crontab)} -"


def _put_back(crontab: Crontab) -> str:
    unmark = shlex.quote(f"s/^{MARK}//")
    if crontab.path is not None:
        return f"sed -i.with-topbms -e {unmark} {shlex.quote(crontab.path)}"
    copy = _copy(crontab, "with-topbms")
    return f"{_crontab(crontab)} -l > {copy} && sed -e {unmark} {copy} | {_crontab(crontab)} -"


def _marking(entry: Entry) -> str:
    """A sed command that marks this very line, whatever characters it has, and no other."""
    line = _SPECIAL.sub(lambda found: "\\" + found[0], entry.line)
    return rf"s/^[[:space:]]*{line}[[:space:]]*$/{MARK}&/"


def _crontab(crontab: Crontab) -> str:
    return f"crontab -u {shlex.quote(crontab.user)}" if crontab.user else "crontab"


def _copy(crontab: Crontab, when: str) -> str:
    return f"~/crontab-{shlex.quote(crontab.user)}.{when}" if crontab.user else f"~/crontab.{when}"


def _running(setup: OldSetup) -> Iterator[str]:
    """Patterns of the processes that no unit stops: scripts that read on for ever, and socats of a crontab."""
    yield from dict.fromkeys(re.escape(name) for name in setup.readers)
    yield from (f"link={re.escape(bridge.tty)}" for bridge in setup.bridges if not bridge.unit)


def _units(setup: OldSetup) -> str:
    return " ".join(dict.fromkeys(shlex.quote(bridge.unit) for bridge in setup.bridges if bridge.unit))


def _at_start(setup: OldSetup) -> Sequence[Entry]:
    """What a restart of the machine would start; socat before the scripts that read from it."""
    entries = [entry for crontab in setup.crontabs for entry in crontab.entries if entry.at_start]
    return sorted(entries, key=lambda entry: bridge_of(entry.command) is None)
