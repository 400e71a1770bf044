"""`topbms service install` and `remove`: the gateway as a systemd service, with a user and folders of its own."""

import pwd
import shlex
from pathlib import Path
from typing import Annotated

import typer

from topbms.cli.configuring.draft import Draft, text_of
from topbms.cli.installing.executable import checked, own_path
from topbms.cli.installing.machine import Machine, Owner
from topbms.cli.installing.unit import CONFIG, GROUP, STATE, UNIT, USER, unit
from topbms.cli.speech import say, speak, spoken
from topbms.config import Loaded, load

group = typer.Typer(help="The gateway as a systemd service.")

_ROOT = Path("/")
_RUNNING = Path("/run/systemd/system")

_RootOption = Annotated[Path, typer.Option("--root", hidden=True, help="Write below this folder, as a try.")]
_ProgramOption = Annotated[Path | None, typer.Option("--program", hidden=True, help="The path of topbms itself.")]


@group.command()
def install(
    config: Annotated[
        Path | None, typer.Option("--config", "-c", help="Copied to /etc/topbms/topbms.toml, if there is none.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be done.")] = False,
    root: _RootOption = _ROOT,
    program: _ProgramOption = None,
) -> None:
    """Write the systemd unit, its user, its config and its folders (as root)."""
    machine = Machine(root, dry_run)
    path = checked(program or own_path(), root)
    machine.require_root(shlex.join([str(path), "service", "install", *_config_words(config)]))
    source = None if config is None else load(config)
    if source is not None:
        speak(source.settings.language)
    if dry_run:
        print(say("Nothing is changed, because of --dry-run. This would be:"))
    _install(machine, path, source)


@group.command()
def remove(root: _RootOption = _ROOT) -> None:
    """Stop the service and remove its unit (as root); config and history stay."""
    machine = Machine(root)
    machine.require_root("topbms service remove")
    if not machine.at(UNIT).exists():
        print(say("{path}: there is none, nothing to remove", path=UNIT))
        return
    if _RUNNING.is_dir():
        machine.run("systemctl", "disable", "--now", UNIT.name)
    machine.delete(UNIT)
    _reread_units(machine)
    print(say("{path}: removed", path=UNIT))
    print(say("Kept: the config in {config}, the history in {state}, the user {user}.", **_NAMES))
    print(say("To delete them too, for ever:"))
    print(f"  rm -r {CONFIG.parent} {STATE} && userdel {USER}")


_NAMES = {"config": CONFIG.parent, "state": STATE, "user": USER}


def _config_words(config: Path | None) -> list[str]:
    return [] if config is None else ["--config", str(config)]


def _install(machine: Machine, program: Path, source: Loaded | None) -> None:
    was_there = machine.at(UNIT).exists()
    _add_user(machine)
    _add_folders(machine)
    is_starter = _add_config(machine, source)
    text = unit(program, spoken().language)
    machine.write(UNIT, text.encode(), 0o644, Owner())
    print(say("{path}: written", path=UNIT))
    if machine.dry:
        print(text)
        return
    _reread_units(machine)
    _tell_next(program, is_starter=is_starter, was_there=was_there)


def _add_user(machine: Machine) -> None:
    there = _has_user()
    machine.run(*user_command(there=there))
    template = "user {user}: is there, in group {group}" if there else "user {user}: made, in group {group}"
    print(say(template, user=USER, group=GROUP))


def user_command(*, there: bool) -> list[str]:
    """The command that makes the user, or lets him use serial ports if he is there."""
    if there:
        return ["usermod", "--append", "--groups", GROUP, USER]
    home = ["--home-dir", str(STATE), "--no-create-home", "--shell", "/usr/sbin/nologin"]
    return ["useradd", "--system", "--user-group", "--groups", GROUP, *home, USER]


def _has_user() -> bool:
    try:
        pwd.getpwnam(USER)
    except KeyError:
        return False
    return True


def _add_folders(machine: Machine) -> None:
    for path, mode, owner in ((CONFIG.parent, 0o755, Owner()), (STATE, 0o750, Owner(USER, USER))):
        made = machine.folder(path, mode, owner)
        print(say("{path}: made" if made else "{path}: is there, left as it is", path=path))


def _add_config(machine: Machine, source: Loaded | None) -> bool:
    """Write a config where there is none, and say whether it is one that names no battery yet."""
    if machine.at(CONFIG).exists():
        print(say("{path}: is there, left as it is", path=CONFIG))
        return False
    data = text_of(Draft(spoken().language)).encode() if source is None else source.path.read_bytes()
    machine.write(CONFIG, data, 0o640, Owner("root", USER))
    if source is None:
        print(say("{path}: written", path=CONFIG))
        return True
    print(say("{path}: written, a copy of {source}", path=CONFIG, source=source.path))
    _tell_history(source)
    return False


def _tell_history(source: Loaded) -> None:
    """The service has a folder of its own, and begins a history there."""
    history = source.settings.history.path
    if history.exists() and history.parent != STATE:
        print(say("{path}: is not taken along. To go on with it, before the first start:", path=history))
        print(f"  topbms backup topbms.tar.gz --config {shlex.quote(str(source.path))}")
        print("  topbms restore topbms.tar.gz")


def _reread_units(machine: Machine) -> None:
    if _RUNNING.is_dir():
        machine.run("systemctl", "daemon-reload")


def _tell_next(program: Path, *, is_starter: bool, was_there: bool) -> None:
    if is_starter:
        print(say("The config names no battery yet. Look for yours, and put what is found into {path}:", path=CONFIG))
        print(f"  {program} scan")
    if was_there:
        print(say("Start it anew:"))
        print(f"  systemctl restart {USER}")
    else:
        print(say("Start it, now and at each boot:"))
        print(f"  systemctl enable --now {USER}")
    print(say("See what it does:"))
    print(f"  journalctl -u {USER} -f")
