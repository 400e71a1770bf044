"""`topbms scan` against the simulator: what it finds, what it leaves alone, what it says."""

import os
import signal
import socket
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.cli.terminal import batteries
from tests.cli.verbs import Typed
from topbms.cli.speech import speak
from topbms.config import parse
from topbms.dialects.topbms import request as topbms_request
from topbms.protocol.capture import read_capture
from topbms.sim.faults import ErrorCode, Mute

QUICK = ("--listen", "0.1", "--baud", "115200")
REQUEST = b"~21014642E00201FD34\r"


@pytest.fixture(autouse=True)
def english() -> None:
    speak("en")


@contextmanager
def another_master(url: str) -> Iterator[None]:
    """Asks pack 1 again and again."""
    done = threading.Event()
    parts = urlsplit(url)

    def ask() -> None:
        with socket.create_connection((parts.hostname or "", parts.port or 0)) as pipe:
            while not done.wait(0.01):
                pipe.sendall(REQUEST)

    thread = threading.Thread(target=ask)
    thread.start()
    yield
    done.set()
    thread.join()


def test_the_packs_that_answer_come_with_a_config_that_can_be_pasted() -> None:
    with batteries(16) as url:
        typed = Typed("scan", url, *QUICK)
    assert typed.code == 0
    assert f"{url}: 16 TopBMS packs answer." in typed.stdout
    pasted = tomllib.loads(typed.stdout[typed.stdout.index("[[link]]") :])
    (link,) = parse(pasted).link
    assert (link.url, link.baud) == (url, 115_200)
    assert [(pack.address, pack.id) for pack in link.pack] == [(n, f"link1-{n}") for n in range(1, 17)]


def test_the_version_that_was_asked_with_is_in_the_config() -> None:
    with batteries(16) as url:
        typed = Typed("scan", url, *QUICK, "--version", "52")
    assert 'version = "52"' in typed.stdout


def test_a_line_with_a_master_is_reported_and_left_alone() -> None:
    with batteries(1) as url, another_master(url):
        typed = Typed("scan", url, *QUICK)
    assert typed.code == 1
    assert "somebody already talks here" in typed.stdout
    assert "listen = true" in typed.stdout
    assert "--force" in typed.stdout
    assert "packs answer" not in typed.stdout


def test_a_dead_line_gets_a_verdict_with_what_to_check() -> None:
    with batteries(1, Mute()) as url:
        typed = Typed("scan", url, *QUICK, "--dialect", "topbms")
    assert typed.code == 1
    assert f"{url}: nobody answers at 115200 baud." in typed.stdout


def test_a_port_that_cannot_be_opened_does_not_end_the_scan_of_others() -> None:
    with batteries(16) as url:
        typed = Typed("scan", "/dev/does-not-exist", url, *QUICK)
    assert typed.code == 0
    assert "16 TopBMS packs answer" in typed.stdout


def test_one_port_by_two_names_is_scanned_once() -> None:
    with batteries(16) as url:
        typed = Typed("scan", url, url.replace("127.0.0.1", "localhost"), "/dev/does-not-exist", *QUICK)
    assert typed.stdout.count("16 TopBMS packs answer") == 1
    (link,) = parse(tomllib.loads(typed.stdout[typed.stdout.index("[[link]]") :])).link
    assert (link.id, link.url) == ("link1", url)


def test_without_a_port_nothing_is_opened() -> None:
    typed = Typed("scan")
    assert typed.code == 0
    assert "Nothing was opened" in typed.stdout


@pytest.mark.parametrize("name", ["topband", "pace", "seplos", "pylontech"])
def test_a_battery_of_another_family_is_named_with_its_config(name: str) -> None:
    with batteries(16, dialect=name) as url:
        typed = Typed("scan", url, *QUICK)
    assert f"{url}: 16 packs answer in dialect {name}." in typed.stdout
    assert f"How sure: sure. 32 replies, which all fit dialect {name} " in typed.stdout
    (link,) = parse(tomllib.loads(typed.stdout[typed.stdout.index("[[link]]") :])).link
    assert (link.dialect, len(link.pack)) == (name, 16)


def test_what_fits_no_dialect_is_told() -> None:
    with batteries(1, ErrorCode(code=4)) as url:
        typed = Typed("scan", url, *QUICK, "--version", "21")
    assert typed.code == 1
    assert "Its frames are whole, and it refuses: the BMS answered RTN 04" in typed.stdout


def test_every_frame_is_kept_masked_where_it_is_wanted(tmp_path: Path) -> None:
    kept = tmp_path / "scan.jsonl"
    with batteries(16, dialect="pace") as url:
        typed = Typed("scan", url, *QUICK, "-o", str(kept))
    assert f"Every frame of this scan is in {kept}" in typed.stdout
    frames = list(read_capture(kept))
    assert {frame.direction for frame in frames} == {"request", "response"}
    assert frames[0].parsed() == topbms_request(0x42, 1)
    assert len([frame for frame in frames if frame.direction == "response"]) == 33
    assert all(frame.time is not None and frame.time > 1_700_000_000 for frame in frames)
    with batteries(1) as url:
        again = Typed("scan", url, *QUICK, "-o", str(kept))
    assert again.code == 2
    assert str(again.error) == f"{kept} is there already; name another file"
    assert list(read_capture(kept)) == frames


def test_frames_of_several_ports_say_where_they_were_heard(tmp_path: Path) -> None:
    kept = tmp_path / "scan.jsonl"
    with batteries(1) as one, batteries(1, dialect="pace") as other:
        Typed("scan", one, other, *QUICK, "-o", str(kept))
    assert {(frame.link, frame.parsed().version) for frame in read_capture(kept) if frame.direction == "response"} == {
        ("link1", 0x52),
        ("link2", 0x25),
    }


def test_of_a_dead_line_there_is_nothing_to_keep(tmp_path: Path) -> None:
    kept = tmp_path / "scan.jsonl"
    with batteries(1, Mute()) as url:
        typed = Typed("scan", url, *QUICK, "--dialect", "topbms", "-o", str(kept))
    assert f"Nothing was heard that could be shared; {kept} was not written." in typed.stdout
    assert not kept.exists()


def test_a_version_that_nobody_uses_is_refused() -> None:
    assert "VER is one of" in Typed("scan", "/dev/does-not-exist", "--version", "77").stderr
    assert "VER is one of 25" in Typed("scan", "/dev/does-not-exist", "--version", "21", "--dialect", "pace").stderr


def test_ctrl_c_gets_a_verdict() -> None:
    code = "import sys; from topbms.cli.program import run; sys.exit(run(sys.argv[1:]))"
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"socket://127.0.0.1:{server.getsockname()[1]}"
        arguments = [sys.executable, "-c", code, "scan", url, "/dev/does-not-exist", "--listen", "600"]
        environment = {**os.environ, "LC_ALL": "C"}
        with subprocess.Popen(
            arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True
        ) as scanning:
            pipe, _ = server.accept()
            with pipe:
                scanning.send_signal(signal.SIGINT)
                said, troubles = scanning.communicate(timeout=60)
    assert f"{url}: stopped early" in said
    assert f"{url}: nobody was asked yet." in said
    assert "does-not-exist" not in troubles
    assert scanning.returncode == 1
