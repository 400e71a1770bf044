"""Whether the old set-up still runs, by the command lines of processes."""

from pathlib import Path

import pytest

from topbms.cli.importing.holders import Holder, holder_of

MARKS = ("/dev/ttyV0", "192.168.10.49:6126")
SCRIPTS = ("domoticz_bat1.sh",)


def processes(folder: Path, *commands: tuple[str, ...]) -> Path:
    """A folder as /proc, with these processes from number 100 on."""
    for pid, words in enumerate(commands, 100):
        (folder / str(pid)).mkdir()
        (folder / str(pid) / "cmdline").write_bytes("".join(f"{word}\0" for word in words).encode())
    (folder / "self").mkdir()
    return folder


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("/usr/bin/socat", "pty,link=/dev/ttyV0,raw", "tcp:h:1"), "socat"),
        (("socat", "pty,link=/dev/other", "tcp:192.168.10.49:6126"), "socat"),
        (("socat", "/dev/ttyV0,raw", "-"), "socat"),
        (("/bin/bash", "/root/domoticz_bat1.sh"), "domoticz_bat1.sh"),
        (("sh", "-e", "domoticz_bat1.sh", "x"), "domoticz_bat1.sh"),
    ],
)
def test_a_process_of_the_old_set_up(tmp_path: Path, words: tuple[str, ...], name: str) -> None:
    assert holder_of(MARKS, SCRIPTS, processes(tmp_path, ("init",), words)) == Holder(101, name)


@pytest.mark.parametrize(
    "words",
    [
        ("socat", "pty,link=/dev/ttyV01", "tcp:192.168.10.49:61267"),
        ("nano", "/root/domoticz_bat1.sh"),
        ("sh", "-c", "topbms config import /root/domoticz_bat1.sh"),
        ("sh", "/root/other.sh"),
        ("sh",),
        ("cat", "/dev/ttyV0"),
        (),
    ],
)
def test_any_other_process(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert holder_of(MARKS, SCRIPTS, processes(tmp_path, words)) is None


def test_a_process_that_has_ended_meanwhile(tmp_path: Path) -> None:
    (tmp_path / "7").mkdir()
    assert holder_of(MARKS, SCRIPTS, tmp_path) is None
