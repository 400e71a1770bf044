"""Verbs that run until a signal, as programs of their own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from topbms.dialects import dialects

PROGRAM = (sys.executable, "-c", "import sys; from topbms.cli import main; sys.exit(main())")
ENGLISH = {**os.environ, "LC_ALL": "C.UTF-8"}


@contextmanager
def program(*arguments: str) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [*PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENGLISH
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("place", [("--tcp", "0"), ("--pty",)], ids=["tcp", "pty"])
def test_simulated_packs_are_read_and_end_with_ctrl_c(place: tuple[str, ...]) -> None:
    with program("simulate", "--packs", "1", *place) as simulator:
        assert simulator.stdout is not None
        line = simulator.stdout.readline()
        assert line.startswith("1 pack answers on ")
        url = line.split("topbms read ")[1].strip()
        read = subprocess.run(
            [*PROGRAM, "read", url, "--json"], capture_output=True, text=True, env=ENGLISH, check=False
        )
        simulator.send_signal(signal.SIGINT)
        assert simulator.wait(20) == 0
    assert read.returncode == 0
    assert '"soc": 60' in read.stdout


def test_packs_of_another_family_can_be_simulated() -> None:
    with program("simulate", "--packs", "1", "--dialect", "pylontech") as simulator:
        assert simulator.stdout is not None
        url = simulator.stdout.readline().split("topbms read ")[1].strip()
        read = [*PROGRAM, "read", url, "--json", "--dialect", "pylontech"]
        reading = subprocess.run(read, capture_output=True, text=True, env=ENGLISH, check=False)
    assert reading.returncode == 0
    assert '"voltage": 5' in reading.stdout


def test_faults_to_order_are_checked() -> None:
    with program("simulate", "--fault", "nonsense") as simulator:
        _, said = simulator.communicate(timeout=20)
    assert simulator.returncode == 2
    assert said.startswith("topbms: fault 'nonsense' is not known")


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (("-f", "mute:17"), "fault 'mute:17': there is no pack 17; simulated are: 1, 2, 3"),
        (("-f", "slow:0:delay=1"), "fault 'slow:0:delay=1': there is no pack 0; simulated are: 1, 2, 3"),
        (("-f", "spike:cell_voltages.17=3"), "fault 'spike:cell_voltages.17=3': a pack has the cells 1 to 16"),
        (("--dialect", "tob"), "dialect 'tob' is not known; known are: " + ", ".join(sorted(dialects()))),
        (("--link", "battery"), "--link is for a pseudo-terminal; add --pty, or leave it out"),
    ],
)
def test_an_order_that_would_change_nothing_is_refused(order: tuple[str, ...], said: str) -> None:
    with program("simulate", "--packs", "3", *order) as simulator:
        _, told = simulator.communicate(timeout=20)
    assert (simulator.returncode, told) == (2, f"topbms: {said}\n")


def test_watch_ends_quietly_with_ctrl_c() -> None:
    terminal, far = os.openpty()
    watched = [*PROGRAM, "watch", "socket://127.0.0.1:9"]
    with subprocess.Popen(watched, stdout=far, stderr=subprocess.PIPE, text=True, env=ENGLISH) as watch:
        os.read(terminal, 1)  # the first picture is drawn
        watch.send_signal(signal.SIGINT)
        os.close(far)
        _, said = watch.communicate(timeout=20)
    os.close(terminal)
    assert watch.returncode == 0
    assert said == ""


def test_a_demo_needs_a_folder_that_is_one(tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    folder.touch()
    with program("demo", "--folder", str(folder)) as demo:
        _, said = demo.communicate(timeout=60)
    assert demo.returncode == 2
    assert said == f"topbms: {folder}: a file of this name is there already; name another place\n"


def test_watch_says_what_is_wrong_where_nothing_can_be_drawn() -> None:
    with program("watch", "socket://127.0.0.1:9", "--interval", "0.5") as watch:
        assert watch.stdout is not None
        lines = iter(watch.stdout.readline, "")
        assert any(line.startswith("not connected: socket://127.0.0.1:9 refuses") for line in lines)
        watch.send_signal(signal.SIGINT)
        assert watch.wait(20) == 0


def test_the_demo_polls_simulated_packs_on_top_of_a_week(tmp_path: Path) -> None:
    with program("demo", "--seconds", "3", "--folder", str(tmp_path / "kept")) as demo:
        out, log = demo.communicate(timeout=60)
    assert demo.returncode == 0
    assert str(tmp_path / "kept") in out
    assert log.count("first reading") == 2
    assert "Traceback" not in log
    export = [*PROGRAM, "history", "export", "--pack", "battery1", "--resolution", "15min", "--config"]
    config = tmp_path / "kept" / "topbms.toml"
    config.write_text('[[link]]\nid = "demo1"\nurl = "socket://127.0.0.1:9"\n', encoding="utf-8")
    rows = subprocess.run([*export, str(config)], capture_output=True, text=True, env=ENGLISH, check=False)
    assert rows.returncode == 0
    assert 7 * 96 - 2 <= len(rows.stdout.splitlines()) - 1 <= 7 * 96 + 2
