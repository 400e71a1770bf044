"""What is changed on a machine, below a temporary folder; and real commands that change nothing."""

import stat
from pathlib import Path

import pytest

from topbms.cli.installing.machine import Machine, Owner
from topbms.errors import TopbmsError

FILE = Path("/etc/x/file")


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.write(FILE, b"first and long", 0o600, Owner())
    (tmp_path / "etc/x/.file.new").write_text("left by a power cut", encoding="utf-8")
    machine.write(FILE, b"second", 0o640, Owner())
    assert machine.at(FILE).read_bytes() == b"second"
    assert stat.S_IMODE(machine.at(FILE).stat().st_mode) == 0o640
    assert [path.name for path in machine.at(FILE).parent.iterdir()] == ["file"]


def test_a_folder_is_made_once(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    assert machine.folder(Path("/a/b"), 0o750, Owner())
    assert not machine.folder(Path("/a/b"), 0o700, Owner())
    assert stat.S_IMODE((tmp_path / "a/b").stat().st_mode) == 0o750


def test_what_stands_in_the_way_is_named(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    (tmp_path / "etc").touch()
    with pytest.raises(TopbmsError, match="/etc/x/file: "):
        machine.write(FILE, b"", 0o600, Owner())
    with pytest.raises(TopbmsError, match="/etc: "):
        machine.folder(Path("/etc"), 0o755, Owner())
    with pytest.raises(TopbmsError, match="/gone does not exist"):
        machine.delete(Path("/gone"))


def test_a_dry_run_changes_nothing(tmp_path: Path) -> None:
    machine = Machine(tmp_path, dry=True)
    assert machine.folder(Path("/a"), 0o750, Owner())
    machine.write(FILE, b"", 0o600, Owner())
    assert list(tmp_path.iterdir()) == []
    Machine(dry=True).run("false")


def test_under_another_root_no_command_is_run(tmp_path: Path) -> None:
    Machine(tmp_path).run("false")


def test_commands_tell_their_own_trouble() -> None:
    machine = Machine()
    machine.run("true")
    with pytest.raises(TopbmsError, match=r"^false failed: exit 1$"):
        machine.run("false")
    with pytest.raises(TopbmsError, match=r"ls /nowhere failed: .*No such file"):
        machine.run("ls", "/nowhere")
    with pytest.raises(TopbmsError, match=r"^no-such-command is not installed"):
        machine.run("no-such-command")
