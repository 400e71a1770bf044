"""The lines that stop the old set-up and bring it back do so, to the letter."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.cli.importing.oldfiles import OLD
from topbms.cli.importing.crontabs import Crontab, Entry
from topbms.cli.importing.farewell import return_lines, stop_lines
from topbms.cli.importing.oldsetup import OldSetup, read_setup
from topbms.cli.importing.units import Bridge

CRONTAB = r"""#!/bin/sh
# stands in for crontab: keeps one file
[ "$1" = -u ] && shift 2
case "$1" in
-l) cat "$STORED" ;;
-) cat > "$STORED.new" && mv "$STORED.new" "$STORED" ;;
esac
"""


def setup_of(*crontabs: Crontab, bridges: tuple[Bridge, ...] = (), readers: tuple[str, ...] = ()) -> OldSetup:
    return OldSetup(bridges, (), (), readers, crontabs, ())


def crontab_of(*lines: str, user: str | None = None, path: str | None = None) -> Crontab:
    return Crontab(tuple(Entry(line, "@reboot", line) for line in lines), user, path)


def run(line: str, home: Path) -> None:
    """Do what a line says, with a crontab of our own."""
    tools = home / "bin"
    tools.mkdir(exist_ok=True)
    (tools / "crontab").write_text(CRONTAB, encoding="utf-8")
    (tools / "crontab").chmod(0o755)
    environment = {"PATH": f"{tools}:{os.environ['PATH']}", "HOME": str(home), "STORED": str(home / "stored")}
    subprocess.run(["sh", "-c", line], env=environment, check=True, capture_output=True)  # noqa: S607


def command(lines: list[str], name: str) -> str:
    (found,) = [line for line in lines if line.startswith(name)]
    return found


def test_the_old_set_up_is_stopped_scripts_before_units() -> None:
    lines = stop_lines(read_setup([OLD]))
    assert [line.split()[0] for line in lines] == ["#", "#", "#", "crontab", "pkill", "pkill", "pkill", "systemctl"]
    assert lines[:3] == [
        "# @reboot /root/domoticz_bat1.sh",
        "# @reboot /root/domoticz_bat2.sh",
        "# * * * * * /root/cmd_bat.sh",
    ]
    assert lines[4:] == [
        r"pkill -f 'domoticz_bat1\.sh'",
        r"pkill -f 'domoticz_bat2\.sh'",
        r"pkill -f 'echo_bat\.sh'",
        "systemctl disable --now socat-serial-1.service socat-serial-2.service",
    ]


def test_the_old_set_up_comes_back_units_first() -> None:
    lines = return_lines(read_setup([OLD]))
    assert lines[0] == "systemctl enable --now socat-serial-1.service socat-serial-2.service"
    assert lines[1].startswith("crontab -l > ")
    assert lines[2:] == ["setsid --fork sh -c /root/domoticz_bat1.sh", "setsid --fork sh -c /root/domoticz_bat2.sh"]


def test_the_crontab_is_marked_and_comes_back_to_the_letter(tmp_path: Path) -> None:
    setup = read_setup([OLD])
    before = (OLD / "crontab.txt").read_text(encoding="utf-8")
    (tmp_path / "stored").write_text(before, encoding="utf-8")
    run(command(stop_lines(setup), "crontab"), tmp_path)
    after = (tmp_path / "stored").read_text(encoding="utf-8")
    assert [line for line in after.splitlines() if line.startswith("#topbms# ")] == [
        "#topbms# @reboot /root/domoticz_bat1.sh",
        "#topbms# @reboot /root/domoticz_bat2.sh",
        "#topbms# * * * * * /root/cmd_bat.sh",
    ]
    assert after.replace("#topbms# ", "") == before
    assert (tmp_path / "crontab.before-topbms").read_text(encoding="utf-8") == before
    run(command(return_lines(setup), "crontab"), tmp_path)
    assert (tmp_path / "stored").read_text(encoding="utf-8") == before
    assert (tmp_path / "crontab.with-topbms").read_text(encoding="utf-8") == after


STRANGE = [
    r"* * * * * cmd_bat.sh 's/a/b/' [x] a.b ^c$ d\e & | ; \$HOME `date` # it's",
    r'*/2 * * * * echo -ne "\x7E\x0D" > /dev/ttyV0',
    "@reboot  cmd_bat.sh\té (1+1)? {2} %",
]


@pytest.mark.parametrize("line", STRANGE)
def test_a_line_with_any_characters_is_marked_and_no_other(line: str, tmp_path: Path) -> None:
    others = ["* * * * * cmd_batXsh", line + "x", "x" + line, "# " + line]
    before = "\n".join([*others, line, f"  {line} \r", ""])
    (tmp_path / "stored").write_bytes(before.encode())
    setup = setup_of(crontab_of(line))
    run(command(stop_lines(setup), "crontab"), tmp_path)
    after = (tmp_path / "stored").read_bytes().decode()
    assert after == "\n".join([*others, f"#topbms# {line}", f"#topbms#   {line} \r", ""])
    run(command(return_lines(setup), "crontab"), tmp_path)
    assert (tmp_path / "stored").read_bytes().decode() == before


def test_a_crontab_that_cannot_be_read_is_not_emptied(tmp_path: Path) -> None:
    setup = setup_of(crontab_of("* * * * * cmd_bat.sh"))
    with pytest.raises(subprocess.CalledProcessError):
        run(command(stop_lines(setup), "crontab"), tmp_path)
    assert not (tmp_path / "stored").exists()


def test_a_crontab_of_another_user() -> None:
    setup = setup_of(crontab_of("* * * * * cmd_bat.sh", user="anne"))
    for line in (command(stop_lines(setup), "crontab"), command(return_lines(setup), "crontab")):
        assert re.findall(r"crontab -u anne (\S+)", line) == ["-l", "-"]
        assert "~/crontab-anne." in line


def test_a_crontab_of_the_system_is_changed_in_its_file(tmp_path: Path) -> None:
    path = tmp_path / "battery"
    path.write_text("* * * * * root cmd_bat.sh\n", encoding="utf-8")
    setup = setup_of(crontab_of("* * * * * root cmd_bat.sh", path=str(path)))
    run(command(stop_lines(setup), "sed"), tmp_path)
    assert path.read_text(encoding="utf-8") == "#topbms# * * * * * root cmd_bat.sh\n"
    assert (tmp_path / "battery.before-topbms").exists()
    run(command(return_lines(setup), "sed"), tmp_path)
    assert path.read_text(encoding="utf-8") == "* * * * * root cmd_bat.sh\n"


def test_socat_of_a_crontab_is_stopped_and_comes_back_first() -> None:
    socat = "socat pty,link=/dev/ttyV0 tcp:h:1"
    setup = setup_of(crontab_of("domoticz_bat1.sh", socat), bridges=(Bridge("/dev/ttyV0", "h", 1),))
    assert stop_lines(setup)[-1] == "pkill -f link=/dev/ttyV0"
    assert return_lines(setup)[1:] == [f"setsid --fork sh -c '{socat}'", "setsid --fork sh -c domoticz_bat1.sh"]


def test_nothing_to_stop() -> None:
    assert stop_lines(setup_of()) == []
    assert return_lines(setup_of()) == []
