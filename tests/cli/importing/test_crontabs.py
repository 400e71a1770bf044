"""The lines of a crontab that run the old scripts."""

import pytest

from tests.cli.importing.oldfiles import OLD, old_file
from topbms.cli.importing.crontabs import Crontab, Entry, crontab_of, is_crontab
from topbms.cli.importing.files import gather


def entries(*lines: str) -> list[Entry]:
    return list(crontab_of(old_file("crontab.txt", *lines), ["ask.sh"]).entries)


def test_a_crontab_as_it_is_printed() -> None:
    (file,) = gather([OLD / "crontab.txt"]).files
    crontab = crontab_of(file, [])
    assert (crontab.user, crontab.path) == (None, None)
    assert [(entry.line, entry.command) for entry in crontab.entries] == [
        ("@reboot /root/domoticz_bat1.sh", "/root/domoticz_bat1.sh"),
        ("@reboot /root/domoticz_bat2.sh", "/root/domoticz_bat2.sh"),
        ("* * * * * /root/cmd_bat.sh", "/root/cmd_bat.sh"),
    ]
    assert [entry.at_start for entry in crontab.entries] == [True, True, False]


@pytest.mark.parametrize(
    ("when", "seconds"),
    [
        ("* * * * *", 60.0),
        ("*/1 * * * *", 60.0),
        ("*/5\t*  * * *", 300.0),
        ("0 * * * *", None),
        ("*/5 8 * * *", None),
        ("0-30/2 * * jan mon-fri", None),
        ("@reboot", None),
    ],
)
def test_how_often(when: str, seconds: float | None) -> None:
    (entry,) = entries(f"  {when}  /root/cmd_bat.sh  ")
    assert entry.interval == seconds
    assert entry.command == "/root/cmd_bat.sh"


@pytest.mark.parametrize(
    "command",
    [
        "/root/cmd_bat.sh",
        "sleep 20 && bash /root/domoticz_bat2.sh &",
        "/opt/ask.sh",
        r'echo -ne "\x7E\x32" > /dev/ttyV0',
        "socat pty,link=/dev/ttyV0 tcp:h:1",
    ],
)
def test_what_belongs_to_the_old_set_up(command: str) -> None:
    assert [entry.command for entry in entries(f"* * * * * {command}")] == [command]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "# * * * * * /root/cmd_bat.sh",
        "MAILTO=root",
        "0 3 * * * /usr/bin/backup.sh",
        "* * * * * /opt/task.sh",
        "* * * * * /opt/askXsh",
        "run /root/cmd_bat.sh each * * minute",
    ],
)
def test_what_does_not(line: str) -> None:
    assert entries(line) == []


@pytest.mark.parametrize("path", ["/etc/crontab", "/etc/cron.d/battery"])
def test_a_crontab_of_the_system_has_users(path: str) -> None:
    crontab = crontab_of(old_file(path, "*/2 * * * * root\t/root/cmd_bat.sh"), [])
    assert crontab.path == path
    assert [(entry.command, entry.interval) for entry in crontab.entries] == [("/root/cmd_bat.sh", 120.0)]


def test_a_crontab_where_cron_keeps_it_tells_its_user() -> None:
    crontab = crontab_of(old_file("/var/spool/cron/crontabs/root", "* * * * * /root/cmd_bat.sh"), [])
    assert (crontab.user, crontab.path) == ("root", None)


def test_what_is_a_crontab() -> None:
    assert is_crontab(old_file("root", "# edit this", "0 3 * * * /usr/bin/backup.sh"))
    assert is_crontab(old_file("root", "@daily true"))
    assert not is_crontab(old_file("cmd.sh", "* * * * * x"))
    assert not is_crontab(old_file("notes", "five words and one more"))


def test_an_empty_crontab_is_one() -> None:
    assert crontab_of(old_file("crontab", ""), []) == Crontab(())
